"""What the rules say when they refuse: every sentence has its English, and no refusal goes past the catalogue."""

from __future__ import annotations

import ast
import pickle
import re
import string
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import grimp
import pytest

from review.messages import load_messages
from tests.review.said_in_code import PARTS, ROOT, calls, constant, fields, sentences
from zhenwei.errors import NotAllowed, ZhenweiError
from zhenwei.sentences import Said, listed, said, without

ENGLISH = load_messages()["en"]
# A fault of the weights' own file, which no deployment edits, ends the start: the desk never shows one.
ELSEWHERE = {"WeightsError"}
CHINESE = re.compile(r"[\u3400-\u9fff]")


def test_every_sentence_has_its_english_and_no_english_is_left_over() -> None:
    assert ENGLISH.sentences.keys() ^ sentences() == set()
    assert load_messages()["zh"].sentences == {}, "the Chinese is the id"


@pytest.mark.parametrize("sentence", sorted(ENGLISH.sentences))
def test_the_english_says_the_same_things(sentence: str) -> None:
    english = ENGLISH.sentences[sentence]
    assert filled(english) == filled(sentence)
    assert not CHINESE.search(english.replace("第", "")), english


def filled(text: str) -> set[tuple[str, str, str | None]]:
    """Return (name, format, conversion) of each placeholder: a date or a quoted name looks alike in both."""
    return {(name, spec or "", conv) for _before, name, spec, conv in string.Formatter().parse(text) if name}


def test_every_sentence_gets_what_it_asks_for() -> None:
    wrong = [
        place
        for place, call in calls()
        if (text := constant(call)) and fields(text) != {word.arg for word in call.keywords}
    ]
    assert wrong == []


def every_error() -> set[str]:
    """Return the names of all errors of ours, from the source: which classes are loaded depends on other tests."""
    bases = {
        node.name: {base.id for base in node.bases if isinstance(base, ast.Name)}
        for path in seen_from_the_desk()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ClassDef)
    }
    known = {ZhenweiError.__name__}
    while more := {name for name, own in bases.items() if own & known} - known:
        known |= more
    return known


def seen_from_the_desk() -> Iterator[Path]:
    """Yield the files of all modules that the desk imports, by whatever way."""
    graph = grimp.build_graph(*PARTS, cache_dir=None)
    desk = graph.find_descendants("review") | {"review"}
    for name in sorted(desk.union(*(graph.find_upstream_modules(module) for module in desk))):
        path = ROOT / name.replace(".", "/")
        yield path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def past_the_catalogue(node: ast.AST) -> bool:
    """True for Chinese that stands in an expression outside of ``said``."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "said":
        return any(past_the_catalogue(word.value) for word in node.keywords)
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and bool(CHINESE.search(node.value))
    return any(past_the_catalogue(child) for child in ast.iter_child_nodes(node))


def test_no_refusal_goes_past_the_catalogue() -> None:
    """Where an error is made, and in functions that return what hinders a person."""
    kinds, found, looked_at = every_error() - ELSEWHERE, list[str](), 0
    for path in seen_from_the_desk():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            told: list[ast.AST] = []
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in kinds:
                told = list(node.args[:1])
            elif isinstance(node, ast.FunctionDef) and node.name.endswith("hindrance"):
                told = [one.value for one in ast.walk(node) if isinstance(one, ast.Return) and one.value]
            looked_at += len(told)
            found += [f"{path.relative_to(ROOT)}:{one.lineno}" for one in told if past_the_catalogue(one)]  # type: ignore[attr-defined]
    assert found == []
    assert looked_at > 150


def test_no_detail_of_a_finding_goes_past_the_catalogue() -> None:
    """Of what the functions of a rule put together or find, nothing is Chinese but what ``said`` says."""
    found, looked_at = list[str](), 0
    for path in sorted((ROOT / "detectors" / "rules").glob("p*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.FunctionDef):
                continue
            for one in outside(node):
                told = one.args if isinstance(one, ast.Call) and called(one) in ("find", "cite") else []
                looked_at += len(told)
                wrong = any(
                    past_the_catalogue(word) for word in (*told, *([one] if isinstance(one, ast.JoinedStr) else []))
                )
                found += [f"{path.name}:{one.lineno}"] if wrong else []
    assert found == []
    assert looked_at > 200


def outside(node: ast.AST) -> Iterator[ast.expr]:
    """Yield the expressions below a node that are not within ``said``."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call) and called(child) == "said":
            continue
        if isinstance(child, ast.expr):
            yield child
        yield from outside(child)


def called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def test_a_refusal_is_said_in_the_language_of_whoever_reads() -> None:
    error = NotAllowed(said("{by} 的角色是{role}，研判须为{roles}", by="wang", role=said("查看员"), roles=ROLES))
    assert str(error) == "wang 的角色是查看员，研判须为研判员、审核员"
    assert ENGLISH.said(error.sentence) == "wang is viewer by role; deciding takes one of analyst, reviewer"
    assert load_messages()["zh"].said(error.sentence) == str(error)


ROLES = listed([said("研判员"), said("审核员")])


def test_an_error_inside_another_is_said_too() -> None:
    inner = NotAllowed(said("账号 {by} 已停用", by="wang"))
    assert (
        ENGLISH.said(said("案件 {cases}：{error}", cases="1、2", error=inner)) == "Case 1、2: Account wang is disabled"
    )
    other = ValueError("no such thing")
    assert said("案件 {cases}：{error}", cases="1", error=other) == "案件 1：no such thing"


def test_values_are_no_sentences() -> None:
    """Braces in what a person typed are text; what only looks like a sentence of ours stays as it was typed."""
    typed = said("日期 {text!r} 无法识别，应如 2026-11-22", text="{text} 研判员")
    assert ENGLISH.said(typed) == "'{text} 研判员' is no date; write it like 2026-11-22"
    assert ENGLISH.said("研判员") == "研判员"


def test_a_sentence_survives_the_way_to_another_process() -> None:
    error = NotAllowed(said("发出之日 {day} 早于成文日期 {dated}", day=date(2026, 11, 1), dated=date(2026, 11, 2)))
    back = pickle.loads(pickle.dumps(error))
    assert isinstance(back.sentence, Said)
    assert ENGLISH.said(back.sentence) == "The day of sending, 2026-11-01, is before the letter's date, 2026-11-02"


def test_a_folder_is_cut_out_of_a_sentence_and_it_can_still_be_said() -> None:
    fault = said(
        "名单文件 {file} 的 {key} 有误：{what}", file=Path("/tmp/x/organs/a.toml"), key="name", what=said("缺少此项")
    )
    cut = without(fault, "/tmp/x/")
    assert cut == "名单文件 organs/a.toml 的 name 有误：缺少此项"
    assert ENGLISH.said(cut) == "Watchlist file organs/a.toml: name is wrong: is missing"
    assert without("/tmp/x/a 没有", "/tmp/x/") == "a 没有"
