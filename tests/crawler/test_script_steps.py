"""Scripts that send their visitor on: what is read from their text, for whom, and what is spared."""

from __future__ import annotations

import pytest

from crawler.page.address import location
from crawler.page.hops import Visitor, acts_of, next_step, refresh
from crawler.page.parts import sheet_of
from crawler.page.script import effects_of
from crawler.profiles import FACES
from zhenwei.types import Profile

HERE = "http://shop.example/a/"
X = "http://x.example/"
LONG = "<p>" + "特种作业操作证查询平台，应急管理部主办，证书真伪一查便知" * 20
DESKTOP = Visitor(FACES[Profile.DESKTOP].user_agent)
PHONE = Visitor(FACES[Profile.PHONE].user_agent)
WECHAT = Visitor(FACES[Profile.WECHAT].user_agent)
SEARCH = Visitor(FACES[Profile.FROM_SEARCH].user_agent, "https://www.baidu.com/")


@pytest.mark.parametrize(
    ("script", "target"),
    [
        (f"var u='{X}';window.location.href=u;", X),
        ("let a='http://',b='x.example';location=a+b+'/'", X),
        (f"setTimeout(\"location.href='{X}'\", 500)", X),
        (f"setTimeout('go()',100);function go(){{top.location.replace('{X}')}}", X),
        (f"setTimeout(()=>location.replace('{X}'),3000)", X),
        ("location.href=atob('aHR0cDovL3guZXhhbXBsZS8=')", X),
        ("location.href=unescape('http%3A%2F%2Fx.example%2F')", X),
        ("eval(String.fromCharCode(108,111,99,97,116,105,111,110,61,39,47,98,39))", "http://shop.example/b"),
        ("window['loca'+'tion']['hr'+'ef']='/b'", "http://shop.example/b"),
        ("location.href='\\x68\\x74\\x74\\x70://x.example/'", X),
        ("location.href=`http://${'x'}.example/`", X),
        ("var s='/elpmaxe.x//:ptth'.split('').reverse().join('');location.href=s", X),
        ("location.href=['http:','','x.example',''].join('/')", X),
        ("location.href='httq://x.example/'.replace('q','p')", X),
        ("var c={u:'/b'};self.location=c.u", "http://shop.example/b"),
        (f"window.onload=function(){{location.href='{X}'}}", X),
        (f"$(function(){{location.href='{X}'}})", X),
        (f"document.addEventListener('DOMContentLoaded',()=>{{location.assign('{X}')}})", X),
        (f"!function(u){{window.location.href=u}}('{X}')", X),
        (f"window.open('{X}','_self')", X),
        (f"document.write('<meta http-equiv=refresh content=\"0;url={X}\">')", X),
        (f"document.write('<scr'+'ipt>location.href=\"{X}\"</scr'+'ipt>')", X),
        ("location.href='/b?u='+encodeURIComponent(location.host)", "http://shop.example/b?u=shop.example"),
        ("if(unknown()){location.href='/b'}", "http://shop.example/b"),
        ("if(document.cookie.indexOf('seen')<0){location.href='/b'}", "http://shop.example/b"),
        # spared: nothing that happens while the page loads, or nothing that can be told
        (f"el.onclick=function(){{location.href='{X}'}}", None),
        (f"btn.addEventListener('click',function(){{location.href='{X}'}})", None),
        (f"function go(){{location.href='{X}'}}", None),
        (f"window.open('{X}')", None),
        (f"setTimeout(function(){{location.href='{X}'}},600000)", None),
        ("if(top!=self){top.location=self.location}", None),
        ("var s='http://';for(var i=0;i<9;i++){s+=k[i]}location.href=s", None),
        ("location.href=compute()", None),
        ("location.reload()", None),
        ("location.href='#top'", None),
        ("location.href='weixin://dl/business'", None),
        ("if(false){location.href='/b'}", None),
        (f"// location.href='{X}'", None),
        (f"var help=\"location.href='{X}'\"", None),
    ],
)
def test_what_a_script_does_while_the_page_loads(script: str, target: str | None) -> None:
    assert next_step(HERE, f"<script>{script}</script>", DESKTOP) == (("script", target) if target else None)


MOBILE = "if(/Android|iPhone|Mobile/i.test(navigator.userAgent)){location.href='/m'}"
EARLY = (
    "(function(){var u=navigator.userAgent.toLowerCase();if(!u.match(/micromessenger/i))return;location.href='/w'})()"
)
EITHER = "navigator.userAgent.indexOf('Mobile')>-1?location.href='/m':location.href='/pc'"
SEARCHED = "var r=document.referrer;if(/baidu\\.com|sogou/i.test(r)){location='/s'}"


@pytest.mark.parametrize(
    ("script", "visitor", "target"),
    [
        (MOBILE, PHONE, "/m"), (MOBILE, DESKTOP, None),
        (EARLY, WECHAT, "/w"), (EARLY, PHONE, None),
        (EITHER, PHONE, "/m"), (EITHER, DESKTOP, "/pc"),
        (SEARCHED, SEARCH, "/s"), (SEARCHED, DESKTOP, None),
        ("location.href='/all'", DESKTOP, None),  # sends on everybody: the page is kept, for spiders read it
        ("if(unknown()){location.href='/b'}", DESKTOP, None),
    ],
)  # fmt: skip
def test_a_page_with_its_own_text_is_left_by_those_whom_its_script_means(
    script: str, visitor: Visitor, target: str | None
) -> None:
    found = next_step(HERE, f"<script>{script}</script>{LONG}", visitor)
    assert found == (("script", f"http://shop.example{target}") if target else None)


def test_a_step_of_a_page_with_its_own_text_is_known_all_the_same() -> None:
    step = acts_of(sheet_of(HERE, f"<script>location.href='{X}'</script>{LONG}"), DESKTOP).step
    assert step is not None
    assert (step.url, step.follow) == (X, False)


@pytest.mark.parametrize(
    "script",
    [
        "(" * 6000 + "1" + ")" * 6000 + ";location='/b'",
        "function f(){f();f()}f();location='/b'",
        "if(/(a+)+$/.test(navigator.userAgent))location='/b'",
        "var a='x';" + "a=a+a;" * 60 + "location=a",
        "var a=['x'];" + "a=[a,a,a,a];" * 30 + "location=a.join('')",
        "var a='x'.replace(/x/g,'" + "y" * 8000 + "');" + "a=a.replace(/y/g,a);" * 20 + "location=a",
        "var s='eval(s);eval(s)';eval(s);location='/b'",
        "location=1e999;location=0x" + "f" * 3000,
        "location=({[`" * 500,
        "\ud800'\\u{ffffffff}'",
    ],
)
def test_a_script_made_to_break_its_reading_ends_soon(script: str) -> None:
    effects = effects_of([f"if(0)location.href=1;{script}"] * 3, HERE, PHONE)
    assert len(effects.goals) <= 5
    assert len(effects.written) <= 20_000


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("0;url=/b", (0, "/b")), ("0; URL='/b'", (0, "/b")), ("3,/b", (3, "/b")), ("0 url=/b", (0, "/b")),
        (".5;url=/b", (0, "/b")), ('5;url="/b', (5, "/b")), ("0;URL = http://x.example/?a=1;b", (0, "http://x.example/?a=1;b")),
        ("url=/b", None), ("0", None), ("5;", None), ("", None), ("soon;url=/b", None),
    ],
)  # fmt: skip
def test_a_refresh_value_is_read_as_browsers_read_it(value: str, read: tuple[float, str] | None) -> None:
    assert refresh(value) == read


@pytest.mark.parametrize(
    ("value", "target"),
    [
        (b"/b", "http://shop.example/b"),
        (b" \r\n //x.example/a b", "http://x.example/a%20b"),
        ("/证书".encode(), "http://shop.example/%E8%AF%81%E4%B9%A6"),
        ("/证书?名=甲".encode("gb18030"), "http://shop.example/%D6%A4%CA%E9?%C3%FB=%BC%D7"),
        ("http://办证.cn/".encode("gb18030"), "http://xn--wfrq34k.cn/"),
        (b"http:\\\\x.example\\a", "http://x.example/a"),
        (b"http:///x.example/", X),
        (b"HTTP://X.EXAMPLE", X),
        (b"/a\tb\nc", "http://shop.example/abc"),
        (b"\x00/b\x1f", "http://shop.example/b"),
        (b"", ""),
        (b"http://[", ""),
        (b"/" + b"a" * 9000, ""),
    ],
)
def test_a_location_in_whatever_bytes(value: bytes, target: str) -> None:
    assert location(HERE, value) == target
