"""Small pages in the structure of each engine's generations. Every name, text and address in them is invented."""

from __future__ import annotations

# (engine, generation) -> (page, organic addresses in order, advertisements)
Case = tuple[str, list[str], int]


def page(title: str, body: str) -> str:
    return f"<html><head><title>{title}</title></head><body>{body}</body></html>"


_BAIDU, _SOGOU, _SO360, _BING = (
    "http://www.baidu.com",
    "https://www.sogou.com",
    "https://www.so.com",
    "https://cn.bing.com",
)

PAGES: dict[tuple[str, str], Case] = {
    ("baidu", "2010 tables"): (
        page(
            "电工证_百度搜索",
            '<div id="container"><table class="ec_pp_f" id="3001"><tr><td><h3><a href="/baidu.php?url=Z">广</a></h3>'
            '<span class="m">推广</span></td></tr></table>'
            '<table class="result" id="1"><tr><td class="f"><h3 class="t"><a href="http://a.example/">一</a></h3>'
            "<font>摘要</font></td></tr></table>"
            '<table class="result-op" id="2" mu="http://b.example/x"><tr><td><h3>'
            '<a href="http://www.baidu.com/link?url=B">二</a>'
            "</h3></td></tr></table></div>",
        ),
        ["http://a.example/", "http://b.example/x"],
        1,
    ),
    ("baidu", "2023 cards"): (
        page(
            "电工证_百度搜索",
            '<div id="content_left"><div class="result c-container xpath-log new-pmd" id="1" mu="https://a.example/x">'
            '<div class="c-container"><h3 class="c-title t t tts-title"><a href="http://www.baidu.com/link?url=A">'
            "<em>电工</em>一</a></h3></div><span class='content-right_1x'>摘要</span></div>"
            '<div class="result-op c-container new-pmd" tpl="recommend_list" mu="http://28608.recommend_list.baidu.com">'
            '<div><div class="c-font-medium">大家还在搜</div><a href="/s?wd=y">别的词</a></div></div>'
            '<div class="result c-container new-pmd" id="2" mu="http://nourl.ubs.baidu.com/1">'
            '<h3><a href="http://www.baidu.com/link?url=B">二</a></h3></div>'
            '<div class="_3rqxpq2 result c-container" id="3001"><h3>'
            '<a href="http://www.baidu.com/link?url=C">三</a></h3>'
            '<div><span>某某教育</span><span class="x1">广告</span></div></div></div>'
            '<div id="content_right"><div class="c-container"><h3><a href="/s?wd=hot">热搜</a></h3></div></div>',
        ),
        ["https://a.example/x", f"{_BAIDU}/link?url=B"],
        1,
    ),
    ("baidu", "phone"): (
        page(
            "电工证 - 百度",
            '<div id="page"><div id="page-bd"><div class="ec_wise_ad"><div class="ec_resitem">'
            '<a href="http://m.baidu.com/'
            'baidu.php?url=Z"><h3>广</h3></a></div></div><div id="results" class="results">'
            """<div class="c-result result" order="1" data-log='{"order":"1","mu":"http://a.example/p"}'>"""
            '<div class="c-result-content"><article><header>'
            '<a href="http://m.baidu.com/from=0/bd_page_type=1/tc?sec=1">'
            "<h3 class='c-title'><span>一</span></h3></a></header></article></div></div>"
            '<div class="c-result result"><div class="c-result-content"><article rl-link-href="https://b.example/">'
            '<a href="https://m.baidu.com/link?url=B"><div class="c-title">二</div></a></article></div></div>'
            '</div></div></div>',
        ),
        ["http://a.example/p", "https://b.example/"],
        1,
    ),
    ("sogou", "2012 direct"): (
        page(
            "电工证 - 搜狗搜索",
            '<div id="main"><div class="sponsored"><div class="biz_rb"><h3>'
            '<a href="http://www.sogou.com/bill_cpc?v=1">广</a></h3>'
            '</div></div><div class="results"><div class="rb"><h3 class="pt"><a href="http://a.example/">一</a></h3>'
            '<div class="ft">摘要</div><cite>a.example</cite></div><div class="vrwrap"><h3 class="vrTitle">'
            '<a href="http://b.example/">二</a></h3></div></div></div><div id="right"><div class="rb"><h3>'
            '<a href="http://side.example/">旁</a></h3></div></div>',
        ),
        ["http://a.example/", "http://b.example/"],
        1,
    ),
    ("sogou", "2024 links"): (
        page(
            "电工证 - 搜狗搜索",
            '<div id="main"><div class="results"><div class="vrwrap"><div class="struct"><h3 class="vr-title">'
            '<a href="/link?url=A">一</a></h3><div class="r-sech" data-url="https://a.example/1"></div></div></div>'
            '<div class="vrwrap"><h3 class="vr-title"><a href="/link?url=B">二</a></h3></div>'
            '<div class="vrwrap"><div class="vrTitle">大家还在搜</div><a href="?query=x">别的词</a></div></div></div>',
        ),
        ["https://a.example/1", f"{_SOGOU}/link?url=B"],
        0,
    ),
    ("sogou", "phone"): (
        page(
            "电工证 - 搜狗搜索",
            '<div class="results"><div class="vrResult" id="sogou_vr_1">'
            '<a class="resultLink" href="https://www.sogou.com/'
            'web/tc?url=http%3A%2F%2Fa.example%2F"><h3 class="vr-tit">一</h3></a></div><div class="result"><h3>'
            '<a href="http://b.example/">二</a></h3></div></div>',
        ),
        [f"{_SOGOU}/web/tc?url=http%3A%2F%2Fa.example%2F", "http://b.example/"],
        0,
    ),
    ("so360", "2013 direct"): (
        page(
            "电工证_360搜索",
            '<div id="main"><ul id="e_idea_pp"><li><h3><a href="http://e.so.com/search/eclk?p=1">广</a></h3></li></ul>'
            '<ul id="m-result" class="result"><li class="res-list"><h3 class="res-title">'
            '<a href="http://a.example/">一</a>'
            '</h3></li><li class="res-list"><h3 class="res-title">'
            '<a href="http://www.so.com/link?url=http%3A%2F%2Fb.example%2F">'
            "二</a></h3></li></ul></div>",
        ),
        ["http://a.example/", "http://www.so.com/link?url=http%3A%2F%2Fb.example%2F"],
        1,
    ),
    ("so360", "phone"): (
        page(
            "电工证_360搜索",
            '<div class="r-results"><div class="res-list" data-pcurl="http://a.example/">'
            '<a href="https://m.so.com/jump?u=1">'
            '<h3 class="res-title">一</h3></a></div><article class="res-list" data-pcurl="http://b.example/"><a '
            'href="https://m.so.com/jump?u=2"><h3>二</h3></a><span>广告</span></article></div>',
        ),
        ["http://a.example/"],
        1,
    ),
    ("bing", "2012"): (
        page(
            "电工证 - 必应 Bing",
            '<div id="results"><div class="sb_ads"><ul><li><div class="sb_tlst"><h3>'
            '<a href="http://0.r.bat.example/?ld=1">广</a>'
            '</h3></div></li></ul></div><ul id="wg0" class="sb_results"><li class="sa_wr"><div class="sa_cc">'
            '<div class="sb_tlst">'
            '<h3><a href="http://a.example/">一</a></h3></div><p>摘要</p></div></li></ul></div>',
        ),
        ["http://a.example/"],
        1,
    ),
    ("bing", "2024"): (
        page(
            "电工证 - 搜索",
            '<ol id="b_results"><li class="b_ad b_adTop"><ul><li><div class="sb_add sb_adTA"><h2>'
            '<a href="https://www.bing.com/'
            'aclk?ld=x&u=aHR0cHMlM2ElMmYlMmZ0cmFjay5leGFtcGxlJTJm">广</a></h2><cite>shop.example/zheng</cite>'
            '</div></li></ul></li>'
            '<li class="b_algo"><div class="tpic"></div><h2>'
            '<a href="https://www.bing.com/ck/a?!&&p=1&u=a1aHR0cHM6Ly9hLmV4YW1w'
            'bGUv&ntb=1">一</a></h2></li><li class="b_ans"><h2>相关搜索</h2><ul><li><a href="/search?q=z">z'
            '</a></li></ul></li>'
            '<li class="b_algo"><div class="b_algoheader"><a href="http://b.example/"><h2>二</h2></a></div></li></ol>',
        ),
        ["https://a.example/", "http://b.example/"],
        1,
    ),
    ("weixin", "2015 boxes"): (
        page(
            "电工证的相关微信公众号文章 – 搜狗微信搜索",
            '<div id="main"><div class="results"><div class="wx-rb wx-rb3"><div class="txt-box"><h4><a '
            'href="http://mp.weixin.qq.com/s?src=3&signature=x">一</a></h4><p>摘要</p><div class="s-p">'
            '<a id="weixin_account">'
            "某某培训</a></div></div></div></div></div>",
        ),
        ["http://mp.weixin.qq.com/s?src=3&signature=x"],
        0,
    ),
    ("weixin", "2024 list"): (
        page(
            "电工证的相关微信公众号文章 – 搜狗微信搜索",
            '<div class="news-box"><ul class="news-list"><li id="sogou_vr_11002601_box_0"><div class="txt-box"><h3><a '
            'href="/link?url=A&type=2">一</a></h3><p class="txt-info">摘要</p><div class="s-p">'
            '<span class="all-time-y2">某某号'
            "</span></div></div></li></ul></div>",
        ),
        ["https://weixin.sogou.com/link?url=A&type=2"],
        0,
    ),
}  # fmt: skip

_LOGIN = '<form><input name="captcha"></form>'
BLOCKS: list[tuple[str, str]] = [
    ("baidu", page("百度--您的访问出错了", "<p>您的电脑或所在的局域网络有异常的访问，此时我们无法响应您的请求。</p>")),
    ("baidu", page("", '<script src="https://wappass.baidu.com/static/machine/js/api/mkd.js"></script>')),
    ("sogou", page("搜狗搜索", '<form id="seccodeForm" action="/antispider/thank.php"></form>')),
    ("sogou", page("搜狗搜索", "<p>用户您好，您的访问过于频繁，为确认本次访问为正常用户行为，需要您协助验证。</p>")),
    ("so360", page("360搜索", f"<p>系统检测到您操作过于频繁</p>{_LOGIN}")),
    ("so360", page("x_360搜索", _LOGIN)),
    ("bing", page("Bing", '<p>One last step</p><div id="b_captcha"></div>')),
    ("bing", page("x - 搜索", '<iframe src="https://challenges.cloudflare.com/turnstile/challenge"></iframe>')),
    ("weixin", page("搜狗搜索", "<p>请输入验证码</p>")),
    ("bing", page("Bing", '<div class="captcha_header">Ein letzter Schritt</div>')),
    ("baidu", '<a href="https://wappass.baidu.com/static/captcha/tuxing.html?ak=1">Found</a>'),
    ("sogou", '<script>window.location.href="https://www.sogou.com/antispider/?from=x"</script>'),
    ("so360", page("", '<meta http-equiv="refresh" content="0;url=https://qcaptcha.so.com/?ret=x">')),
]  # fmt: skip
NOTHING: list[tuple[str, str]] = [
    ("baidu", page("x_百度搜索", '<div class="content_none"><div class="nors"><p>抱歉，未找到相关结果。</p>'
    '</div></div>')),
    ("baidu", page("x_百度搜索", '<div id="content_left"></div>'
    '<p>根据相关法律法规和政策，部分搜索结果未予显示。</p>')),
    ("sogou", page("x - 搜狗搜索", '<div id="noresult_part1_container"><p>抱歉，没有找到与“x”相关的网页。</p></div>')),
    ("so360", page("x_360搜索", '<div class="no-result">找不到和“x”相符的网页</div>')),
    ("bing", page("x - Bing", '<ol id="b_results"><li class="b_no"><h1>Niets gevonden voor x</h1></li></ol>')),
    ("bing", page("x - Bing", '<ol id="b_results"><li class="b_no"><h1>There are no results for x</h1></li></ol>')),
    ("weixin", page("x的相关微信公众号文章 – 搜狗微信搜索", '<div id="noresult_part1_container">'
    '<p>呃… 没有找到相关的微信公众号文章。</p></div>')),
]  # fmt: skip
