"""Every rule of sale: what it catches and what it spares; and that no rule is left without such a table."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from detectors.detector import Detector
from detectors.rules import every_rule
from zhenwei.types import Page, Side, Site
from zhenwei.watchlist import Watchlist

OFFER = "电工证免考办理，微信 demo1900"
SHOP = "<p>本店另有焊条焊丝和面罩</p>" * 20
NEWS = "<p>本报讯（记者）近日，执法人员对工地开展检查。据介绍，共检查工地二十处。编辑：某某</p>" * 5

ROWS: list[tuple[str, bool, str]] = [
    ("P101", True, "电工证，不用考试"),
    ("P101", True, "<p>低压电工证</p><p>本人不到场即可办理</p>"),
    ("P101", True, "<p>Special operation certificate, no exam required</p>"),
    ("P101", False, "<p>Nobody can issue a special operation certificate without an exam.</p>"),
    ("P101", True, "安管人员证，职工无需应考"),
    ("P101", False, "安管人员证考试，无需参考资料"),
    ("P101", False, "严禁不用考试办理电工证"),
    ("P101", False, "本店面包不用考试"),
    ("P102", True, "长期办理各类毕业证、房产证、操作证"),
    ("P102", True, "承接证件制作，操作证高仿证"),
    ("P102", False, "被告人长期办理各类假证件，判处有期徒刑"),
    ("P102", False, "刻制公章，凭营业执照办理"),
    ("P103", True, "操作证 钢印齐全"),
    ("P103", False, "钢印机批发"),
    ("P104", True, "焊工证先出证后付款"),
    ("P104", False, "面包先尝后付款"),
    ("P104", False, "培训费分两次付款，考电工证"),
    ("P105", True, "电工证官网可查"),
    ("P105", False, "面包扫码可查产地"),
    ("P106", True, "电工证批量办理，量大从优"),
    ("P106", False, "手套量大从优"),
    ("P107", True, "电工证包过"),
    ("P107", False, "严禁承诺电工证包过"),
    ("P108", True, "电工证免考，300元一本"),
    ("P108", False, "电工证培训班学费1200元"),
    ("P109", True, OFFER),
    ("P109", True, "<p>焊工本 免考 当日出本</p><p>¥310</p><p>卖家：某铺 已售 8</p>"),
    ("P109", False, "<p>电工证教材 ¥18</p><p>卖家：某铺 已售 3</p>"),
    ("P109", True, "电工证免考，v x ： d e m o 1 9 0 0"),
    ("P109", True, "<p>焊工本 免考，当日出本</p><form>手机<input name=tel><button>立即办理</button></form>"),
    ("P109", False, "<p>焊工培训班，考试合格发证</p><form>手机<input name=tel><button>在线报名</button></form>"),
    ("P109", True, "<p>焊工本 免考，当日出本</p>"),
    ("P109", False, f"<p>焊工本 免考，当日出本</p>{SHOP}<form>站内搜索<input name=q><button>搜索</button></form>"),
    ("P109", False, "电工证培训，电话19000001234"),
    ("P109", False, "打击免考电工证，举报电话19000001234"),
    ("P110", True, OFFER),
    ("P110", False, "电工证有效期六年"),
    ("P111", True, "电-工-证 免✨考"),
    ("P111", False, "電工證 免 考 电工/焊工"),
    ("P113", True, "电工证复审代办，电话19000001234"),
    ("P113", False, "复审取消后改为换证，咨询电话19000001234"),
    ("P114", True, "<title>电工证免考办理</title><p>字</p>"),
    ("P114", False, "<title>严禁电工证免考</title><p>字</p>"),
    ("P116", True, f"<div style='display:none'>{OFFER}</div><p>学校简介</p>"),
    ("P116", True, f"<noscript><p>{OFFER}</p></noscript><p>学校简介</p>"),
    ("P116", False, "<noscript>请启用脚本后查看电工证培训安排</noscript><p>学校简介</p>"),
    ("P116", False, "<div style='display:none'>菜单 登录</div><p>学校简介</p>"),
    ("P118", True, f"<p>{OFFER}</p>{NEWS}"),
    ("P118", False, f"<p>{OFFER}</p>"),
    ("P119", True, "电工证3天出证"),
    ("P119", False, "电工证考试合格后7个工作日出证"),
    ("P120", True, "操作证模板 psd，支持自己录入"),
    ("P120", True, "电工证，做卡带扫码页面"),
    ("P120", False, "本公司开发考务管理系统，支持成绩录入"),
    ("P120", False, "警方查处出售操作证模板的网店，抓获嫌疑人"),
    ("P121", True, "专业代办焊工证，微信 demo1900"),
    ("P121", False, "焊工证办理须参加培训，微信 demo1900"),
    ("P121", False, "焊工证遗失声明，电工证登报代办，电话19000001234"),
    ("P121", False, "严禁代办焊工证，电话19000001234"),
    ("P121", False, "焊工证办理流程，电话19000001234"),
    ("P122", True, "长期办理各种文凭、车牌、公章，19000001234"),
    ("P122", True, "二手车评估师证代办，包上网，查到再付"),
    ("P122", True, "做证 19000001234"),
    ("P122", False, "本市政务服务中心窗口受理居住证，电话12345"),
    ("P122", False, "考试合格后办理电工证，培训班电话19000001234"),
    ("P122", False, "毕业证、身份证遗失，拾到请联系19000001234"),
    ("P122", False, "毕业证翻译、成绩单公证代办，微信 demo1900"),
    ("P122", False, "招聘电工，有电工证者优先，电话19000001234"),
    ("P122", False, "警方提示：代办各种证件的都是骗子，电话19000001234"),
    ("P122", False, "<title>长期办理毕业证的骗局</title><p>请勿相信，警方已查处</p>"),
    ("P155", True, "电工证培训班，考试包过，不过退学费"),
    ("P155", True, "二建名师课程，签约保过，报名电话19000001234"),
    ("P155", False, "电工证培训班，严禁承诺包过"),
    ("P155", False, "电工证培训班，考试通过率高"),
    ("P155", False, "电工证包过，微信 demo1900"),
    ("P153", True, "代理记账 公司注册 商标 经营许可证，无需法人到场"),
    ("P153", False, "代理记账 公司注册 商标 电工证代办"),
    ("P154", True, "会员卡 校园卡 胸卡 工作证 上岗证制作"),
    ("P154", False, "会员卡 校园卡 胸卡 高仿操作证"),
    ("P150", True, "严禁免考办理电工证"),
    ("P150", False, OFFER),
    ("P151", True, "报名条件：体检合格。学时满后参加理论考试、实操考试，学费见招生简章"),
    ("P151", False, "电工证培训"),
    ("P152", True, "招聘电工，任职要求：有电工证，薪资面议，五险一金"),
    ("P152", False, "急招代理"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "fires", "html"), ROWS)
def test_rule(rule: str, fires: bool, html: str, detector: Detector, page_of: Callable[..., Page]) -> None:
    found = {f.rule for f in detector.assess(Site("www.shop.example.com", (page_of(html),))).findings}
    assert (rule in found) is fires


def test_p112_a_friend_code_counts_beside_an_offer_only(detector: Detector, page_of: Callable[..., Page]) -> None:
    import io

    import zxingcpp
    from PIL import Image

    from zhenwei.types import Picture

    out = io.BytesIO()
    code = zxingcpp.create_barcode("https://u.wechat.com/demo1900", zxingcpp.BarcodeFormat.QRCode)
    Image.fromarray(code.to_image(scale=6)).save(out, "PNG")
    for html, fires in (("<p>电工证免考</p>", True), ("<p>电工证培训</p>", False)):
        page = page_of(html, pictures=(Picture("q", "image/png", out.getvalue()),))
        found = {f.rule for f in detector.assess(Site("www.shop.example.com", (page,))).findings}
        assert ("P112" in found) is fires


def test_p113_holds_from_the_day_on(watchlist: Watchlist, page_of: Callable[..., Page]) -> None:
    page = (page_of("电工证复审代办，电话19000001234"),)
    before = Detector(watchlist, today=date(2026, 5, 31)).assess(Site("www.shop.example.com", page))
    assert "P113" not in {f.rule for f in before.findings}


def test_p113_judges_by_the_day_of_the_capture(watchlist: Watchlist, page_of: Callable[..., Page]) -> None:
    page = page_of("电工证复审代办，电话19000001234")
    for moment, fires in (
        (datetime(2026, 5, 31, 15, 59, tzinfo=UTC), False),  # one minute to midnight in Shanghai
        (datetime(2026, 5, 31, 16, 0, tzinfo=UTC), True),
    ):
        site = Site("www.shop.example.com", (replace(page, captured_at=moment),))
        found = {f.rule for f in Detector(watchlist, today=date(2026, 11, 21)).assess(site).findings}
        assert ("P113" in found) is fires


def test_p155_is_a_note_and_no_sale(detector: Detector, page_of: Callable[..., Page]) -> None:
    page = page_of("<p>电工证培训班，考试包过，不过退学费，电话19000001234</p>")
    opinion = detector.assess(Site("www.school.example.com", (page,)))
    assert {f.rule: f.side for f in opinion.findings}["P155"] is Side.NOTE
    assert not opinion.flagged


def test_p117_an_offer_for_some_visitors(detector: Detector, page_of: Callable[..., Page]) -> None:
    bread, offer = page_of("<p>面包</p>"), page_of(f"<p>{OFFER}</p>", profile="phone")
    assert "P117" in {f.rule for f in detector.assess(Site("www.shop.example.com", (bread, offer))).findings}
    same = page_of(offer.html)
    assert "P117" not in {f.rule for f in detector.assess(Site("www.shop.example.com", (same, offer))).findings}


def test_every_rule_has_a_table() -> None:
    here = Path(__file__).parent
    text = "".join(path.read_text("utf-8") for path in here.glob("test_rules_of_*.py"))
    for rule in every_rule():
        fires = re.search(rf'"{rule}", True|test_{rule.lower()}_', text)
        spares = re.search(rf'"{rule}", False|test_{rule.lower()}_', text)
        assert fires, rule
        assert spares, rule


@pytest.mark.parametrize("rule", every_rule().values(), ids=lambda r: str(r.id))
def test_every_rule_is_documented(rule: object) -> None:
    page = (Path(__file__).parents[2] / "docs" / "rules.md").read_text("utf-8")
    assert f"## {getattr(rule, 'id', '')} " in page
