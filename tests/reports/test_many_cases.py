"""Reports ask the store the same number of questions for ten cases as for thousands."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from sqlalchemy import event, insert
from sqlalchemy.orm import Session

from takedown.reports.monthly import make_report
from takedown.reports.periods import year
from tests.reports.little import Little, at
from zhenwei.store.database import Store, open_store
from zhenwei.store.models import CaseRow, DecisionRow, NoticeCaseRow, NoticeEventRow, NoticeRow, SiteRow
from zhenwei.watchlist import Watchlist
from zhenwei.watchlist.reporting import Reporting


def fill(session: Session, many: int) -> None:
    """Add so many confirmed and referred cases, spread over the year, in bulk."""
    Little(session).people()
    seen = [at(f"2026-{n % 11 + 1:02d}-{n % 28 + 1:02d}") for n in range(many)]
    numbers = range(1, many + 1)
    session.execute(
        insert(SiteRow),
        [
            {
                "id": n, "host": f"s{n}.example", "registrable": "", "first_seen": moment, "registration": {},
                "organ": "",
            }
            for n, moment in zip(numbers, seen, strict=True)
        ],
    )  # fmt: skip
    session.execute(
        insert(CaseRow.__table__),  # type: ignore[arg-type]
        [
            {
                "id": n, "site_id": n, "url": f"http://s{n}.example/", "state": "sent", "verdict": "counterfeit_site",
                "impersonation": 80, "sale": 0, "target": "mem", "operator": "", "first_seen": moment,
                "last_seen": moment, "silent_checks": 0, "revision": 1,
            }
            for n, moment in zip(numbers, seen, strict=True)
        ],
    )  # fmt: skip
    session.execute(
        insert(DecisionRow),
        [
            {
                "case_id": n, "by": "chen", "at": moment, "word": "confirmed", "why": "x", "rules_shown": [],
                "verdict_shown": "counterfeit_site", "impersonation_shown": 80, "sale_shown": 0,
            }
            for n, moment in zip(numbers, seen, strict=True)
        ],
    )  # fmt: skip
    session.execute(
        insert(NoticeRow),
        [
            {
                "id": n, "recipient": "police", "office": "某局", "kind": "police-clue", "title": "函", "folder": "",
                "state": "sent", "number": "", "manifest_sha256": "", "drafted_by": "chen", "drafted_at": moment,
            }
            for n, moment in zip(numbers, seen, strict=True)
        ],
    )  # fmt: skip
    session.execute(insert(NoticeCaseRow), [{"notice_id": n, "case_id": n} for n in numbers])
    session.execute(
        insert(NoticeEventRow),
        [
            {"notice_id": n, "at": moment, "by": "chen", "event": "sent", "note": ""}
            for n, moment in zip(numbers, seen, strict=True)
        ],
    )


@contextmanager
def questions(store: Store) -> Iterator[list[str]]:
    """Collect what the store is asked."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(store.engine, "before_cursor_execute", note)
    yield asked
    event.remove(store.engine, "before_cursor_execute", note)


def asked_for(folder: Path, many: int, watchlist: Watchlist, reporting: Reporting) -> int:
    folder.mkdir()
    store = open_store(f"sqlite:///{folder / 'store.db'}")
    with store.transaction() as session:
        fill(session, many)
    with questions(store) as asked, store.reading() as session:
        made = make_report(session, watchlist, reporting, year("2026"), date(2026, 12, 1))
    assert made.figures.now["confirmed"] == made.figures.now["referred"] == many
    store.close()
    return len(asked)


def test_many_cases_take_no_more_questions(tmp_path: Path, watchlist: Watchlist, reporting: Reporting) -> None:
    few = asked_for(tmp_path / "few", 10, watchlist, reporting)
    assert asked_for(tmp_path / "many", 2_000, watchlist, reporting) == few
    assert few <= 25
