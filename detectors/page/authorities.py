"""Names of governments and their departments at large, beside the organs of the watchlist."""

from __future__ import annotations

import re

_FIELDS = (
    "发展和?改革|教育|科学技术|科技|工业和信息化|经济和信息化|民族宗教事务|公安|民政|司法|财政|人力资源和?社会保障|自然资源|"
    "规划和自然资源|生态环境|住房和?城乡建设|交通运输|水利|水务|农业农村|商务|文化和旅游|文化广电旅游|文化广电和旅游|卫生健康|"
    "退役军人事务|应急管理|审计|市场监督管理|广播电视|体育|统计|医疗保障|税务|知识产权|林业和?草原|气象|地震|消防救援|城市管理|"
    "信访|国有资产监督管理|药品监督管理|烟草专卖|邮政管理|能源|粮食和物资储备|机关事务管理|政务服务和?数据管理|政务服务数据管理|"
    "政务服务|大数据发展管理|数据|网络安全和信息化|互联网信息|新闻出版|外国专家|移民管理|矿山安全监察|煤矿安全监察"
)
_KINDS = "委员会办公室|监督管理委员会|委员会|办公厅|办公室|总局|总队|厅|局|部|委"
_NAME = (
    rf"[\u4e00-\u9fff]{{2,16}}(?:人民政府(?:办公[厅室])?|管理委员会|人民检察院|人民法院|海关)|"
    rf"[\u4e00-\u9fff]{{0,14}}(?:{_FIELDS})(?:{_KINDS})"
)
_TAIL = re.compile(r"(?:政务)?(?:门户网站|官方网站|门户网|官网|网站|首页|主页|政务网|欢迎您|！|!)+$")
_HEAD = re.compile(r"^(?:欢迎访问|欢迎光临|首页|主办单位|主办)")
_WHOLE = re.compile(_NAME)
_BEGINS = re.compile(rf"(?:{_NAME})(?=$|[\s、,，(（©|丨])")
_CUT = re.compile(r"[-_|—–·•»>\s]+")


def authority_in_title(title: str) -> str:
    """Return the part of a title that is nothing but a government's or a department's name, or ""."""
    for part in _CUT.split(title):
        bare = _HEAD.sub("", part.strip())
        for name in (_TAIL.sub("", bare), bare):
            if len(name) >= 4 and _WHOLE.fullmatch(name):
                return part.strip()
    return ""


def authority_in_line(line: str) -> str:
    """Return the authority that a host line begins with, or ""."""
    match = _BEGINS.match(_HEAD.sub("", line.strip()))
    return match[0] if match and len(match[0]) >= 5 else ""
