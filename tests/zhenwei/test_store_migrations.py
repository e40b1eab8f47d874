"""The migrations reach the models, on both databases, and a broken database is one clear error."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from zhenwei.errors import StoreError
from zhenwei.store.database import MIGRATIONS, NEWEST, Store, migrate, open_store
from zhenwei.store.queue_tables import comparable
from zhenwei.store.tables import METADATA

pytestmark = pytest.mark.migrates

OPTIONS = {"include_object": comparable}


def test_migrations_reach_the_models(store: Store) -> None:
    with store.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts=OPTIONS), METADATA) == []


def test_the_newest_migration_is_named() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [NEWEST]


def test_migrating_twice_changes_nothing(store: Store) -> None:
    migrate(store.engine)
    migrate(store.engine)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("nonsense", "nonsense"),
        ("oracle:///x", "oracle"),
        ("postgresql://nobody:secret@127.0.0.1:1/x", "127.0.0.1"),
    ],
)
def test_an_unreachable_database_is_one_line_without_its_password(url: str, said: str) -> None:
    with pytest.raises(StoreError) as caught:
        open_store(url)
    line = str(caught.value)
    assert said in line
    assert "\n" not in line
    assert "secret" not in line


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    file = tmp_path / "store.db"
    file.write_bytes(b"this is no database, it only has the name of one" * 100)
    before = file.read_bytes()
    with pytest.raises(StoreError, match="无法打开数据库"):
        open_store(f"sqlite:///{file}")
    assert file.read_bytes() == before
