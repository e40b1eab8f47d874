"""Every letter renders, a missing fact is an error, and a value can never become structure."""

from __future__ import annotations

import re
from typing import Any

import pytest
from jinja2 import meta

from takedown.basis import choose_for
from takedown.documents import Document
from takedown.factnames import NAMES
from takedown.gather import gather
from takedown.grouping import Plan
from takedown.render import Block, Mark, _block, environment, render, templates_folder
from takedown.routing import KINDS
from takedown.words import findings_of, letter_facts, site_words
from tests.takedown.facts_world import a_site
from tests.takedown.letters_world import World, finding, phone
from zhenwei.errors import BadInput
from zhenwei.store.cases import get_case
from zhenwei.types import Verdict

TEMPLATES = sorted(path.name for path in templates_folder().glob("*.txt"))
PLACES = ("*.txt", "parts/*.txt")  # reports/ holds texts of another kind
EVERY = sorted(path.relative_to(templates_folder()).as_posix() for p in PLACES for path in templates_folder().glob(p))
# What a template sets for its parts.
LOCAL = {"then", "items", "result", "law_says"}


def used_facts(template: str) -> set[str]:
    """The facts that a template asks for, its included parts too."""
    tree = environment().parse((templates_folder() / template).read_text("utf-8"))
    parts = [name for name in meta.find_referenced_templates(tree) if name]
    return meta.find_undeclared_variables(tree).union(*(used_facts(part) for part in parts)) - LOCAL


def facts(world: World, kind: str, **changes: Any) -> dict[str, Any]:
    cases = [
        world.case("a.example", findings=(finding(quote="内部名额"),), contacts=(phone(),), operator="op-1"),
        world.case("b.example", Verdict.SALE, sale=80, title="叉车证、架子工证", operator="op-1"),
    ]
    with world.store.transaction() as session:
        sites = tuple(
            gather(session, get_case(session, case), world.watchlist, world.settings.evidence_dir) for case in cases
        )
    plan = Plan("police", world.watchlist.offices[0], KINDS[kind], sites)
    days = [(site.alive_from, site.alive_to) for site in sites]
    laws = world.watchlist.laws.values()
    cited, _ = choose_for(kind, findings_of(sites), laws, KINDS[kind].uses, days)
    return letter_facts(plan, world.watchlist.sender, cited, "ab" * 32) | changes


def test_each_kind_has_its_template_and_none_is_left_over() -> None:
    assert sorted(kind.template for kind in KINDS.values()) == TEMPLATES


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_template_renders(world: World, kind: str) -> None:
    blocks = render(KINDS[kind].template, facts(world, kind))
    assert [b.mark for b in blocks[:2]] == [Mark.TITLE, Mark.TO]
    assert blocks[0].text.endswith("函")
    assert blocks[1].text.endswith("：")
    text = "\n".join(block.text for block in blocks)
    assert "涉嫌" in text or "疑似" in text
    assert "190-0000-4321" not in text
    assert "http://" not in text
    assert "{" not in text
    assert "None" not in text


USED = [(kind, fact) for kind in sorted(KINDS) for fact in sorted(used_facts(KINDS[kind].template))]


@pytest.mark.parametrize(("kind", "fact"), USED)
def test_a_missing_fact_is_an_error_that_names_it(kind: str, fact: str) -> None:
    """Facts here are stand-ins: only their absence matters. Between them the variants reach every part."""
    reached = False
    for given in VARIANTS:
        assert render(KINDS[kind].template, given)
        said = refusal(KINDS[kind].template, {key: value for key, value in given.items() if key != fact})
        if said:
            reached = True
            assert f"缺少事实“{NAMES[fact]}”（{fact}）" in said
    assert reached


def refusal(template: str, given: dict[str, Any]) -> str:
    """Return the error of a template, empty if it renders."""
    try:
        render(template, given)
    except BadInput as error:
        return str(error)
    return ""


def stand_ins(document: str, **changes: Any) -> dict[str, Any]:
    given: dict[str, Any] = dict.fromkeys(NAMES, "文")
    given |= dict.fromkeys(("bare", "building", "equipment", "accuses", "numbers_shown"), True)
    given |= {"count": 3, "rest": 1, "days": 5, "contact_count": 1, "payment_count": 0, "capture_count": 2}
    given |= {"abroad": 1, "account_count": 1, "law_count": 2, "indications": ["情形"], "names": ["a[.]example"]}
    site = site_words(a_site())
    given |= {"shown_sites": [site, site], "sender": {"name": "甲"}, "office": {"name": "乙"}, "document": document}
    return given | changes


VARIANTS = [stand_ins(d.value, **more) for d in Document for more in ({}, {"count": 1}, {"abroad": 3}, {"abroad": 0})]


@pytest.mark.parametrize("name", EVERY)
def test_every_line_begins_with_a_mark_and_names_no_law(name: str) -> None:
    source = (templates_folder() / name).read_text("utf-8")
    for line in re.sub(r"\{#.*?#\}", "", source).splitlines():
        if line.strip() and not line.startswith("{%"):
            assert re.match(r"(#|@|==?|\+) \S", line), line
    assert "《" not in source, "laws come from the dated table only"
    bare = r"(?<!涉嫌)(?<!疑似)(?:仿冒|假冒|伪造)(?!机关|情形)"
    assert not re.search(bare, source), "a suspicion is never told as a fact"


def test_every_fact_has_a_name_and_every_name_is_a_fact(world: World) -> None:
    used = {fact for _, fact in USED}
    assert used == set(NAMES)
    assert used <= set(facts(world, "police-clue"))


HOSTILE = ["x\n# 新标题", "a\r\n@ 某某：", "{{ sender }}", "{% include 'x' %}", "=cmd()", "a\u2028== b", "a|b"]


@pytest.mark.parametrize("value", HOSTILE)
def test_a_value_never_becomes_structure(world: World, value: str) -> None:
    given = facts(world, "disposal")
    honest = [b.mark for b in render("disposal.txt", given)]
    blocks = render("disposal.txt", given | {"topic": value, "tool": value})
    assert [b.mark for b in blocks] == honest
    assert "|" not in blocks[0].text.replace("|", "", 3)


def test_a_line_without_a_mark_is_an_error() -> None:
    assert _block("x", "+ text") == Block(Mark.TEXT, "text")
    with pytest.raises(BadInput, match="没有行首标记"):
        _block("x", "no mark here")
