"""Each kind of letter as a person of the trade would read it: what it must say, what it must never say."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from takedown.basis import choose_for
from takedown.documents import Document
from takedown.facts import Filing, Place, SiteFacts
from takedown.kinds import KINDS
from takedown.manner import called, own_name
from takedown.render import Mark
from takedown.words import findings_of
from takedown.writing import Written, write
from tests.takedown.facts_world import DIGEST, RECIPIENTS, a_finding, a_plan, a_site
from zhenwei.types import Verdict
from zhenwei.watchlist import Watchlist

LETTERS = sorted(KINDS)


def written(watchlist: Watchlist, kind: str, *sites: SiteFacts, document: Document = Document.LETTER) -> Written:
    plan = a_plan(kind, *sites, document=document)
    alive = [(site.alive_from, site.alive_to) for site in plan.sites]
    laws = watchlist.laws.values()
    citations, left_out = choose_for(kind, findings_of(plan.sites), laws, plan.kind.uses, alive)
    return write(plan, watchlist.sender, citations, left_out, DIGEST)


def text(letter: Written) -> str:
    return "\n".join(block.text for block in letter.blocks)


def several(kind: str, count: int) -> tuple[SiteFacts, ...]:
    finding = Verdict.HIJACKED if kind == "owner-notice" else Verdict.COUNTERFEIT
    return tuple(
        a_site(case=n, host=f"s{n}.example", url=f"http://s{n}.example/", finding=finding) for n in range(1, count + 1)
    )


def out_of_quotes(letter: str) -> str:
    """The letter's own words: what stands between quotation marks is the page's."""
    return re.sub(r"“[^”]*”", "“”", letter)


@pytest.mark.parametrize("count", [1, 2, 7])
@pytest.mark.parametrize("kind", LETTERS)
def test_the_outline(watchlist: Watchlist, kind: str, count: int) -> None:
    letter = written(watchlist, kind, *several(kind, count))
    marks = [block.mark for block in letter.blocks]
    body = text(letter)
    assert marks[:2] == [Mark.TITLE, Mark.TO]
    assert letter.blocks[0].text.startswith(f"{watchlist.sender.name}|关于")
    assert letter.blocks[0].text.endswith("函")
    assert letter.blocks[1].text == f"{RECIPIENTS[kind][1]}："
    heads = [block.text for block in letter.blocks if block.mark is Mark.LEVEL1]
    assert [head[0] for head in heads] == list("一二三四五")[: len(heads)]
    assert "北京时间" in body
    assert DIGEST in body
    assert "《中华人民共和国" in body
    assert re.search(r"请于收到本函之日起\d+个工作日内，将.+反馈我办。", body)
    assert letter.blocks[-1].text in ("特此函告。", "此函。")
    assert "未与对方联系，未购买任何证书" in body


@pytest.mark.parametrize("count", [1, 2, 7])
@pytest.mark.parametrize("kind", LETTERS)
def test_singular_and_plural(watchlist: Watchlist, kind: str, count: int) -> None:
    letter = written(watchlist, kind, *several(kind, count))
    body = text(letter)
    assert f"发现{count}个网站" in body or kind == "owner-notice"
    assert (
        ("该网站" in body) is (count == 1) or kind in ("owner-notice", "registrar-check", "confirmation") or count > 1
    )
    if count == 1:
        assert "上述网站" not in body
        assert "其余" not in body
        assert not any(block.mark is Mark.LEVEL2 for block in letter.blocks)
    told = sum(f"s{n}[.]example/" in body for n in range(1, count + 1))
    assert told == (count if count <= 5 else 3)
    assert ("其余4个网站的情况见附件1" in body) is (count == 7)


@pytest.mark.parametrize("kind", LETTERS)
def test_a_suspicion_is_never_told_as_a_fact(watchlist: Watchlist, kind: str) -> None:
    body = out_of_quotes(text(written(watchlist, kind)).replace("|", ""))
    body = re.sub(r"《[^》]*》", "《》", body)
    assert re.search("涉嫌|疑似", body)
    for word in ("仿冒", "假冒", "制售", "植入", "诈骗", "伪造"):
        for match in re.finditer(word, body):
            before = body[max(0, match.start() - 40) : match.start()]
            clause = re.split(r"[。；：\n]", before)[-1]
            known = re.search(r"涉嫌|疑似|可能|所述$|被$|标注虚假", clause) or body[match.end() :].startswith("情形")
            assert known, f"{kind}: …{clause}{word}{body[match.end() : match.end() + 20]}"
    assert "骗子" not in body
    assert "核实，该网站非其开办" not in body


def test_what_the_organ_has_confirmed_is_told_as_a_fact(watchlist: Watchlist) -> None:
    body = text(written(watchlist, "disposal", a_site(disowned=True, sells=False))).replace("|", "")
    assert "经南岭省应急管理厅核实，该网站非其开办。" in body
    assert "提请依法处置仿冒南岭省应急管理厅网站线索的函" in body
    assert "另行函请核实" not in body
    one_of_two = [a_site(disowned=True, sells=False), a_site(case=8, sells=False)]
    body = text(written(watchlist, "disposal", *one_of_two)).replace("|", "")
    assert "提请依法处置涉嫌仿冒南岭省应急管理厅网站线索的函" in body
    assert body.count("非其开办") == 1
    assert "我办另行函请核实" in body


def test_a_sale_stays_a_suspicion_whatever_the_organ_says(watchlist: Watchlist) -> None:
    body = text(written(watchlist, "police-clue", a_site(disowned=True))).replace("|", "")
    assert "涉嫌仿冒南岭省应急管理厅网站、制售特种作业操作证等证书" in body


@pytest.mark.parametrize("kind", LETTERS)
def test_punctuation_and_repetition(watchlist: Watchlist, kind: str) -> None:
    for count in (1, 2, 7):
        letter = written(watchlist, kind, *several(kind, count))
        for block in letter.blocks:
            assert not re.search(r"[，。；：、]{2,}|（）|“”|  |[，。；：、（]\s|\s[，。；：、）]", block.text), (
                block.text
            )
            if block.mark is Mark.TEXT:
                assert block.text.endswith(("。", "："))
            elif block.mark is Mark.LEVEL1:
                assert not block.text.endswith("。")
        paragraphs = [block.text for block in letter.blocks if block.mark is Mark.TEXT and count == 1]
        assert len(paragraphs) == len(set(paragraphs))
        body = out_of_quotes(text(letter))
        assert not re.search(r"[\u4e00-\u9fff] ?[,;:?!()] ?[\u4e00-\u9fff]", body), "half-width marks in Chinese"
        assert not re.search(r"\d{4}[-.]\d{1,2}[-.]\d{1,2}", body), "dates as 2026年11月20日"
        assert not re.search(r"年0|月0", body), "no leading zeros"
        assert not re.search(r"你们|我们|这个|那个|一下|了解到|啊|吧|呢", body), "no spoken words"
        assert "None" not in body
        assert "待填" not in body


def test_the_market_letter_is_a_clue_between_organs(watchlist: Watchlist) -> None:
    for kind in ("market-clue", "equipment-clue"):
        body = text(written(watchlist, kind, a_site(sellers=("某某职业培训学校",), prices=("380元",))))
        assert "投诉" not in body
        assert "举报" not in body
        assert "移送贵局" in body
    body = text(written(watchlist, "market-clue", a_site(sellers=("某某职业培训学校",), prices=("380元",))))
    assert "页面标示的经营者为“某某职业培训学校”；营业执照或者统一社会信用代码未公示" in body
    assert "价格标示为“380元”" in body
    assert "实际经营主体待查" in body


def test_the_police_letter_says_that_it_is_a_clue(watchlist: Watchlist) -> None:
    body = text(written(watchlist, "police-clue", a_site(platform=None)))
    assert "移送的是网络巡查线索，不属于行政执法案件移送" in body
    assert "收款渠道（已作遮挡处理）：收款码wxp****gh" in body
    assert "收款账号或者收款码" not in body
    assert "《中华人民共和国刑法》" in body
    assert "就公开页面所见，可供研判的情形如下：" in body
    assert "可能符合法释〔2019〕15号第十条第一项" in body
    without = text(written(watchlist, "police-clue", a_site(contacts=())))
    assert "公开页面未发现收款账号或者收款码" in without
    assert "完整内容见附件" not in without


@pytest.mark.parametrize("kind", ["registrar-check", "platform-notice"])
def test_providers_are_asked_to_preserve_and_not_for_personal_data(watchlist: Watchlist, kind: str) -> None:
    body = text(written(watchlist, kind))
    assert "请保存" in body
    assert "不要求提供" in body
    assert "由公安机关依法调取" in body
    assert "保密" in body


def test_questions_stand_in_numbered_lists(watchlist: Watchlist) -> None:
    for kind in ("filing-check", "registrar-check", "regional-check", "confirmation"):
        body = [block.text for block in written(watchlist, kind).blocks]
        for number in "一二三":
            assert any(line.startswith(f"（{number}）") for line in body)


def test_a_filing_that_nobody_shows_is_not_asked_about(watchlist: Watchlist) -> None:
    shown = text(written(watchlist, "filing-check"))
    none = text(written(watchlist, "filing-check", a_site(icp=(), filing=Filing.MISSING)))
    assert "页面标注的备案编号是否真实" in shown
    assert "页面标注的备案编号是否真实" not in none


def test_upward_it_is_a_report_that_asks_for_nothing(watchlist: Watchlist) -> None:
    letter = written(watchlist, "disposal", document=Document.REPORT)
    body = text(letter)
    assert letter.blocks[0].text.endswith("线索的报告")
    assert letter.blocks[-1].text == "特此报告。"
    assert letter.document == "报告"
    assert not re.search(r"请示|妥否|请予|反馈我办|提请", body)
    assert "本报告" in body
    assert "本函" not in body


@pytest.mark.parametrize(
    ("places", "title", "asked"),
    [
        ((Place.ABROAD,), "境外网站的请示", "该网站接入地疑似在境外"),
        ((Place.ABROAD, Place.DOMESTIC), "境外网站的请示", "上述网站中有1个接入地疑似在境外"),
        ((Place.DOMESTIC,), "线索的请示", "请予审核，并依法要求有关网络运营者停止传输"),
    ],
)
def test_upward_what_asks_is_a_request(watchlist: Watchlist, places: tuple[Place, ...], title: str, asked: str) -> None:
    sites = [a_site(case=n, place=place) for n, place in enumerate(places)]
    letter = written(watchlist, "disposal", *sites, document=Document.REQUEST)
    assert letter.blocks[0].text.endswith(title)
    assert letter.blocks[-1].text == "妥否，请批示。"
    assert asked in text(letter)
    assert "反馈我办" not in text(letter)
    assert ("阻断" in text(letter)) is (Place.ABROAD in places)


def test_abroad_a_peer_is_asked_to_pass_it_upward(watchlist: Watchlist) -> None:
    body = text(written(watchlist, "disposal", a_site(place=Place.ABROAD)))
    assert "请按规定程序上报，由有权机关通知有关机构采取技术措施和其他必要措施，阻断传播" in body


def test_the_owner_is_a_victim_and_nobody_asks_to_close_the_site(watchlist: Watchlist) -> None:
    body = text(written(watchlist, "owner-notice"))
    assert "关闭" not in body
    assert "停止传输" not in body
    assert "疑似被他人植入" in body
    assert "可以向公安机关报案" in body


def test_a_bare_name_is_no_counterfeit_page(watchlist: Watchlist) -> None:
    bare = a_site(
        empty=True, findings=(a_finding("P014", detail="域名疑似仿冒（名称评分 76）：含机构拼写"),), sells=False
    )
    body = text(written(watchlist, "confirmation", bare))
    assert "的域名与贵厅名称或者网站域名近似，目前尚无实质内容" in body
    assert "评分" not in body
    assert "域名与南岭省应急管理厅名称近似，疑似仿冒" in text(written(watchlist, "registrar-check", bare))


def test_unknown_facts_are_told_as_unknown(watchlist: Watchlist) -> None:
    bare = a_site(registrar="", registered_on=None, addresses=(), certificate="", police_filing=(), title="")
    body = text(written(watchlist, "disposal", bare))
    assert "域名注册信息待查；解析地址待查；接入地待查" in body
    assert "（无标题）" in body


def test_other_regulators_papers_are_named(watchlist: Watchlist) -> None:
    site = a_site(finding=Verdict.SALE, papers=("特种设备安全管理和作业人员证",), organ=None)
    assert "涉嫌制售特种设备安全管理和作业人员证等证书" in text(written(watchlist, "police-clue", site)).replace(
        "|", ""
    )
    assert "住房城乡建设主管部门考核颁发" in text(written(watchlist, "housing-clue", replace(site, sells=True)))


@pytest.mark.parametrize(
    ("name", "own", "you"),
    [
        ("东江市互联网信息办公室", "我办", "贵办"),
        ("中共东江市委网络安全和信息化委员会办公室", "我办", "贵办"),
        ("东江市市场监督管理局", "我局", "贵局"),
        ("东江市公安局网络安全保卫支队", "我支队", "贵支队"),
        ("南岭省应急管理厅", "我厅", "贵厅"),
        ("应急管理部", "我部", "贵部"),
        ("东江市住房和城乡建设委员会", "我委", "贵委"),
        ("某科技有限公司", "我公司", "贵公司"),
        ("某注册服务有限公司", "我公司", "贵公司"),
        ("东江市第一小学", "我单位", "贵单位"),
        ("a[.]example网站主办单位", "我单位", "贵单位"),
        ("（待填写：发文机关全称）", "我单位", "贵单位"),
    ],
)
def test_what_bodies_are_called(name: str, own: str, you: str) -> None:
    assert own_name(name) == own
    assert called(name) == you
    assert called(name, below=True) == f"你{you[1:]}"
