"""Finding cases by words of their titles and pages: one way to ask, two databases that answer.

Chinese has no spaces, and neither database cuts it by itself. We cut text into pairs of neighbours (``查询平台`` →
``查询 询平 平台 台``) and hand over words; a text fits if it has every word of the question. Words in other scripts and
numbers stay whole. The end of a run stands alone as well, so that a single character finds it wherever it stands.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    cast,
    column,
    delete,
    func,
    literal,
    or_,
    select,
    table,
)
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
# Seven digits and more, whatever people put between them. Pages cut the same number in other ways, or not at all.
_NUMBER = re.compile(r"(?<![^\W_])\d(?:[ ()./+-]{0,3}\d){6,}(?![^\W_])", re.ASCII)
_CUTS = (
    (r"1[3-9]", (3, 7)), (r"1[3-9]", (4, 7)), (r"1[3-9]", (3, 6)),  # 190-0000-1024
    (r"[48]00", (3, 6)), (r"[48]00", (3, 7)), (r"[48]00", (3,)),  # 400-000-1024
    (r"0(?:10|2\d)", (3,)), (r"0(?:10|2\d)", (3, 7)),  # 010-00001024
    (r"0[3-9]", (4,)), (r"0[3-9]", (4, 8)),  # 0570-00001024
    (r"[2-9]\d{6,7}$", (3,)), (r"[2-9]\d{6,7}$", (4,)),  # 0000-1024
)  # fmt: skip
# A word and whether it need only begin so; each way to write what is asked for is some of them.
Asked = tuple[tuple[tuple[str, bool], ...], ...]


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


def asked_words(question: str) -> list[Asked]:
    """Return the words that a text must have: of each ``Asked`` all words of one of its ways to be written."""
    found: dict[Asked, None] = {}
    place = 0
    question = unicodedata.normalize("NFKC", question[:LONGEST_TEXT])
    for number in _NUMBER.finditer(question):
        found.update(dict.fromkeys(_plain_words(question[place : number.start()])))
        found[_number_words(number[0])] = None
        place = number.end()
    found.update(dict.fromkeys(_plain_words(question[place:])))
    return list(found)[:MOST_WORDS]


def _plain_words(text: str) -> Iterator[Asked]:
    for run, dense in runs_of(text):
        if not dense:
            # Somebody who types a name has often not typed it to its end.
            yield (((run[:LONGEST_WORD], True),),)
        elif len(run) == 1:
            yield (((run, True),),)
        else:
            yield from ((((run[place : place + 2], False),),) for place in range(len(run) - 1))


def _number_words(written: str) -> Asked:
    """Return the ways to write a long number: as it is, in one, and cut as people cut telephone numbers."""
    digits = re.sub(r"\D", "", written)
    bare = re.sub(r"^(?:00)?86(?=1[3-9]\d{9}$)", "", digits)
    cuts = [cut for begins, cut in _CUTS if re.match(begins, bare)]
    ways = [re.findall(r"\d+", written), [digits], [bare], *(_cut_at(bare, cut) for cut in cuts)]
    return tuple(dict.fromkeys(tuple(_begun(way)) for way in ways))


def _cut_at(digits: str, places: tuple[int, ...]) -> list[str]:
    ends = [*(place for place in places if place < len(digits)), len(digits)]
    return [digits[start:end] for start, end in zip([0, *ends], ends, strict=False)]


def _begun(pieces: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """Yield the pieces of a number; only the last may have been typed in part."""
    for place, piece in enumerate(pieces, 1):
        yield piece[:LONGEST_WORD], place == len(pieces)


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
        asked = _spelled(words, '"{}"', "*", " AND ", " OR ")
        return select(FTS.c.rowid).where(FTS.c[SEARCH].op("MATCH")(literal(asked)))
    asked = _spelled(words, "'{}'", ":*", " & ", " | ")
    return select(GIN.c.case_id).where(GIN.c.words.op("@@")(cast(literal(asked, String), TSQUERY)))


def _spelled(asked: Sequence[Asked], quoted: str, begun: str, both: str, either: str) -> str:
    """Return a question as a database takes it, its signs given."""

    def way(words: Sequence[tuple[str, bool]]) -> str:
        return "(" + both.join(quoted.format(word) + (begun if begins else "") for word, begins in words) + ")"

    return both.join("(" + either.join(way(words) for words in one) + ")" for one in asked)


def is_match(question: str, dialect: str) -> ColumnElement[bool] | None:
    """Return the condition that the case of the row at hand fits a question, asked of that row alone.

    FTS5 would go through a word's whole list for each row. What it keeps of a row is read by its number instead.
    """
    words = asked_words(question)
    if not words:
        return None
    if dialect == "sqlite":
        kept = literal(" ").concat(CONTENT.c.c0).concat(" ")
        has = [or_(*(and_(*(_in_row(kept, *word) for word in way)) for way in one)) for one in words]
        return select(CONTENT.c.id).where(CONTENT.c.id == CASE.c.id, *has).correlate(CASE).exists()
    found = matching(question, dialect)
    return None if found is None else found.where(GIN.c.case_id == CASE.c.id).correlate(CASE).exists()


def _in_row(kept: ColumnElement[str], word: str, begins: bool) -> ColumnElement[bool]:
    return func.instr(kept, f" {word}" if begins else f" {word} ") > 0
