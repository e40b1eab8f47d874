"""How the pages' questions are answered: by an index that leaves little, whatever the store has learnt of its rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event

from tests.review.review_desk import Made, ServedDesk

# Tables that grow with every night. An index on what most of their rows have in common is as slow as none.
LARGE = ("visit", "site", "finding", "assessment", "lead", "case")
COMMON = ("ix_visit_outcome", "ix_visit_night_id")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[ServedDesk]:
    with ServedDesk(tmp_path) as served:
        yield served


def plans(desk: ServedDesk, path: str) -> list[tuple[str, str]]:
    """Return (statement, line of its plan) of all that a page asks SQLite for."""
    asked: list[tuple[str, Any]] = []

    def note(_c: Connection, _cursor: Any, statement: str, values: Any, _context: Any, _many: bool) -> None:
        if statement.startswith(("SELECT", "WITH")):
            asked.append((statement, values))

    client, engine = desk.client("analyst"), desk.app.state.desk.store.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        assert client.get(path).status == 200
    finally:
        event.remove(engine, "before_cursor_execute", note)
    with engine.connect() as connection:
        found = []
        for statement, values in asked:
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
            found += [(statement, str(row[-1])) for row in rows]
    return found


@pytest.mark.parametrize(("rest", "least"), [("", 20), ("/timeline", 8), ("/ties.json", 2)])
def test_a_case_reads_no_whole_table(desk: ServedDesk, rest: str, least: int) -> None:
    case = desk.case(Made(host="plan.example"))
    found = plans(desk, f"/cases/{case}{rest}")
    assert len(found) > least
    whole = [
        (plan, statement)
        for statement, plan in found
        if re.match(rf"SCAN ({'|'.join(LARGE)})(_\d+)?\b", plan) or any(index in plan for index in COMMON)
    ]
    assert whole == []
