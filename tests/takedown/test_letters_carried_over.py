"""Letters from before versions and numbers were rows: each gets both where it can."""

from __future__ import annotations

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, make_url, text

from zhenwei.store.database import MIGRATIONS, open_store
from zhenwei.store.letters_tables import NoticeVersionRow, NumberBookRow
from zhenwei.store.numbers import ledger

pytestmark = pytest.mark.migrates

LETTERS = [
    (1, "某网函〔2026〕3号", "sent"),
    (2, "某网函〔2026〕3号", "approved"),  # given twice by mistake: the first keeps it
    (3, "", "draft"),
    (4, "网安第5号", "answered"),
    (5, "某网函〔2025〕7号", "approved"),
]


def test_old_letters(database_url: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    before = ScriptDirectory.from_config(config).get_revision("0012").down_revision
    address = make_url(database_url)
    if address.drivername == "postgresql":
        address = address.set(drivername="postgresql+psycopg")
    engine = create_engine(address)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, str(before))
        for number, given, state in LETTERS:
            connection.execute(
                text(
                    "insert into notice (id, recipient, office, kind, title, state, number, folder, manifest_sha256, "
                    "drafted_by, drafted_at) values (:id, 'police', 'o', 'k', 't', :state, :given, :folder, 'd', "
                    "'chen', '2026-11-20 04:00:00.000000')"
                ),
                {"id": number, "given": given, "state": state, "folder": f"{number}-police"},
            )
    engine.dispose()
    store = open_store(database_url)
    try:
        with store.transaction() as session:
            versions = session.query(NoticeVersionRow).order_by(NoticeVersionRow.notice_id).all()
            assert [(v.notice_id, v.version, v.folder, v.by) for v in versions] == [
                (number, 1, f"{number}-police", "chen") for number, _, _ in LETTERS
            ]
            lines = [(str(line.number), line.row.notice_id) for line in ledger(session) if line.row]
            assert lines == [("某网函〔2025〕7号", 5), ("某网函〔2026〕3号", 1)]
            assert {(row.year, row.last) for row in session.query(NumberBookRow)} == {(2025, 7), (2026, 3)}
    finally:
        store.close()
