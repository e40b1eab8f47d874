"""附件 线索固定记录: when, where, by what and how the clue was fixed, out of the captures' own records.

What only people know (place, way out as seen from outside, their names) is left blank for them; room for two officers
(行政处罚法 42: two qualified officers). It is a record of a clue, not 电子数据取证.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from takedown.annex_evidence import every_capture
from takedown.content import Annex, Table
from takedown.facts import CaptureFacts, SiteFacts
from takedown.words import PROFILES, UNKNOWN
from zhenwei.clock import shown
from zhenwei.evidence.capture import tool

BLANK = "　"
NAMES = {"system": "操作系统", "python": "Python", "zhenwei": "zhenwei", "scrapy": "Scrapy", "playwright": "Playwright"}
STEPS = (
    "1.按计划以列明的身份访问公开页面；2.保存请求与应答的原始数据（WARC）、页面内容、截图和域名解析等附记；"
    "3.即时计算每个文件的SHA-256和SM3并写入取证清单；4.取证清单和保管记录逐条以散列相连；"
    "5.拟函前逐个文件重新校验，只引用完好的取证"
)


def record(sites: Sequence[SiteFacts], evidence_digest: str) -> Annex:
    """Return the record for the sites of one letter."""
    captures = [capture for _, capture in every_capture(sites)]
    moments = [capture.captured_at for capture in captures]
    makings = [capture.making for capture in captures]
    sizes = [file.size for capture in captures for file in capture.files]
    profiles = _each(PROFILES.get(c.profile, c.profile) for c in captures)
    rows = (
        ("固定对象", f"{len(sites)}个网站的公开页面，共{len(captures)}份（见证据清单）"),
        ("开始时间", f"{shown(min(moments))}（北京时间）"),
        ("结束时间", f"{shown(max(moments))}（北京时间）"),
        ("固定地点", BLANK),
        ("设备和操作系统", _programs(captures, "system") or UNKNOWN),
        ("浏览器", _each(making.browser for making in makings) or "未使用浏览器或者未记录"),
        ("软件及版本", _software(captures)),
        ("访问方式", f"{profiles}；{_agents(captures)}"),
        ("网络出口", f"{_exits(captures)}；公网出口地址："),
        ("时钟来源和偏差", _clocks(captures)),
        ("可信时间", _stamps(captures)),
        ("对方地址", _each(address for c in captures for address in c.addresses) or UNKNOWN),
        ("步骤", STEPS),
        ("限制", "未登录，未填写或者提交表单，未破解验证码，未联系对方，未购买"),
        ("异常情况", _anomalies(sites, captures)),
        ("结果", f"固定{len(captures)}份、{len(sizes)}个文件，共{sum(sizes):,}字节，拟函前校验完好"),
        ("校验值汇总", f"evidence.sha256 的 SHA-256：{evidence_digest}"),
        ("说明", "本记录为线索固定材料，不代替执法机关依法开展的电子数据取证"),
        ("固定人一（签名）", "　　　　　　　　　　　　　　年　　月　　日"),
        ("固定人二（签名）", "　　　　　　　　　　　　　　年　　月　　日"),
        ("复核人（签名）", "　　　　　　　　　　　　　　年　　月　　日"),
    )
    return Annex("线索固定记录", (Table((), rows, (34, 122)),))


def _each(texts: Iterable[str], mark: str = "、") -> str:
    return mark.join(dict.fromkeys(text for text in texts if text))


def _programs(captures: Sequence[CaptureFacts], name: str) -> str:
    return _each(version for c in captures for program, version in c.making.programs if program == name)


def _software(captures: Sequence[CaptureFacts]) -> str:
    found = [(NAMES[name], _programs(captures, name)) for name in NAMES if name != "system"]
    return "，".join(f"{name} {versions}" for name, versions in found if versions) or tool()


def _agents(captures: Sequence[CaptureFacts]) -> str:
    visitors = sum(capture.making.visitor for capture in captures)
    words = f"其中{visitors}份以普通访问者的浏览器标识访问" if visitors else "以本系统或者列明身份的标识访问"
    return f"{words}，每份所用标识见该份保管记录"


def _exits(captures: Sequence[CaptureFacts]) -> str:
    proxies, own = _each(c.making.proxy for c in captures), _each(c.making.address for c in captures)
    return f"{f'经代理 {proxies}' if proxies else '未经代理'}，本机地址 {own or '未记录'}"


def _clocks(captures: Sequence[CaptureFacts]) -> str:
    """Return each source of time with its offset; what nobody measured is said."""
    found = []
    for making in dict.fromkeys(capture.making for capture in captures):
        if making.offset is None:
            found.append("采集设备系统时钟（UTC），未单独测定偏差")
        else:
            within = "" if making.within is None else f"，误差不超过 {making.within:.3f} 秒"
            found.append(f"采集设备系统时钟（UTC），对照 {making.clock}，应修正 {making.offset:+.3f} 秒{within}")
    return _each(found, "；")


def _stamps(captures: Sequence[CaptureFacts]) -> str:
    stamped = sum(capture.making.stamped for capture in captures)
    return f"{stamped}份附有可信时间戳（RFC 3161），共{len(captures)}份" if stamped else "未加盖可信时间戳"


def _anomalies(sites: Sequence[SiteFacts], captures: Sequence[CaptureFacts]) -> str:
    odd = [note for site in sites for note in site.left_out]
    odd += [f"取证 {c.folder}：状态码 {c.status}" for c in captures if not 200 <= c.status < 300]
    return "；".join(odd) or "无"
