"""Finding cases by words of their titles and pages: one way to ask, two databases that answer.

Chinese has no spaces, and neither database cuts it by itself. We cut text into pairs of neighbours (``查询平台`` →
``查询 询平 平台 台``) and hand over words; a text fits if it has every word of the question. Words in other scripts and
numbers stay whole. The end of a run stands alone as well, so that a single character finds it wherever it stands.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Integer, Select, String, cast, column, delete, func, literal, select, table
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY, TSVECTOR
from sqlalchemy.orm import Session

from zhenwei.store.models import CaseRow
from zhenwei.store.queue_tables import SEARCH

LONGEST_TEXT = 8_000  # characters of a case that are searched
LONGEST_WORD = 64
MOST_WORDS = 24  # of a question
# What is written without spaces: ideographs, kana, Hangul.
_DENSE = re.compile(
    r"[\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]"
)
FTS = table(SEARCH, column("rowid", Integer), column("words", String), column(SEARCH, String))
# Where FTS5 keeps what it was given (SQLite, FTS5, 9: shadow tables).
CONTENT = table(f"{SEARCH}_content", column("id", Integer), column("c0", String))
GIN = table(SEARCH, column("case_id", Integer), column("words", TSVECTOR))
CASE = CaseRow.__table__
_RUN = re.compile(r"[^\W_]+")


def runs_of(text: str) -> list[tuple[str, bool]]:
    """Return the runs of letters and digits of a text, folded, each with whether it is written without spaces."""
    found: list[tuple[str, bool]] = []
    for run in _RUN.findall(unicodedata.normalize("NFKC", text).casefold()):
        start = 0
        for place in range(1, len(run) + 1):
            dense = bool(_DENSE.match(run[start]))
            if place == len(run) or bool(_DENSE.match(run[place])) != dense:
                found.append((run[start:place], dense))
                start = place
    return found


def words_of(text: str) -> list[str]:
    """Return the different words under which a text is found, in the order in which they come first."""
    words: dict[str, None] = {}
    for run, dense in runs_of(text[:LONGEST_TEXT]):
        pieces = [run[place : place + 2] for place in range(len(run))] if dense else [run[:LONGEST_WORD]]
        words.update(dict.fromkeys(pieces))
    return list(words)


def asked_words(question: str) -> list[tuple[str, bool]]:
    """Return the words that a text must have, each with whether it need only begin so."""
    words: dict[tuple[str, bool], None] = {}
    for run, dense in runs_of(question[:LONGEST_TEXT]):
        if not dense:
            # Somebody who types a name has often not typed it to its end.
            words[run[:LONGEST_WORD], True] = None
        elif len(run) == 1:
            words[run, True] = None
        else:
            words.update(dict.fromkeys((run[place : place + 2], False) for place in range(len(run) - 1)))
    return list(words)[:MOST_WORDS]


def make_findable(session: Session, case_id: int, texts: Sequence[str]) -> None:
    """Put the texts of a case in place of what it was found by before."""
    words = words_of("\n".join(texts))
    if session.get_bind().dialect.name == "sqlite":
        session.execute(delete(FTS).where(FTS.c.rowid == case_id))
        session.execute(FTS.insert().values(rowid=case_id, words=" ".join(words)))
        return
    session.execute(delete(GIN).where(GIN.c.case_id == case_id))
    session.execute(GIN.insert().values(case_id=case_id, words=func.array_to_tsvector(cast(words, ARRAY(String)))))


def not_findable(after: int, dialect: str) -> Select[int]:
    """Return the question for the cases behind one that the search does not know, by their number."""
    known = select(CONTENT.c.id if dialect == "sqlite" else GIN.c.case_id)
    return select(CASE.c.id).where(CASE.c.id > after, CASE.c.id.not_in(known)).order_by(CASE.c.id)


def matching(question: str, dialect: str) -> Select[int] | None:
    """Return the ids of cases that fit a question, in no order, or None if it asks for no word."""
    words = asked_words(question)
    if not words:
        return None
    # Words hold letters and digits only, so a quotation mark cannot end early.
    if dialect == "sqlite":
        asked = " AND ".join(f'"{word}"' + ("*" if begins else "") for word, begins in words)
        return select(FTS.c.rowid).where(FTS.c[SEARCH].op("MATCH")(literal(asked)))
    asked = " & ".join(f"'{word}'" + (":*" if begins else "") for word, begins in words)
    return select(GIN.c.case_id).where(GIN.c.words.op("@@")(cast(literal(asked, String), TSQUERY)))


def is_match(question: str, dialect: str) -> ColumnElement[bool] | None:
    """Return the condition that the case of the row at hand fits a question, asked of that row alone.

    FTS5 would go through a word's whole list for each row. What it keeps of a row is read by its number instead.
    """
    words = asked_words(question)
    if not words:
        return None
    if dialect == "sqlite":
        kept = literal(" ").concat(CONTENT.c.c0).concat(" ")
        has = [func.instr(kept, f" {word}" if begins else f" {word} ") > 0 for word, begins in words]
        return select(CONTENT.c.id).where(CONTENT.c.id == CASE.c.id, *has).correlate(CASE).exists()
    found = matching(question, dialect)
    return None if found is None else found.where(GIN.c.case_id == CASE.c.id).correlate(CASE).exists()
