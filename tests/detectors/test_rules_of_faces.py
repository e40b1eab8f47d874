"""One address under several profiles, and scripts and heads for search engines: what each rule catches and spares."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest

from detectors.detector import Detector
from zhenwei.address import host_of
from zhenwei.types import Finding, Hop, Page, Profile, Site

MOMENT = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
URL = "http://www.shop.example.com/"
AWAY = "http://m.other.example.net/"
OFFER = "<title>电工证</title><p>电工证免考办理，三天出证，微信 demo1900</p>"
SHOP = "<title>记忆面包</title><h1>记忆面包</h1><p>手工面包，每日现烤，欢迎到店品尝。</p>"
ORGAN = (
    "<title>应急管理部</title><h1>应急管理部</h1><p>特种作业操作证查询</p>"
    "<input placeholder=证件号><button>查询</button>"
)
FORM = "<p>操作证信息</p><form>姓名<input>身份证号<input>证书编号<input><button>查询</button></form>"
SCHOOL = "<title>某某中学</title><h1>某某中学</h1>" + "<p>本校始建于一九五二年，现有教学班三十个。</p>" * 4


@dataclass(frozen=True)
class Face:
    """What one visitor gets. ``final``: where redirects ended."""

    profile: str
    html: str
    status: int = 200
    final: str = ""
    rendered: bool = False


def faces(*rows: tuple[str, str] | Face) -> tuple[Face, ...]:
    return tuple(row if isinstance(row, Face) else Face(*row) for row in rows)


def pages(rows: tuple[Face, ...], url: str = URL) -> tuple[Page, ...]:
    return tuple(
        Page(url, f.final or url, Profile(f.profile), f.status, f.html, MOMENT, rendered=f.rendered) for f in rows
    )


def found(detector: Detector, rows: tuple[Face, ...], rule: str, url: str = URL) -> list[Finding]:
    opinion = detector.assess(Site(host_of(url), pages(rows, url)))
    return [f for f in opinion.findings if f.rule == rule]


ALIEN = SCHOOL.replace("<title>", "<title>电工证免考代办_")
LINKS = "".join(
    f"<a href='http://s{n}.other{n}.example/'>{words}</a> "
    for n, words in enumerate(("电工证代办", "焊工证办理", "高压电工证代办", "登高证办理"))
)
COURSES = LINKS.replace("代办", "培训").replace("办理", "课程")
POST = "<p>电工证免考办理 微信 demo1900</p>"
SHELL = "<div id=app></div><script src=app.js></script>"
SENDS = (
    "<script>var r=document.referrer;if(/baidu|sogou/.test(r)){location.href='http://go.other.example.net/'}</script>"
)
ESCAPED = SENDS.replace("baidu", "\\x62aidu").replace("href='http", "href='ht'+'tp")
BACK = SENDS.replace("http://go.other.example.net/", "https://www.baidu.com/")
COUNTS = "<script>_hmt.push(document.referrer);h.src='https://hm.baidu.com/h.js?'+location.href</script>"
TITLES = "<script>if(navigator.userAgent.indexOf('Baiduspider')==-1){document.title='某某公司'}</script>"
WARNING = "<title>警惕电工证免考骗局</title>" + "<p>本校提醒各位家长注意。</p>" * 9
WORDS = "<meta name=keywords content='电工证免考,焊工证代办不用考试'>"
TO_MOBILE = "<script>if(/iPhone/.test(navigator.userAgent))location.href='http://m.shop.example.com/'</script>"
D, P, W, S, F = "desktop", "phone", "wechat", "spider", "from-search"
ROWS: list[tuple[str, bool, str, tuple[Face, ...]]] = [
    ("P117", True, "spider only", faces((D, SHOP), (P, SHOP), (S, OFFER))),
    ("P117", True, "spider and search", faces((D, SHOP), (S, OFFER), (F, OFFER))),
    ("P117", True, "phone only", faces((D, SHOP), (P, OFFER))),
    ("P117", True, "WeChat only", faces((D, SHOP), (P, SHOP), (W, OFFER))),
    ("P117", True, "from search, desktop failed", faces(Face(D, "x", 502), (P, SHOP), (F, OFFER))),
    ("P117", True, "desktop refused", faces(Face(D, "<p>403 Forbidden</p>", 403), (P, OFFER))),
    ("P117", True, "desktop empty", faces(Face(D, ""), (P, OFFER))),
    ("P117", True, "desktop under construction", faces((D, "<p>网站正在建设中，敬请期待</p>"), (P, OFFER), (W, OFFER))),
    ("P117", True, "desktop default page", faces((D, "<h1>Welcome to nginx!</h1>"), (F, OFFER))),
    ("P117", True, "one line more", faces((D, SCHOOL), (S, SCHOOL + POST))),
    ("P117", True, "in the title only", faces((D, SCHOOL), (S, ALIEN))),
    ("P117", False, "all the same", faces((D, OFFER), (P, OFFER), (S, OFFER))),
    ("P117", False, "mobile layout", faces((D, SHOP + OFFER), (P, OFFER))),
    ("P117", False, "phones get a shorter page", faces((D, OFFER), (P, SHOP))),
    ("P117", False, "spider is locked out", faces((D, OFFER), Face(S, "<p>403 Forbidden</p>", 403))),
    ("P117", False, "desktop failed", faces(Face(D, "<p>502 Bad Gateway</p>", 502), (P, OFFER))),
    ("P117", False, "too many requests", faces(Face(D, "<p>请稍后</p>", 429), (P, OFFER))),
    ("P117", False, "captcha", faces((D, "<p>百度安全验证，请完成验证后继续访问</p>"), (S, OFFER))),
    ("P117", False, "log-in", faces((D, "<p>请先登录后查看内容</p>"), (P, OFFER))),
    ("P117", False, "script shell", faces((D, SHELL), (P, OFFER))),
    ("P117", False, "another language", faces((D, f"<p>{'Fresh bread every day. ' * 8}</p>"), (P, OFFER))),
    ("P117", False, "changes by load", faces((D, SHOP), (P, OFFER), (P, SHOP))),
    ("P117", False, "no offer", faces((D, SHOP), (S, SCHOOL))),
    ("P117", False, "told with its report, then without",
        faces(
            (D, f"<p>本报讯 警方提示，谨防骗局</p><p>“电工证免考”</p>{SCHOOL}<p>据介绍，嫌疑人已被抓获</p>"),
            (P, "<p>“电工证免考”</p>"),
        ),
    ),
    ("P017", True, "phone only", faces((D, SHOP), (P, ORGAN))),
    ("P017", True, "WeChat look-up", faces((D, SHOP), (P, SHOP), (W, FORM))),
    ("P017", True, "from search", faces((D, "<p>此域名正在出售，有意请联系</p>"), (F, ORGAN), (S, ORGAN))),
    ("P017", True, "desktop in maintenance", faces((D, "<p>系统维护中，请稍后访问</p>"), (P, ORGAN))),
    ("P017", True, "desktop refused", faces(Face(D, "<p>404 Not Found</p>", 404), (P, ORGAN))),
    ("P017", True, "desktop empty", faces(Face(D, "", 403), (W, ORGAN))),
    ("P017", False, "all the same", faces((D, ORGAN), (P, ORGAN))),
    ("P017", False, "phones get a picture of the name", faces((D, ORGAN), (P, "<p>特种作业查询服务介绍</p>"))),
    ("P017", False, "as a sentence", faces((D, f"<p>应急管理部发布通知。</p>{SCHOOL}"), (P, "<h1>应急管理部</h1>"))),
    ("P017", False, "desktop failed", faces(Face(D, "<p>503</p>", 503), (P, ORGAN))),
    ("P017", False, "captcha", faces((D, "<p>人机验证：请拖动滑块</p>"), (P, ORGAN))),
    ("P140", True, "visitors from a search", faces((D, SHOP), Face(F, OFFER, final=AWAY))),
    ("P140", True, "phones", faces((D, SHOP), Face(P, OFFER, final=AWAY))),
    ("P140", True, "spiders", faces((D, SCHOOL), (P, SCHOOL), Face(S, OFFER, final=AWAY))),
    ("P140", False, "everybody", faces(Face(D, OFFER, final=AWAY), Face(P, OFFER, final=AWAY))),
    ("P140", False, "own mobile host", faces((D, SHOP), Face(P, OFFER, final="http://m.shop.example.com/"))),
    ("P140", False, "log-in of a service", faces((D, SHOP), Face(W, OFFER, final="https://open.weixin.qq.com/x"))),
    ("P140", False, "nothing offered there", faces((D, SHOP), Face(P, SCHOOL, final=AWAY))),
    ("P140", False, "at times only", faces((D, SHOP), (P, SHOP), Face(P, OFFER, final=AWAY))),
    ("P040", True, "phones", faces((D, SHOP), Face(P, ORGAN, final=AWAY))),
    ("P040", True, "WeChat", faces((D, SHOP), (P, SHOP), Face(W, FORM, final=AWAY))),
    ("P040", False, "to the genuine page", faces((D, SHOP), Face(P, ORGAN, final="https://www.mem.gov.cn/"))),
    ("P040", False, "everybody", faces(Face(D, ORGAN, final=AWAY), Face(P, ORGAN, final=AWAY))),
    ("P040", False, "another page", faces((D, SHOP), Face(P, SCHOOL, final=AWAY))),
    ("P141", True, "by where they come from", faces((D, SHOP + SENDS))),
    ("P141", True, "escaped", faces((D, SHOP + ESCAPED))),
    ("P141", True, "another title for spiders", faces((D, TITLES + SHOP))),
    ("P141", False, "statistics", faces((D, SHOP + COUNTS))),
    ("P141", False, "phones to the mobile host", faces((D, SHOP + TO_MOBILE))),
    ("P141", False, "back to the search", faces((D, SHOP + BACK))),
    ("P142", True, "title of another trade", faces((D, ALIEN))),
    ("P142", True, "keywords of another trade", faces((D, WORDS + SCHOOL))),
    ("P142", False, "title of the page itself", faces((D, "<title>电工证免考代办</title><h1>电工证免考</h1>" + OFFER))),
    ("P142", False, "nothing but a script", faces((D, "<title>电工证免考代办</title>" + SHELL))),
    ("P142", False, "a warning as title", faces((D, WARNING))),
    ("P143", True, "in a comment", faces((D, SCHOOL + f"<div class=comment-list>{POST}</div>"))),
    ("P143", True, "in a guestbook", faces((D, SCHOOL + "<p>游客：</p><p>焊工证不用考试，电话19000001234</p>"))),
    ("P143", False, "beside comments", faces((D, SCHOOL + POST + "<div class=comment-list>好</div>"))),
    ("P143", False, "the thread itself", faces((D, f"<h1>电工证免考办理</h1><div class=reply>{POST}</div>"))),
    ("P143", False, "a comment that warns", faces((D, SCHOOL + "<div class=comment>电工证免考是骗局，切勿相信</div>"))),
    ("P144", True, "off the screen", faces((D, SCHOOL + f"<div style='left:-3000px'>{LINKS}</div>"))),
    ("P144", True, "not displayed", faces((D, SCHOOL + f"<p hidden>{LINKS}</p>"))),
    ("P144", False, "friendly links that are seen", faces((D, SCHOOL + LINKS))),
    ("P144", False, "to courses", faces((D, SCHOOL + f"<p hidden>{COURSES}</p>"))),
    ("P144", False, "within the site", faces((D, SCHOOL + f"<p hidden>{LINKS.replace('http://', '/')}</p>"))),
    ("P144", False, "a page about certificates", faces((D, f"<h1>电工证</h1><p hidden>{LINKS}</p>"))),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "fires", "what", "rows"), ROWS, ids=[f"{r[0]}-{r[2]}" for r in ROWS])
def test_rule(rule: str, fires: bool, what: str, rows: tuple[Face, ...], detector: Detector) -> None:
    assert bool(found(detector, rows, rule)) is fires, what


def test_a_cloaked_offer_is_quoted_with_what_others_see(detector: Detector) -> None:
    (one,) = found(detector, faces((D, SHOP), (P, OFFER)), "P117")
    assert one.profile == "phone"
    assert "电工证免考办理，三天出证，微信 demo1900"[one.start : one.end] == one.quote
    assert "手机" in one.detail
    assert "电脑访问看到“记忆面包”" in one.detail
    (spider,) = found(detector, faces((D, SHOP), (S, OFFER)), "P117")
    assert "搜索引擎" in spider.detail


def test_only_captures_of_one_address_are_compared(detector: Detector) -> None:
    shop = pages(faces((D, SHOP)))
    offer = tuple(replace(p, url=URL + "a.html", final_url=URL + "a.html") for p in pages(faces((P, OFFER))))
    opinion = detector.assess(Site(host_of(URL), (*shop, *offer)))
    assert "P117" not in {f.rule for f in opinion.findings}


def test_a_redirect_names_how_and_where(detector: Detector) -> None:
    rows = pages(faces((D, SHOP), Face(P, OFFER, final=AWAY)))
    led = replace(rows[1], chain=(Hop(URL, 200, "script"), Hop(AWAY, 200)))
    opinion = detector.assess(Site(host_of(URL), (rows[0], led)))
    (one,) = [f for f in opinion.findings if f.rule == "P140"]
    assert one.against == "m.other.example.net"
    assert "以脚本引往 m.other.example.net" in one.detail


def test_the_old_title_put_back_counts_more(detector: Detector) -> None:
    covered = ALIEN + "<script>document.title='中学主页'</script>"
    (one,) = found(detector, faces((D, covered)), "P142")
    (other,) = found(detector, faces((D, ALIEN)), "P142")
    assert one.points > other.points
    assert "中学主页" in one.detail
