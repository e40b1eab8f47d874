"""Old rows in, new rows out: a reporter told before the migration counts from the day of its lead."""

from __future__ import annotations

from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, select, text

from zhenwei.clock import now
from zhenwei.store.database import MIGRATIONS, open_store
from zhenwei.store.models import LeadRow, ReporterRow

pytestmark = pytest.mark.migrates


def at_revision(url: str, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        values: dict[str, Any] = {"at": now(), "none": "{}"}
        for line in (
            "insert into site (id, host, registrable, first_seen, registration, organ) "
            "values (1, 'a.example', 'a.example', :at, :none, '')",
            "insert into lead (id, site_id, source, url, reference, why, detail, first_seen, last_seen) "
            "values (1, 1, 'x', 'http://a.example', '', 'y', :none, :at, :at)",
            "insert into reporter (id, lead_id, identity) values (1, 1, '来电人')",
        ):
            used = {name: value for name, value in values.items() if f":{name}" in line}
            connection.execute(text(line), used)
    engine.dispose()


def test_what_was_told_before(database_url: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    before = ScriptDirectory.from_config(config).get_revision("0014").down_revision
    at_revision(database_url, str(before))
    store = open_store(database_url)
    try:
        with store.reading() as session:
            row = session.scalars(select(ReporterRow)).one()
            lead = session.scalars(select(LeadRow)).one()
            assert (row.identity, row.sealed, row.lead_id, row.report_id) == ("来电人", False, 1, None)
            assert row.told_at == lead.first_seen
    finally:
        store.close()
