"""Every change leaves a row in the audit log that says what was done to what, and the page says it in words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy import select

from review.noting import FIELDS, LONGEST, MOST, read, written
from review.rights import ROUTES, SAFE, TOLD_BY_ROUTE
from tests.review.every_change import change_all
from tests.review.letters_desk import LettersDesk, copied
from zhenwei.store.account_tables import AuditRow

KEY = r"[A-Za-z0-9_-]{8,20}"
HOOK = r"hook=1 target=http://127\.0\.0\.1/hook\?\*\*\*"
OWN_ROWS = "writes its row itself, with the account as who did it; nothing else is changed"
# Changes whose rows have no such line, and why.
WITHOUT = dict.fromkeys((name for name in TOLD_BY_ROUTE if not name.startswith(SAFE)), OWN_ROWS)
# What the rows of each change say, in their order.
SAID: dict[str, tuple[str, ...]] = {
    "POST /accounts": ("account=wang role=analyst",),
    "POST /accounts/{account_id}/role": ("account=wang before=analyst role=reviewer",),
    "POST /accounts/{account_id}/disable": ("account=wang",),
    "POST /accounts/{account_id}/enable": ("account=wang",),
    "POST /accounts/{account_id}/reset": ("account=wang",),
    "POST /accounts/{account_id}/unlock": ("account=wang",),
    "POST /accounts/{account_id}/logout": ("account=wang",),
    "POST /tokens": (r'token="省 平台" head=\S+ account=analyst scopes=cases:read days=9',),
    "POST /tokens/{token_id}/revoke": (r'token="省 平台" head=\S+',),
    "POST /hooks": (r"hook=2 target=duty@office\.example events=case\.opened",),
    "POST /hooks/{hook_id}/test": (HOOK,),
    "POST /hooks/{hook_id}/pause": (HOOK,),
    "POST /hooks/{hook_id}/resume": (HOOK,),
    "POST /hooks/{hook_id}/resend": (f"{HOOK} number=0",),
    "POST /hooks/{hook_id}/remove": (HOOK,),
    "POST /watchlist/new": (r"file=organs/yjj-x\.toml",),
    "POST /watchlist/{kind}/{slug}": (rf"file=organs/yjj-x\.toml proposal={KEY}",),
    "POST /watchlist/lawful": (rf"file=lawful\.toml proposal={KEY}",),
    "POST /watchlist/proposals/{number}": (
        rf"did=tried file=organs/yjj-x\.toml proposal={KEY}",
        rf"did=dropped file=organs/yjj-x\.toml proposal={KEY}",
        r"did=saved file=lawful\.toml edit=1 untried=\w+ untried_why=急用",
    ),
    "POST /watchlist/history/{number}/undo": (rf"file=lawful\.toml undoes=1 proposal={KEY}",),
    "POST /cases/{case_id}/decision": ("case=2 word=confirmed decision=2",),
    "POST /cases/{case_id}/undo": ("case=2 undone=2 decision=3",),
    "POST /cases/{case_id}/notes": ("case=2 note=1",),
    "POST /cases/{case_id}/unmask": ('case=2 reason="移送前 核对"',),
    "POST /cases/{case_id}/verify": ("case=2 captures=1 faulty=[01]",),
    "POST /cases/{case_id}/opinions": ("case=2 question=1 of=reviewer", "case=2 question=2"),
    "POST /cases/{case_id}/opinions/{number}": ("case=2 question=1 word=hold",),
    "POST /cases/{case_id}/opinions/{number}/recall": ("case=2 question=2",),
    "POST /queue/decision": ("word=dismissed done=2 refused=1 cases=3,4",),
    "POST /queue/undo": ("undone=4-5 done=2 refused=0 cases=3,4",),
    "POST /queue/filters": ('name="本周 新增" query=state=new',),
    "POST /queue/filters/{number}/forget": ('filter=1 name="本周 新增"',),
    "POST /cases/{case_id}/letters": ("case=5 letters=2 to=police",),
    "POST /letters/{notice}/preview": ("letter=2 version=1",),
    "POST /letters/{notice}/edit": ("letter=2 version=2",),
    "POST /letters/{notice}/steps/{step}": ("letter=2 step=approve", "letter=2 step=sent"),
    "POST /clocks/done": (r"clock=[a-z-]+:\S+",),
    "POST /reports/new": (r"report=JB\d{8}-\d{4}-1",),
    "POST /monthly": ("period=2026-10 scheme=calendar",),
    "POST /api/v1/cases/{case}/decisions": (r"case=2 word=hold decision=\d+",),
    "POST /api/v1/leads": (r"report=JB\d{8}-\d{4} reports=1",),
}


def test_every_change_has_its_line_in_the_table() -> None:
    assert SAID.keys() | WITHOUT.keys() == {name for name in ROUTES if not name.startswith(SAFE)}


def test_every_change_says_what_it_did_and_the_page_says_it_in_words(drafted: Path, tmp_path: Path) -> None:
    with LettersDesk(copied(drafted, tmp_path)) as desk:
        change_all(desk)
        with desk.store.reading() as session:
            rows = session.execute(select(AuditRow.act, AuditRow.detail).order_by(AuditRow.n)).all()
        said = {act: tuple(detail for one, detail in rows if one == act) for act in SAID}
        shown, english = (desk.client("admin").get(f"/audit?lang={language}").text for language in ("zh", "en"))
    wrong = {act: said[act] for act, lines in SAID.items() if not _fits(said[act], lines)}
    assert wrong == {}
    assert all(read(act, line) for act, lines in said.items() for line in lines)
    assert [secret for secret in ("s3cret", "举报人甲", "19000005678", "new.example") if secret in str(rows)] == []
    for words in ("研判</small> 排除", "处理</small> 放弃", "办理</small> 审核通过", "原角色</small> 研判员"):
        assert words in re.sub(r"\s+", " ", shown), words
    assert "thrown away" in english
    assert '<a href="/cases/3">3</a>' in shown


def _fits(said: tuple[str, ...], lines: tuple[str, ...]) -> bool:
    return len(said) == len(lines) and all(re.fullmatch(line, one) for line, one in zip(lines, said, strict=True))


@pytest.mark.parametrize(
    "value",
    ["plain", "two words", 'a "quoted" one', "word=confirmed case=7", "back\\slash", "line\nbreak", "，。", "a,b", '"'],
)
def test_whatever_is_said_is_read_as_it_was(value: str) -> None:
    line = written({"case": 7, "name": value, "word": "hold"})
    assert read("POST /x", line) == [("case", ["7"]), ("name", [value]), ("word", ["hold"])]


@pytest.mark.parametrize(
    "line", ["", "王 研判员", "state=open&q=1 2", "wrong=7", "case=7  word=hold", 'case="7', "case="]
)
def test_what_was_written_in_another_way_stays_as_it_is(line: str) -> None:
    assert read("POST /x", line) in ([], [("case", ["7…"])])
    assert read("GET /x", "case=7") == []


def test_lines_are_bounded_and_what_was_cut_is_still_read() -> None:
    assert written({"cases": range(1, 200)}).removeprefix("cases=").split(",")[MOST:] == ["…"]
    assert len(written({"cases": range(2**31 - 300, 2**31 - 1)})) < 250
    line = written({"case": 7, "reason": "长 " * 400})
    assert len(line) < LONGEST + 30
    assert read("POST /x", line[:100])[0] == ("case", ["7"])
    assert written({"name": "", "of": "", "cases": [], "done": 0}) == "done=0"
    with pytest.raises(ValueError, match="secret"):
        written({"secret": "x"})
    assert "password" not in FIELDS
