"""What all tests share: a store on each database, and a word at the end about what this machine could not run."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from takedown.layout import LATIN
from takedown.paper.places import chain, files
from tests.postgres import OwnServer
from tests.templates import Template
from zhenwei.config import Settings
from zhenwei.store import database
from zhenwei.store.database import Store, open_store

REPOSITORY = Path(__file__).parents[1]
# What .ci/run demands, separated by commas: a test that would be skipped for lack of it fails there.
DEMANDS = "ZHENWEI_TEST_DEMANDS"


def lacking(what: str, why: str) -> None:
    """Skip a test for lack of something, or fail it where that is demanded."""
    if what in os.environ.get(DEMANDS, "").split(","):
        pytest.fail(f"{what} is demanded here: {why}")
    pytest.skip(f"{what}: {why}")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Return how many run side by side: tests wait for servers and browsers a third of their time."""
    cores = os.cpu_count() or 1
    return cores + cores // 2


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let what takes minutes begin first (after the order was shuffled, and the same in every worker)."""
    items.sort(key=lambda item: item.get_closest_marker("first") is None)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip by name what this machine cannot run."""
    if item.get_closest_marker("browser") and not browser_path():
        lacking("browser", "no Chromium (BROWSER_PATH, or chromium on the PATH)")
    if item.get_closest_marker("cluster") and find_spec("ray") is None:
        lacking("ray", "Ray is not installed (uv sync --extra cluster)")
    if item.get_closest_marker("office") and shutil.which("soffice") is None:
        lacking("office", "no LibreOffice (soffice on the PATH)")
    if item.get_closest_marker("office") and len(chain(LATIN, files())) < 2:
        lacking("office", "no font as wide as Times New Roman (fonts-liberation) to set the letters in")
    if item.get_closest_marker("data") and not (REPOSITORY.parent / "shared" / "data").is_dir():
        lacking("data", "no ../shared/data beside the checkout")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name at the end what was left out, with the reason."""
    reasons: dict[str, int] = {}
    for report in terminalreporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        reasons[reason] = reasons.get(reason, 0) + 1
    for reason, count in sorted(reasons.items()):
        terminalreporter.write_line(f"left out: {count} tests, {reason.removeprefix('Skipped: ')}")


def browser_path() -> str:
    """Return the Chromium that tests use, or nothing."""
    from crawler.browser import find_browser

    found = find_browser(Settings(), os.environ)
    return str(found.path) if found else ""


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Yield the address of a PostgreSQL server: a given one, or one started for these tests alone."""
    given = os.environ.get("ZHENWEI_TEST_POSTGRES")
    if given:
        yield given
        return
    with own_server() as server:
        yield server.url


def own_server() -> OwnServer:
    """Return a server that is started for a test alone, and may be stopped by it."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    program = str(programs[-1]) if programs else shutil.which("initdb")
    if not program:
        lacking("postgres", "no PostgreSQL server program and no ZHENWEI_TEST_POSTGRES")
    return OwnServer(Path(str(program)).parent)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Template]:
    """Yield the store that others are copied from; migrating anew for each test took a third of all their time."""
    found = Template(tmp_path_factory.mktemp("template"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "migrate", found.migrate)
        yield found


@pytest.fixture(autouse=True)
def _copied_stores(request: pytest.FixtureRequest, template: Template) -> None:
    """Let a test that is marked ``migrates`` go every step from an empty database."""
    template.off = request.node.get_closest_marker("migrates") is not None


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path, template: Template) -> Iterator[str]:
    """Yield the address of a database without rows, on SQLite and again on PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'store.db'}"
        return
    server: str = request.getfixturevalue("postgres_server")
    import psycopg
    from psycopg import sql

    name = f"t{os.urandom(6).hex()}"
    with psycopg.connect(server, autocommit=True) as connection:
        make = sql.SQL("create database {}").format(sql.Identifier(name))
        if not template.off:
            make += sql.SQL(" template {}").format(sql.Identifier(template.on_server(server)))
        connection.execute(make)
    yield server.rpartition("/")[0] + f"/{name}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """Yield an empty store on each database."""
    opened = open_store(database_url)
    yield opened
    opened.close()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return settings whose data lie in the test's own folder."""
    return Settings(data_dir=tmp_path / "data")
