"""Victim or seller: whose site an offer stands in. The letter to a victim goes to its owner: both sides have rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from detectors.detector import Detector
from zhenwei.types import Assessment, Page, Profile, Site, Verdict

MOMENT = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
HIJACKED, SALE = Verdict.HIJACKED, Verdict.SALE
OFFER = "<p>低压电工证、焊工证免考办理，无需到场，三天出证，官网可查，微信 demo1900</p>"
SELLER = f"<title>电工证焊工证免考办理</title><h1>操作证快速办理</h1>{OFFER}"
TEXT = "<p>本校始建于一九五二年，现有教学班三十个，学生一千二百人。</p>" * 4
SCHOOL = f"<title>某某中学</title><h1>某某中学</h1>{TEXT}<p>地址：某路一号</p>"
FIRM = (
    "<title>恒样机械有限公司</title><h1>恒样机械有限公司</h1><p>专业生产折弯机、剪板机，产品销往各地。</p>"
    "<p>公司成立于二〇〇三年，拥有多项专利。</p><p>欢迎各界朋友来厂参观。</p>"
    "<footer>版权所有：恒样机械有限公司 苏ICP备12345678号</footer>"
)
NEWS = "<title>市里召开会议_某某晚报</title><h1>市里召开会议</h1>" + (
    "<p>本报讯（记者）近日，会议在市里召开，会上通报了有关情况。据介绍，明年还将增加投入。</p>" * 5
)
GOV = "<title>某某镇人民政府</title><h1>某某镇人民政府</h1>" + "<p>今日召开防汛工作会议，部署有关工作。</p>" * 5
BLOG = "<title>山里人家</title><h1>山里人家</h1>" + "<p>今天去山里采茶，天气很好，路上遇到邻居。</p>" * 5
DECOY = "<title>某某商务咨询</title><h1>某某商务咨询</h1><p>为企业提供咨询服务，值得信赖。</p>"
NOBODY = (
    "<title>生活随记</title><p>今天天气不错，适合出门走走看看风景，顺路买一些新鲜的水果和蔬菜，晚上在家里做几道拿手的菜肴。</p>"
    * 2
)
TOPICS = (
    "周末去哪里钓鱼",
    "新买的自行车怎么保养",
    "求推荐好看的书",
    "阳台上的番茄开花了",
    "谁家的猫走丢了",
    "小区停车的问题",
)
FORUM = (
    "<title>家乡论坛</title><h1>家乡论坛</h1>"
    + "".join(f"<li><a href=/thread-{n}.html>{TOPICS[n % 6]}，大家来说一说（{n}）</a></li>" for n in range(24))
    + "<li><a href=/thread-99.html>电工证免考办理</a></li><footer>版权所有：家乡论坛 苏ICP备12345678号</footer>"
)
LISTED = FORUM.replace("电工证免考办理", "电工证免考办理三天出证微信demo1900")
THREAD = (
    f"<title>电工证免考办理_家乡论坛</title><h1>电工证免考办理</h1>{OFFER}<p>回到版面，最新话题，热门话题，会员列表</p>"
    "<p>本帖仅代表发帖人的意见，与本论坛无关。发表新帖请先登录账号。</p><p>家乡论坛，乡亲们自己的园地，文明发言，从我做起</p>"
)
RETITLED = FIRM.replace("<title>", "<title>电工证焊工证免考代办，三天出证_")
ASKS = "<script>if(/baidu|sogou/.test(document.referrer)){location.href='http://seller.other.example.net/'}</script>"
LINKS = "".join(f"<a href='http://s.other{n}.example/'>电工证代办 焊工证办理</a> " for n in range(4))
MY_CODE = "<p>联系我们：微信 demo1900</p>"
REGOV = GOV.replace("<title>", "<title>电工证免考三天出证_")
HIDER = f"{DECOY}{MY_CODE}<p hidden>电工证免考三天出证 微信 demo1900</p>"
WORDS = "<p>电工证免考包过，焊工证不用考试，三天出证</p>"
PUTS_BACK = "<script>if(!/baidu/i.test(navigator.userAgent)){document.title='恒样机械'}</script>"
PHONE = "<p>联系电话：19000002222</p>"
SHELF = "<title>办证大厅</title><h1>办证大厅</h1>" + "<li>电工证免考办理 微信 demo1900</li><li>焊工证代考</li>" * 9
BARE = "<title>电工证免考</title><p>电工证焊工证免考办理，无需到场，三天出证</p>"
NAMED = f"<title>电工证免考_恒样机械有限公司</title><h1>恒样机械有限公司</h1>{OFFER}"
HIDES = "document.getElementById('x9').style.display='none'"
OPENS = "document.write('<div style=\"display:no'+'ne\">')"
ABOUT = "<h1>操作证办理网</h1>" + "<p>电工证资讯，焊工证资讯。</p>" * 3
BOLD = f"<title>焊工证免考</title><h1>电工证焊工证免考报名</h1>{OFFER}{TEXT}"
UNDER = "position:absolute;left:-9999px"


@dataclass(frozen=True)
class Seen:
    """One capture. ``path`` below the host."""

    html: str
    path: str = "/"
    profile: str = "desktop"
    final: str = ""


def judged(detector: Detector, host: str, seen: tuple[Seen, ...], registered: date | None) -> Assessment:
    pages = []
    for one in seen:
        url = f"http://{host}{one.path}"
        pages.append(Page(url, one.final or url, Profile(one.profile), 200, one.html, MOMENT))
    return detector.assess(Site(host, tuple(pages), registered))


def hidden(style: str, page: str = SCHOOL, offer: str = OFFER) -> Seen:
    return Seen(page + f"<div style='{style}'>{offer}</div>")


WWW, OLD, YOUNG = "www.shop.example.com", date(2009, 5, 1), date(2026, 9, 1)
LINK = "<a href='http://seller.other.example.net/'>电工证免考包过，焊工证三天出证</a>"
POSTS = f"<div class=comment-list><div class=comment>写得真好</div><div class=comment>{OFFER}</div></div>"

ROWS: list[tuple[str, Verdict, str, tuple[Seen, ...], date | None]] = [
    ("off the screen", HIJACKED, WWW, (hidden(UNDER),), OLD),
    ("not displayed", HIJACKED, WWW, (hidden("display:none"),), OLD),
    ("letters of no size", HIJACKED, WWW, (hidden("font-size:0"),), OLD),
    ("transparent", HIJACKED, WWW, (hidden("opacity:0"),), OLD),
    ("clipped", HIJACKED, WWW, (hidden("position:absolute;clip:rect(0,0,0,0)"),), OLD),
    ("a flat box", HIJACKED, WWW, (hidden("height:1px;overflow:hidden"),), OLD),
    ("white on white", HIJACKED, WWW, (hidden("color:#fff;background:#fefefe"),), OLD),
    ("hidden in a firm's page", HIJACKED, WWW, (hidden("display:none", FIRM),), OLD),
    ("hidden in a private page", HIJACKED, WWW, (hidden("display:none", BLOG),), OLD),
    ("hidden link to a seller", HIJACKED, WWW, (hidden("display:none", SCHOOL, LINK),), OLD),
    ("by a style sheet", HIJACKED, WWW, (Seen(f"<style>#x9{{{UNDER}}}</style>{FIRM}<div id=x9>{OFFER}</div>"),), OLD),
    (
        "by a script", HIJACKED, WWW,
        (Seen(f"{FIRM}<div id=x9>{OFFER}</div><script>{HIDES}</script>"),), OLD,
    ),
    (
        "written around", HIJACKED, WWW,
        (Seen(f"{FIRM}<script>{OPENS}</script>{OFFER}<script>document.write('</div>')</script>"),), OLD,
    ),
    ("for those without scripts", HIJACKED, WWW, (Seen(f"{SCHOOL}<noscript>{OFFER}</noscript>"),), OLD),
    ("before the news", HIJACKED, WWW, (Seen(OFFER + NEWS),), OLD),
    ("behind the news", HIJACKED, WWW, (Seen(NEWS + OFFER),), OLD),
    ("in the middle of a school's page", HIJACKED, WWW, (Seen(SCHOOL + OFFER + TEXT),), OLD),
    ("an article below a school's home", HIJACKED, WWW, (Seen(SCHOOL), Seen(SELLER, "/upload/1.html")), OLD),
    ("an article below a firm's home", HIJACKED, WWW, (Seen(FIRM), Seen(SELLER, "/a/1.html")), OLD),
    ("an article at a university", HIJACKED, "www.sample.edu.cn", (Seen(SELLER, "/a/1.html"),), None),
    ("an article at an academy", HIJACKED, "www.sample.ac.cn", (Seen(SELLER, "/a/1.html"),), None),
    ("an article of a township", HIJACKED, "www.sample.gov.cn", (Seen(GOV), Seen(SELLER, "/art/1.html")), None),
    ("in a township's page", HIJACKED, "www.sample.gov.cn", (Seen(GOV + OFFER),), None),
    ("a page for spiders under the firm's name", HIJACKED, WWW,
        (Seen(FIRM), Seen(NAMED, profile="spider")), OLD),
    ("visitors from a search are sent away", HIJACKED, WWW,
        (Seen(FIRM), Seen(SELLER, profile="from-search", final="http://seller.other.example.net/")), OLD),
    ("in comments", HIJACKED, WWW, (Seen(BLOG.replace("</p>", "</p>", 1) + POSTS),), OLD),
    ("in a guestbook of a firm", HIJACKED, WWW, (Seen(FIRM + f"<h2>留言板</h2><p>游客：{OFFER}</p>"),), OLD),

    ("one thread of a forum", HIJACKED, WWW, (Seen(FORUM), Seen(THREAD, "/thread-9.html")), OLD),
    ("phones are sent away from a well-known firm", HIJACKED, WWW,
        (Seen(FIRM), Seen(SELLER, profile="phone", final="http://seller.other.example.net/")), OLD),
    ("the title, and a script that asks where from", HIJACKED, WWW, (Seen(RETITLED + ASKS),), OLD),

    ("hidden words without a number", HIJACKED, WWW, (hidden("display:none", SCHOOL, WORDS),), OLD),
    ("a title for search engines alone", HIJACKED, WWW, (Seen(RETITLED + PUTS_BACK),), OLD),
    ("one line in a forum's list", HIJACKED, WWW, (Seen(LISTED),), OLD),
    ("an article with the firm's number below", HIJACKED, WWW,
        (Seen(FIRM + PHONE), Seen(SELLER + PHONE, "/news/9.html")), OLD),
    ("hidden links", HIJACKED, WWW, (Seen(f"{SCHOOL}<div style='{UNDER}'>{LINKS}</div>"),), OLD),
    ("a township's page for spiders", HIJACKED, "www.sample.gov.cn", (Seen(GOV), Seen(BARE, profile="spider")), None),
    ("a township's retitled page", HIJACKED, "www.sample.gov.cn", (Seen(REGOV),), None),

    ("a seller's page", SALE, WWW, (Seen(SELLER),), OLD),
    ("a seller's page, hidden words too", SALE, WWW, (Seen(SELLER + f"<div style='display:none'>{OFFER}</div>"),), OLD),
    ("a seller's page for spiders too", SALE, WWW, (Seen(SELLER), Seen(SELLER, profile="spider")), OLD),
    ("a decoy for computers", SALE, WWW, (Seen(DECOY), Seen(SELLER, profile="phone")), OLD),
    ("a decoy for computers, WeChat", SALE, WWW, (Seen(DECOY), Seen(SELLER, profile="wechat")), OLD),
    ("a decoy, seller for those from a search", SALE, WWW, (Seen(DECOY), Seen(SELLER, profile="from-search")), OLD),
    ("young", SALE, WWW, (hidden("display:none", BLOG),), YOUNG),
    ("young, spliced", SALE, WWW, (Seen(OFFER + NEWS),), YOUNG),
    ("one number for both", SALE, WWW, (Seen(DECOY + MY_CODE), Seen(SELLER, "/a/1.html")), OLD),
    ("hidden, one number for both", SALE, WWW, (Seen(FIRM + MY_CODE), hidden("display:none", FIRM)), OLD),
    ("a decoy sends phones away", SALE, WWW,
        (Seen(DECOY), Seen(SELLER, profile="phone", final="http://seller.other.example.net/")), None),
    ("a decoy sends those from a search away", SALE, WWW,
        (Seen(DECOY), Seen(SELLER, profile="from-search", final="http://seller.other.example.net/")), YOUNG),
    ("a page below a home without an owner", SALE, WWW, (Seen(NOBODY), Seen(SELLER, "/a/1.html")), None),
    ("a forum of sellers", SALE, WWW,
        (Seen("<title>证件论坛</title><h1>证件论坛</h1>" + OFFER * 8), Seen(THREAD, "/thread-9.html")), OLD),
    ("hidden words, one number for both", SALE, WWW, (Seen(HIDER),), OLD),
    ("an article with the firm's number in the offer", SALE, WWW,
        (Seen(FIRM + PHONE), Seen(f"<h1>焊工证代办</h1><p>电工证免考三天出证，{PHONE}</p>", "/news/9.html")), OLD),
    ("a long list of a seller's own", SALE, WWW,
        (Seen(SHELF),), OLD),
    ("an empty home", SALE, WWW, (Seen("<p>网站建设中</p>"), Seen(SELLER, "/a/1.html")), OLD),
    ("a home about certificates", SALE, WWW, (Seen(ABOUT), Seen(SELLER, "/1.html")), OLD),
    ("a board of sellers", SALE, WWW, (Seen("<h1>办证交流</h1>" + f"<div class=reply>{OFFER}</div>" * 6),), OLD),
    ("text around in a seller's page", SALE, WWW, (Seen(SELLER + "<p>焊工证不考试，电工证直接出证。</p>" * 5),), OLD),
    ("a school of its own that sells", SALE, WWW, (Seen(BOLD),), OLD),
]  # fmt: skip


@pytest.mark.parametrize(("what", "verdict", "host", "seen", "registered"), ROWS, ids=[row[0] for row in ROWS])
def test_victim_or_seller(
    what: str, verdict: Verdict, host: str, seen: tuple[Seen, ...], registered: date | None, detector: Detector
) -> None:
    opinion = judged(detector, host, seen, registered)
    assert opinion.verdict is verdict, (what, opinion.sale, [f.rule for f in opinion.findings])


LAWFUL: list[tuple[str, str, tuple[Seen, ...]]] = [
    ("hidden menu", WWW, (hidden("display:none", SCHOOL, "<p>首页 校园新闻 招生 电工证培训通知</p>"),)),
    ("hidden dialog", WWW, (hidden("display:none", FIRM, "<p>请填写您的电话，我们尽快联系您</p>"),)),
    ("hidden warning", WWW, (hidden("display:none", SCHOOL, "<p>谨防“电工证免考”骗局，切勿上当</p>"),)),
    ("comment asks", WWW, (Seen(BLOG + "<div class=comment>电工证不用考试是真的吗？</div>"),)),
    ("comment warns", WWW, (Seen(BLOG + "<div class=comment>那些免考电工证都是假的，别信</div>"),)),
    ("news about sellers", WWW, (Seen(NEWS + "<p>警方提示：“电工证免考、三天出证”均为诈骗。</p>"),)),
    ("complaint at a township", "www.sample.gov.cn",
        (Seen(GOV + "<h2>群众留言</h2><p>有人发广告称电工证免考，请查处。</p><p>回复：已转公安机关依法查处。</p>"),)),
    ("school that trains", "www.sample.edu.cn", (Seen(SCHOOL + "<p>电工证培训班报名，考试合格后发证。</p>"),)),
    ("two faces without an offer", WWW, (Seen(SCHOOL), Seen(FIRM, profile="spider"))),
    ("sent to another site without an offer", WWW,
        (Seen(SCHOOL), Seen(FIRM, profile="phone", final="http://m.other.example.net/"))),
]  # fmt: skip


@pytest.mark.parametrize(("what", "host", "seen"), LAWFUL, ids=[row[0] for row in LAWFUL])
def test_lawful_pages_are_left_alone(what: str, host: str, seen: tuple[Seen, ...], detector: Detector) -> None:
    opinion = judged(detector, host, seen, OLD)
    assert not opinion.flagged, (what, opinion.sale, [f.rule for f in opinion.findings])


def test_the_planted_part_is_quoted_exactly(detector: Detector) -> None:
    opinion = judged(detector, WWW, (Seen(SCHOOL + OFFER + TEXT),), OLD)
    (spliced,) = [f for f in opinion.findings if f.rule == "P118"]
    assert spliced.quote == "低压电工证、焊工证免考办理，无需到场，三天出证，官网可查，微信 demo1900"
    assert spliced.end - spliced.start == len(spliced.quote)
    opinion = judged(detector, WWW, (hidden("display:none"),), OLD)
    (kept_back,) = [f for f in opinion.findings if f.rule == "P116"]
    assert kept_back.quote == spliced.quote
    assert "display:none" in kept_back.detail
