"""Every way in which markup hides a text, and what only looks like one; and that hostile markup costs no more than its
length."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.text.colours import colour_of, is_clear, look_alike
from detectors.text.hiding import way_of
from detectors.text.visible import LONGEST, read_html
from zhenwei.bounded import bounded

HIDES = [
    "display:none", "DISPLAY : NONE !important", "visibility:hidden", "visibility:collapse",
    "content-visibility:hidden",
    "position:absolute;left:-9999px", "position:absolute;top:-600px", "left:-200em", "left:-300%", "text-indent:-999em",
    "text-indent:-9999px", "margin-left:-9999px", "transform:translateX(-9999px)", "transform:translate3d(-5000px,0,0)",
    "transform:scale(0)", "font-size:0", "font-size:0px", "font-size:.1px", "font-size:1px", "font-size:0.05em",
    "height:0;overflow:hidden", "max-height:0;overflow:hidden", "overflow:hidden;width:1px;height:1px",
    "line-height:0;height:0px;overflow-y:hidden", "clip:rect(0,0,0,0)", "clip:rect(1px,1px,1px,1px)",
    "clip-path:inset(50%)", "clip-path:circle(0)", "opacity:0", "opacity:.01", "opacity:0%", "filter:alpha(opacity=0)",
    "filter:opacity(0)", "color:transparent", "color:rgba(0,0,0,0)", "color:rgb(0 0 0 / 0%)", "color:#fff0",
    "-webkit-text-fill-color:transparent", "color:#fff;background:#ffffff", "color:white;background-color:#fefefe",
    "background:rgb(255,255,255);color:#FFF", "color:red;color:#000;background:black",
]  # fmt: skip
SHOWS = [
    "", "font-size:10px", "font-size:1em", "font-size:1.2rem", "font-size:100%", "left:-20px", "margin-left:-200px",
    "margin-left:-960px;left:50%", "text-indent:2em", "text-indent:-2em", "opacity:0.9", "opacity:0.5", "opacity:1",
    "height:0.5em", "height:0", "overflow:hidden;height:200px", "overflow:hidden;width:100%;height:1.5em",
    "color:#333;background:#fff", "color:#fff;background:#c00", "color:#fff;background:#fff url(a.png)",
    "color:transparent;background:linear-gradient(red,blue);-webkit-background-clip:text",
    "display:none;display:block", "visibility:hidden;animation-name:none", "opacity:0;transition:opacity 1s",
    "left:-1190px;width:5950px", "transform:translate3d(-1190px,0,0);width:5950px", "transform:scale(0.9)",
    "line-height:1.8", "text-decoration:none",
    "overflow:hidden", "clip:auto", "background:none;border:none", "font:0/0 a", "z-index:-1", "color:",
    "display", ";;;:;", "left:-;top:-px", "font-size:", "filter:blur(0)",
]  # fmt: skip


@pytest.mark.parametrize("style", HIDES)
def test_hides(style: str) -> None:
    assert way_of(style)
    seen = read_html(f"<p>前</p><div style='{style}'>藏<b>着</b></div><p>后</p>")
    assert (seen.text, [h.text for h in seen.hidden]) == ("前\n后", ["藏着"])


@pytest.mark.parametrize("style", SHOWS)
def test_shows(style: str) -> None:
    assert way_of(style) == ""
    assert read_html(f"<div style='{style}'>字</div>").text == "字"


SHEETS: list[tuple[str, str, str]] = [
    (".x{display:none}", "<p class='a x'>字</p>", ""),
    ("#x{left:-9999px}", "<p id=x>字</p>", ""),
    ("p.x{opacity:0}", "<p class=x>字</p>", ""),
    ("p.x{opacity:0}", "<div class=x>字</div>", "字"),
    (".x.y{display:none}", "<p class='y x'>字</p>", ""),
    (".x.y{display:none}", "<p class=x>字</p>", "字"),
    ("marquee{display:none}", "<marquee>字</marquee>", ""),
    (".w .x{display:none}", "<div class=w><b><p class=x>字</p></b></div>", ""),
    (".w .x{display:none}", "<p class=x>字</p>", "字"),
    (".w > .x{display:none}", "<div class=w><p class=x>字</p></div>", ""),
    (".w > .x{display:none}", "<div class=w><div><p class=x>字</p></div></div>", "字"),
    ("#w div p{display:none}", "<section id=w><div><i></i><p>字</p></div></section>", ""),
    (".x{display:none} .x{display:block}", "<p class=x>字</p>", "字"),
    (".x{display:block} .x{display:none}", "<p class=x>字</p>", ""),
    (".t{display:none} .t.on{display:block}", "<p class='t on'>字</p>", "字"),
    (".t.on{display:block} .t{display:none}", "<p class='t on'>字</p>", "字"),
    ("#x{display:block} .t{display:none}", "<p class=t id=x>字</p>", "字"),
    ("@media print{.x{display:none}}", "<p class=x>字</p>", "字"),
    ("@media (max-width:600px){.y{color:red}.x{display:none}}", "<p class=x>字</p>", "字"),
    ("@media screen{.x{display:none}}", "<p class=x>字</p>", ""),
    ("@media print{.y{color:red}} .x{display:none}", "<p class=x>字</p>", ""),
    ("@keyframes k{from{opacity:0}to{opacity:1}} .x{color:red}", "<p class=x>字</p>", "字"),
    ("/* .x{display:none} */", "<p class=x>字</p>", "字"),
    (".x{display:none}", "<p class=x style='display:block'>字</p>", "字"),
    (".l{font-size:0} .l li{font-size:14px}", "<ul class=l><li>字</li></ul>", "字"),
    (".l{font-size:0}", "<ul class=l><li>字</li></ul>", ""),
    (".x:hover .y{display:none}", "<p class=x><b class=y>字</b></p>", "字"),
    ("body{display:none}", "<body><p>字</p>", "字"),
    ("a{text-decoration:none} .x", "<p class=x>字</p>", "字"),
]


@pytest.mark.parametrize(("sheet", "body", "shown"), SHEETS)
def test_style_sheets(sheet: str, body: str, shown: str) -> None:
    assert read_html(f"<head><style>{sheet}</style></head>{body}").text == shown


OTHER: list[tuple[str, str]] = [
    ("<p hidden>字</p>", ""),
    ("<noscript>字</noscript>", ""),
    ("<marquee width=1 height=1>字</marquee>", ""),
    ("<marquee height=40>字</marquee>", "字"),
    ("<font color=#ffffff>字</font>", ""),
    ("<font color=#ffffff>字</font><link rel=stylesheet href=a.css>", "字"),
    ("<div style='background:#900'><font color=#ffffff>字</font></div>", "字"),
    ("<ul style='font-size:0'><li style='font-size:14px'>字</li></ul>", "字"),
    ("<div id=a>字</div><script>document.getElementById('a').style.display='none'</script>", ""),
    ("<div id=a>字</div><script>function f(){document.getElementById('a').style.display='none'}</script>", "字"),
    ("<script>document.write('<div style=display:none>')</script>字<script>document.write('</div>')</script>", ""),
    ("<script>document.write('<i style=display:none>x</i>')</script>字", "字"),
    ("<script>document.write('<div style=display:none>')</script>字", "字"),
    ("<template>字</template>", ""),
    ("<svg><title>题</title><text>字</text></svg>", ""),
    ("<div aria-hidden=true>字</div>", "字"),
    ("<input type=submit value=字>", "字"),
    ("<input type=hidden value=字>", ""),
    ("<ruby>字<rt>zi</rt></ruby>", "字"),
    ("<p title='a>b' data-style='display:none'>字</p>", "字"),
    ("<script>if(a<b){x='<p hidden>'}</script>字", "字"),
    ("<pre>字\n  典</pre>", "字\n典"),
    ("<p>一 <b>二</b>\n 三&lt;b&gt;&amp;lt;&nbsp;</p>", "一 二 三<b>&lt;"),
]


@pytest.mark.parametrize(("body", "shown"), OTHER)
def test_other_ways(body: str, shown: str) -> None:
    assert read_html(f"<p>面</p>{body}").text == f"面\n{shown}".strip()


def test_the_ground_of_the_page() -> None:
    assert read_html("<body bgcolor=#000000>面<font color=#000000>字</font>").text == "面"
    assert read_html("<body bgcolor=#000000>面<font color=#ffffff>字</font>").text == "面字"


def test_the_tree_is_left_as_it_was() -> None:
    seen = read_html("<style>.w .x{display:none}</style><div class=w><p class=x>字</p></div>")
    assert seen.tree is not None
    assert not any(str(key).startswith("data-") for element in seen.tree.iter() for key in element.attrib)


@pytest.mark.parametrize(
    ("value", "colour"),
    [("#fff", (255, 255, 255)), ("#FFFFFF".lower(), (255, 255, 255)), ("white url(x)", (255, 255, 255)), ("none", None),
     ("rgba(1, 2,3,.5)", (1, 2, 3)), ("rgb(999,0,0)", (255, 0, 0)), ("#12", None), ("#12345", None), ("", None)],
)  # fmt: skip
def test_colours(value: str, colour: tuple[int, int, int] | None) -> None:
    assert colour_of(value) == colour


def test_colours_that_look_alike() -> None:
    assert look_alike((255, 255, 255), (250, 250, 250))
    assert not look_alike((255, 255, 255), (230, 230, 230))
    assert not look_alike(None, None)
    assert is_clear("rgba(0,0,0,0.0)")
    assert not is_clear("rgba(0,0,0,0.5)")
    assert is_clear("#ffffff00")
    assert not is_clear("#ffffff")


def test_too_many_attributes_are_cut_and_no_others() -> None:
    many = "<p " + " ".join(f"a{i}=1" for i in range(30_000)) + ">底</p>"
    assert bounded(many).count("=") < 300
    assert read_html(many).text == "底"
    picture = f"<p>前</p><img src='data:image/png;base64,{'A/b=' * 30_000}' alt=图><p class=x>后</p>"
    assert bounded(picture) == picture
    quoted = '<a title="' + "<b a='" * 20_000 + '">底</a>'
    assert bounded(quoted) == quoted
    assert bounded("<p a b>") == "<p a b>"


def test_what_stands_too_deep_is_read_without_structure() -> None:
    assert read_html("<p>面</p>" + "<div>" * 5000 + "<p style='display:none'>底</p>").text.split() == ["面", "底"]


HOSTILE = [
    "<div>" * 400_000, "<b>" * 400_000, "<!--" * 300_000, "<script>" * 200_000, "<style>" + ".a{" * 300_000,
    "<style>" + "a" * 900_000, "<style>" + "/* " * 300_000, "<style>" + ".a .b{display:none}" * 50_000 + "</style><i>",
    "<style>" + "".join(f".a{i}{{font-size:0}}" for i in range(20_000)), "&#20013;" * 200_000, "<p a='" * 200_000,
    "<p style='" + "color:" * 200_000 + "'>", "<frameset>" + "<noframes>" * 100_000, "\x01\x02" * 300_000,
    "<p style='overflow:hidden'>" * 40_000, "<ruby><rt>" * 100_000, "<script>" + "document.write(" * 60_000,
    "<" * 500_000, "<p " + "x " * 500_000, "<style>" + ":before{content:'" * 50_000 + "</style>",
]  # fmt: skip


@pytest.mark.parametrize("source", HOSTILE, ids=lambda s: s[:16])
@pytest.mark.timeout(60)
def test_hostile_markup_ends(source: str) -> None:
    """A minute is no measure of speed: what is not linear in these takes an hour."""
    assert len(read_html(source).text) <= LONGEST


PIECES = [
    "<div>", "</div>", "<p style='display:none'>", "</p>", "<b class=x>", "</b>", "字", "证 书", "<script>a<b</script>",
    "<style>.x{opacity:0}</style>", "<ul style='font-size:0'>", "<li style='font-size:9px'>", "</ul>", "<rt>", "&lt;",
    "<noscript>", "</noscript>", "<br>", "<input type=submit value=甲>", "<svg>", "</svg>", "<!-- -->", "<pre>", "\n",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=30))
@settings(max_examples=150, deadline=None)
def test_no_text_is_lost_or_doubled(pieces: list[str]) -> None:
    """What is neither silent nor above a ruby is either shown or hidden, once."""
    seen = read_html("<p>面</p>" + "".join(pieces))
    if seen.tree is None:
        return
    said = "".join([seen.text, *(h.text for h in seen.hidden)])
    texts = seen.tree.xpath("//text()[not(ancestor::script or ancestor::style or ancestor::svg or ancestor::head)]")
    assert isinstance(texts, list)
    written = "".join(str(t) for t in texts)
    assert said.count("字") == written.count("字")
    assert said.count("书") == written.count("书")
