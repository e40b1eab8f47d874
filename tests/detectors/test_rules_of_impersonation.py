"""Every rule of impersonation: what it catches and what it spares."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest

from detectors.detector import Detector
from detectors.page.reference import reference_of
from zhenwei.types import Page, Site
from zhenwei.watchlist import Watchlist

FORM = "<form><input placeholder=姓名><input placeholder=身份证号><button>查询</button></form>"
PLATFORM = "特种作业操作证及安全生产知识和管理能力考核合格信息查询平台"
FAKE = "<script>document.getElementById('r').innerHTML='证书状态：有效'</script>"
_FIELDS = "<input placeholder=姓名><input placeholder=身份证号>"
ANSWERING_BUTTON = f"""{_FIELDS}<button onclick="alert('该证书有效')">查询</button>"""
HIDDEN_ANSWER = f"""{_FIELDS}<button onclick="r.hidden=false">查询</button><div id=r hidden>查询结果：证书有效</div>"""
RECORD = "<p>姓名：某某</p><p>准操项目：低压电工作业</p><p>作业类别：电工作业</p><p>有效期至：2030-01-01</p>"
MENUS = "".join(f"<a href=https://www.x-town.gov.cn/{i}>栏目</a>" for i in range(14))
ARTICLE = "<p>来源：某报 2026-01-02</p>" + "<p>这是一段叙述。</p>" * 6
COPY = "<title>全国查询</title><ul>" + "".join(f"<li><a>第{i}条说明文字查询平台</a></li>" for i in range(40)) + "</ul>"
FOREIGN = "http://www.shop.example.com/"
GENUINE = "https://www.mem.gov.cn/"

ROWS: list[tuple[str, bool, str, str]] = [
    ("P001", True, "<title>首页 - 应急管理部</title>", FOREIGN),
    ("P001", True, "<div class=logo>浙江省应急管理厅</div>", FOREIGN),
    ("P001", False, "<title>应急管理部发布新规</title>", FOREIGN),
    ("P001", False, "<title>应急管理部</title>", GENUINE),
    ("P001", False, "<title>应急管理部</title>", ""),
    ("P001", False, "<a class=name href='https://www.mem.gov.cn/'>应急管理部</a>", FOREIGN),
    ("P002", True, f"<h1>{PLATFORM}</h1>", FOREIGN),
    ("P002", False, f"<h1>关于启用{PLATFORM}的通知</h1>", FOREIGN),
    ("P003", True, "<title>全国特种作业人员证书查询系统</title>", FOREIGN),
    ("P003", True, "<title>特种作业操作证查询</title>", FOREIGN),
    ("P003", False, "<title>特种设备作业人员证查询</title>", FOREIGN),
    ("P003", False, "<title>特种作业操作证怎么查询？</title>", FOREIGN),
    ("P004", True, "<p>主办单位：应急管理部</p>", FOREIGN),
    ("P004", True, "<div class=footer>应急管理部</div>", FOREIGN),
    ("P004", False, "<p>来源：应急管理部</p><p>主办单位：某某学校</p>", FOREIGN),
    ("P005", True, f"<h1>特种作业操作证</h1>{FORM}", FOREIGN),
    ("P005", False, f"<h1>叉车证</h1>{FORM}", FOREIGN),
    ("P005", False, "<h1>安监</h1><form><input name=zjhm><input type=password><button>查询</button></form>", FOREIGN),
    ("P006", True, RECORD + "<p>证书状态：有效</p>", FOREIGN),
    ("P006", False, RECORD, FOREIGN),
    ("P006", False, "<p>操作证上印有姓名、准操项目、有效期、发证机关。</p>", FOREIGN),
    ("P007", True, f"<h1>特种作业</h1>{FORM}{FAKE}", FOREIGN),
    ("P007", True, f"<h1>特种作业</h1>{ANSWERING_BUTTON}", FOREIGN),
    ("P007", True, f"<h1>特种作业</h1>{HIDDEN_ANSWER}", FOREIGN),
    ("P007", False, f"<h1>特种作业</h1>{FORM}<div style='display:none'>请输入姓名</div>", FOREIGN),
    ("P007", False, f"<h1>特种作业</h1>{FORM}<script>fetch('/q');x.innerHTML='证书状态：有效'</script>", FOREIGN),
    ("P008", True, "<p>网站标识码：3300000001</p>", FOREIGN),
    ("P008", False, "<p>浙ICP备2020000001号</p>", FOREIGN),
    ("P009", True, "<p>浙ICP备1234567号</p>", FOREIGN),
    ("P009", False, "<p>蜀ICP备2020000001号 川公网安备51010702000001号</p>", FOREIGN),
    ("P009", True, "<p>网站标识码：3300000001</p><p>川公网安备51010702000001号</p>", FOREIGN),
    ("P009", True, "<h1>浙江省应急管理厅</h1><p>京ICP备99000001号</p>", FOREIGN),
    ("P009", False, "<h1>浙江省应急管理厅</h1><p>浙ICP备99000001号</p>", FOREIGN),
    ("P010", True, MENUS, FOREIGN),
    ("P010", False, MENUS + "".join(f"<a href=/own/{i}>本站</a>" for i in range(20)), FOREIGN),
    ("P010", False, "<img src=https://www.beian.gov.cn/img/ghs.png>", FOREIGN),
    ("P010", True, "<img src=https://www.mem.gov.cn/logo.png>", FOREIGN),
    ("P010", False, "<a href=https://www.mem.gov.cn/>应急管理部</a>", FOREIGN),
    ("P011", True, COPY, FOREIGN),
    ("P011", False, "<p>完全不同的文字，说的是面包和蛋糕，还有每天早上的牛奶与果酱，欢迎光临小店。</p>" * 4, FOREIGN),
    ("P012", True, "<p>字</p>", FOREIGN),
    ("P012", False, "<p>字</p>", GENUINE),
    ("P013", True, "<!-- saved from url=(0024)https://www.mem.gov.cn/ --><p>字</p>", FOREIGN),
    ("P013", True, "<!-- Mirrored from www.x-town.gov.cn/ by HTTrack Website Copier/3.x --><p>字</p>", FOREIGN),
    ("P013", True, "<!--\n Page saved with SingleFile \n url: https://www.mem.gov.cn/a \n--><p>字</p>", FOREIGN),
    ("P013", True, "<meta name='SiteDomain' content='www.x-town.gov.cn'><p>字</p>", FOREIGN),
    ("P013", True, "<link rel=canonical href=https://www.x-town.gov.cn/a><p>字</p>", FOREIGN),
    ("P013", True, "<a href=/a tppabs=http://www.x-town.gov.cn/a>字</a>", FOREIGN),
    ("P013", True, "<img src=https://web.archive.org/web/20200101im_/http://www.x-town.gov.cn/a.png>", FOREIGN),
    ("P013", False, "<a href=https://web.archive.org/web/20200101/http://www.x-town.gov.cn/>存档</a>", FOREIGN),
    ("P013", False, "<meta name='SiteDomain' content='www.bread.example'><p>字</p>", FOREIGN),
    ("P013", False, "<!-- Mirrored from www.x-town.gov.cn/ by HTTrack Website Copier/3.x --><p>字</p>", ""),
    ("P013", False, "<!-- saved from url=(0024)https://www.bread.example/ --><p>字</p>", FOREIGN),
    ("P014", True, "<p>字</p>", "http://mem-cx.example.com/"),
    ("P014", False, "<p>字</p>", FOREIGN),
    ("P015", True, "<p>字</p>", "http://old-safety.example.net/"),
    ("P015", True, "<p>字</p>", "http://www.given-up.gov.cn/"),
    ("P015", False, "<p>字</p>", GENUINE),
    ("P015", False, "<p>字</p>", "http://www.other-town.gov.cn/"),
    ("P016", True, "<p>字</p>", "http://cx.mem-gov.example.com/"),
    ("P016", True, "<p>字</p>", "http://cx.mem.gov.cn.example.com/"),
    ("P016", True, "<p>字</p>", "https://someone.example.io/cx.mem.gov.cn/"),
    ("P016", True, "<p>字</p>", "https://raw.githubusercontent.com/someone/cx.mem.gov.cn/main/index.html"),
    ("P016", True, "<p>字</p>", "https://cdn.jsdelivr.net/gh/someone/cx.mem.gov.cn@main/index.html"),
    ("P016", False, "<p>字</p>", "https://news.example.com/tag/a/www.mem.gov.cn/"),
    ("P016", False, "<p>字</p>", "http://www.governor.example.com/"),
    ("P016", False, "<p>字</p>", "https://www.health.gov.uk/"),
    ("P018", True, f"<h1>特种作业操作证查询</h1><p>全国唯一官方网站</p>{FORM}", FOREIGN),
    ("P018", False, "<p>请到官方网站查询</p>", FOREIGN),
    ("P019", True, "<title>某新闻-辽东市人民政府门户网站</title>", FOREIGN),
    ("P019", True, "<title>关于开展活动的通知__东江市卫生健康委员会</title>", FOREIGN),
    ("P019", True, "<meta name=SiteName content=辽东市人民政府><p>字</p>", FOREIGN),
    ("P019", True, "<p>辽东市人民政府办公厅主办</p>", FOREIGN),
    ("P019", True, "<p>主办：辽东市教育局 承办：辽东市信息中心</p>", FOREIGN),
    ("P019", False, "<title>辽东市书局</title>", FOREIGN),
    ("P019", False, "<p>本次大赛由辽东市教育局主办，三所学校参加。</p>", FOREIGN),
    ("P019", False, "<p>主管单位：辽东市教育局</p><p>主办单位：辽东职业学校</p>", FOREIGN),
    ("P019", False, "<title>辽东市人民政府</title>", "https://www.xn--3ds443g.xn--zfr164b/"),
    ("P019", False, "<title>辽东市人民政府召开常务会议</title>", FOREIGN),
    ("P021", True, "<p>特种作业证件查询入口变更为 www.new-lookup.example.net ，请周知。</p>", FOREIGN),
    ("P021", True, "<h1>应急管理部</h1><p>操作证持有人请登录 dzz.example.net 申领电子证。</p>", FOREIGN),
    ("P021", False, "<p>特种作业证件查询入口变更为 https://cx.mem.gov.cn ，请周知。</p>", FOREIGN),
    ("P021", False, "<p>警方查处假冒网站：谎称特种作业证件查询入口变更为 x.example.net</p>", FOREIGN),
    ("P021", False, "<p>本校课表查询入口变更为 kb.example.net</p>", FOREIGN),
    ("P022", True, f"<h1>应急管理部</h1><p>操作证激活，缴纳工本费30元</p>{FORM}", FOREIGN),
    ("P022", False, f"<h1>某某学校</h1><p>操作证换领代收，缴纳工本费30元</p>{FORM}", FOREIGN),
    ("P022", False, f"<h1>应急管理部</h1><p>操作证激活</p>{FORM}", GENUINE),
    ("P023", True, f"<h1>特种作业操作证</h1>{RECORD}", FOREIGN),
    ("P023", True, f"<h1>核验</h1>{RECORD}<p>应急管理部证件数据库</p>", FOREIGN),
    ("P023", False, "<h1>特种作业操作证怎么考</h1>", FOREIGN),
    ("P023", False, "<h1>特种作业操作证</h1><p>考试安排见通知。</p>", FOREIGN),
    ("P055", True, "<p><a href=https://cx.mem.gov.cn/>官网查询</a></p>", FOREIGN),
    ("P055", False, f"<p><a href=https://cx.mem.gov.cn/>官网</a></p>{FORM}", FOREIGN),
    ("P055", False, "<p><a href=https://cx.mem.gov.cn/>官网</a></p><p>网站标识码：3300000001</p>", FOREIGN),
    ("P055", False, "<p><a href=https://bread.example.com/>面包</a></p>", FOREIGN),
    ("P056", True, "<h1>mem-gov.example.com</h1><p>您正在访问的域名正在出售，联系我们购买</p>", FOREIGN),
    ("P056", True, "<p>该域名已到期，请联系注册商续费</p>", FOREIGN),
    ("P056", True, "<h1>This domain is for sale</h1><a href=/buy>Buy this domain</a>", FOREIGN),
    ("P056", True, "<p>mem-gov.com may be for sale</p>", FOREIGN),
    ("P056", True, "<p>This webpage is parked for free.</p>", FOREIGN),
    ("P056", False, "<p>面包出售，本店转让</p>", FOREIGN),
    ("P056", False, "<p>我们经营域名注册、域名备案与网站建设，价格从优。</p>", FOREIGN),
    ("P056", False, f"<p>该域名正在出售</p>{FORM}", FOREIGN),
    ("P056", False, "<p>" + "新闻说，某机构的旧网站因为没有续费而被他人注册。" * 50 + "该域名正在出售。</p>", FOREIGN),
    ("P051", True, "<p>本站非官方，以官网为准</p>", FOREIGN),
    ("P051", False, "<p>本站提供查询</p>", FOREIGN),
    ("P052", True, "<p>版权所有：某某职业培训学校</p>", FOREIGN),
    ("P052", False, "<p>主办单位：应急管理部 某某公司</p>", FOREIGN),
    ("P053", True, ARTICLE, FOREIGN),
    ("P053", False, ARTICLE + FORM, FOREIGN),
]  # fmt: skip


@dataclass(frozen=True)
class Opinion:
    score: float
    target: str
    reasons: tuple[object, ...] = ("近似",)


def judge_of(watchlist: Watchlist, page_of: Callable[..., Page]) -> Detector:
    """Return a detector that knows one genuine page and one imitating name."""
    reference = reference_of(page_of(COPY, GENUINE, favicon=b"icon"), "mem")
    return Detector(
        watchlist, (reference,), date(2026, 11, 21), lambda host: Opinion(80.0 if "mem-cx" in host else 0.0, "mem")
    )


@pytest.fixture(scope="module")
def judge(watchlist: Watchlist, page_of: Callable[..., Page]) -> Detector:
    return judge_of(watchlist, page_of)


@pytest.mark.parametrize(("rule", "fires", "html", "url"), ROWS)
def test_rule(rule: str, fires: bool, html: str, url: str, judge: Detector, page_of: Callable[..., Page]) -> None:
    favicon = b"icon" if rule == "P012" else b""
    host = url.split("/")[2] if url else ""
    found = {f.rule for f in judge.assess(Site(host, (page_of(html, url, favicon=favicon),))).findings}
    assert (rule in found) is fires


def test_p017_a_copy_for_some_visitors(detector: Detector, page_of: Callable[..., Page]) -> None:
    bread, copy = page_of("<p>面包</p>"), page_of(f"<h1>应急管理部</h1>{FORM}", profile="wechat")
    assert "P017" in {f.rule for f in detector.assess(Site("www.shop.example.com", (bread, copy))).findings}
    same = page_of(copy.html)
    assert "P017" not in {f.rule for f in detector.assess(Site("www.shop.example.com", (same, copy))).findings}


def test_p020_young_names(detector: Detector, page_of: Callable[..., Page]) -> None:
    claim, bread = (page_of("<h1>应急管理部</h1>"),), (page_of("<h1>面包</h1>"),)
    old, new = date(2012, 1, 1), date(2026, 9, 1)
    assert "P020" in {f.rule for f in detector.assess(Site("www.shop.example.com", claim, new)).findings}
    assert "P020" not in {f.rule for f in detector.assess(Site("www.shop.example.com", claim, old)).findings}
    assert "P020" not in {f.rule for f in detector.assess(Site("www.shop.example.com", bread, new)).findings}


def test_p054_long_standing_names(detector: Detector, page_of: Callable[..., Page]) -> None:
    page = (page_of("<p>字</p>"),)
    old, new = date(2012, 1, 1), date(2026, 9, 1)
    assert "P054" in {f.rule for f in detector.assess(Site("www.shop.example.com", page, old)).findings}
    assert "P054" not in {f.rule for f in detector.assess(Site("www.shop.example.com", page, new)).findings}
    assert "P054" not in {f.rule for f in detector.assess(Site("old-safety.example.net", page, old)).findings}
