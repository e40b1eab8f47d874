"""A handful of sites for tests of the whole flow, written into a folder in the lab's format."""

from __future__ import annotations

from pathlib import Path

OFFICIAL = """<html><head><title>特种作业操作证及安全生产知识和管理能力考核合格信息查询平台</title></head><body>
<h1>特种作业操作证及安全生产知识和管理能力考核合格信息查询平台</h1><p>应急管理部主办</p>
<form action="/cert"><label>姓名</label><input name="xm"><label>证件号码</label><input name="zjhm">
<label>验证码</label><input name="yzm"><button>查询</button></form>
<p>主办单位：中华人民共和国应急管理部　网站标识码 bm00000001</p></body></html>"""

COPY = OFFICIAL.replace('action="/cert"', 'action="http://203.0.113.9/save"').replace(
    "</form>", "</form><div id='r'>查询结果：证书状态 有效，准操项目：低压电工作业，有效期至 2030-01-01</div>"
)

SALE = """<html><head><title>低压电工证高压电工证快速办理</title></head><body><h1>特种作业操作证代办</h1>
<p>我们专业办理低压电工证、焊工证、登高证，免考试免培训，不用到场，三天出证，官网可查，每本 600 元。</p>
<p>加微信 dgz-19000001111 咨询，先出证后付款。</p></body></html>"""

SCHOOL = """<html><head><title>某市职业培训学校 电工培训招生简章</title></head><body><h1>低压电工作业培训班</h1>
<p>报名条件：年满十八周岁，初中及以上学历，体检合格。培训学时 148 学时，理论考试与实操考试均须本人参加。
培训费 900 元。咨询电话 0000-1234567。办学许可证号见校内公示。</p></body></html>"""

NEWS = """<html><head><title>警方破获一起制售假证案 - 某市日报</title></head><body><h1>警方破获一起制售假证案</h1>
<p>本报讯 警方通报，犯罪嫌疑人在网上发布“免考试、包查验”的广告，售卖假冒特种作业操作证。
警方提示：请通过官方网站查询。</p>
</body></html>"""

BLOG = """<html><head><title>老电工笔记</title></head><body>
<p>今天换了三块配电箱的空气开关，记录一下接线。</p></body></html>"""

SITES: dict[str, tuple[str, str, str]] = {
    "cx.mem.gov.cn": ("official", OFFICIAL, ""),
    "cx-mem-gov.top": ("counterfeit_site", COPY, ""),
    "tzzy-chaxun.com": ("counterfeit_site", COPY.replace("2030", "2029"), ""),
    "dgz-banli.com": ("certificate_sale", SALE, ""),
    "px-school.com": ("benign", SCHOOL, ""),
    "daily-news.cn": ("benign", NEWS, ""),
    "member-club.com": ("benign", BLOG, ""),
}


def write_world(folder: Path) -> Path:
    """Write the world and return its folder."""
    (folder / "sites").mkdir(parents=True)
    (folder / "world.toml").write_text('today = "2026-11-21"\n[feed]\nnames = ["memory-shop.com", "example-mall.cn"]\n')
    for host, (truth, html, extra) in SITES.items():
        site = folder / "sites" / host
        site.mkdir()
        (site / "index.html").write_text(html, "utf-8")
        (site / "site.toml").write_text(
            f'truth = "{truth}"\nin_search = true\nregistered = 2026-10-01\n{extra}', "utf-8"
        )
    return folder
