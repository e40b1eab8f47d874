"""A reporter's identity: who may ask, what is written down, how it lies at rest, when it goes; where it never is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, select, text
from typer.testing import CliRunner, Result

from zhenwei.cli import leads, reporting
from zhenwei.cli.root import build
from zhenwei.clock import now
from zhenwei.config import Settings
from zhenwei.errors import BadInput, NoSuch, NotAllowed, SettingsError, StoreError, ZhenweiError
from zhenwei.intake.keeping import Keeper
from zhenwei.intake.report import Report
from zhenwei.intake.reporter import forget_reporters, reporter_of, seal_all
from zhenwei.intake.vault import Vault, new_key, open_vault
from zhenwei.store.accounts import add_account
from zhenwei.store.database import Store, open_store
from zhenwei.store.leads import add_lead
from zhenwei.store.models import ReporterRow
from zhenwei.store.reporters import looks, permit
from zhenwei.types import Lead

NAME, PHONE = "孙某某", "190-0000-5555"
IDENTITY = f"举报人: {NAME}; 联系方式: {PHONE}"


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    path = tmp_path / "keys" / "reporter.key"
    new_key(path)
    return path


def kept(store: Store, vault: Vault) -> str:
    """Keep one report with an identity; return its receipt."""
    with store.transaction() as session:
        for role in ("admin", "reviewer", "analyst", "viewer"):
            add_account(session, role, role, "a long enough password")
        keeper = Keeper(session, "12350", "wang", vault)
        keeper.keep([Report(("http://a.example",), "假的", identity=IDENTITY)])
        return f"{keeper.close().number}-1"


def test_who_may_ask_and_that_every_question_is_a_row(store: Store, settings: Settings) -> None:
    number = kept(store, Vault())
    for by in ("reviewer", "analyst", "viewer", "nobody"):
        with pytest.raises(NotAllowed, match="本次查询已记录"):
            reporter_of(store, settings, Vault(), number, by, "想知道")
    assert reporter_of(store, settings, Vault(), number, "admin", "回告结果") == IDENTITY
    with pytest.raises(NotAllowed, match="不是管理员"), store.transaction() as session:
        permit(session, "analyst", "reviewer", given=True)
    with store.transaction() as session:
        permit(session, "analyst", "admin", given=True)
    assert reporter_of(store, settings, Vault(), number.lower(), "analyst", "核实") == IDENTITY
    with store.transaction() as session:
        permit(session, "analyst", "admin", given=False)
    with pytest.raises(NotAllowed):
        reporter_of(store, settings, Vault(), number, "analyst", "再看")
    with store.reading() as session:
        rows = [(row.by, row.number, row.why, row.outcome) for row in looks(session, number)]
    assert [row[0] for row in rows] == ["reviewer", "analyst", "viewer", "nobody", "admin", "analyst", "analyst"]
    assert [row[3] for row in rows] == [*["refused"] * 4, "shown", "shown", "refused"]
    assert rows[4][2] == "回告结果"


def test_a_question_without_a_reason_or_an_answer(store: Store, settings: Settings) -> None:
    number = kept(store, Vault())
    with pytest.raises(BadInput, match="--why"):
        reporter_of(store, settings, Vault(), number, "admin", "  ")
    with pytest.raises(NoSuch, match="没有回执"):
        reporter_of(store, settings, Vault(), "JB20000101-0001", "admin", "x")
    with pytest.raises(NoSuch, match="其中一件的回执编号"):
        reporter_of(store, settings, Vault(), number.rpartition("-")[0], "admin", "x")
    with store.transaction() as session:
        session.scalars(select(ReporterRow)).one().told_at -= timedelta(days=181)
    with pytest.raises(NoSuch, match="已按期限删除"):
        reporter_of(store, settings, Vault(), number, "admin", "x")


def test_a_key_seals_and_another_does_not_open(store: Store, settings: Settings, key_file: Path) -> None:
    vault = open_vault(key_file)
    number = kept(store, vault)
    with store.reading() as session:
        row = session.scalars(select(ReporterRow)).one()
        assert row.sealed
        assert NAME not in row.identity
    assert reporter_of(store, settings, vault, number, "admin", "x") == IDENTITY
    other = key_file.with_name("other.key")
    new_key(other)
    for wrong in (Vault(), open_vault(other)):
        with pytest.raises(NotAllowed, match="密钥都打不开"):
            reporter_of(store, settings, wrong, number, "admin", "x")


def test_keys_are_changed_without_losing_anything(store: Store, settings: Settings, key_file: Path) -> None:
    number = kept(store, Vault())
    assert seal_all(store, open_vault(key_file)) == 1
    old = key_file.read_text()
    new_key(key_file)
    assert key_file.read_text().endswith(old)
    assert seal_all(store, open_vault(key_file)) == 1
    key_file.write_text(key_file.read_text().splitlines()[0])
    assert reporter_of(store, settings, open_vault(key_file), number, "admin", "x") == IDENTITY
    with pytest.raises(BadInput, match="没有设置举报人密钥"):
        seal_all(store, Vault())


@pytest.mark.parametrize(
    ("content", "mode", "said"), [("", 0o600, "空的"), ("abc", 0o600, "不是密钥"), ("x", 0o644, "chmod 600")]
)
def test_a_key_file_that_is_none(tmp_path: Path, content: str, mode: int, said: str) -> None:
    path = tmp_path / "k"
    path.write_text(content)
    path.chmod(mode)
    with pytest.raises(SettingsError, match=said):
        open_vault(path)
    with pytest.raises(SettingsError, match="无法读取"):
        open_vault(tmp_path / "none")


def test_an_identity_goes_when_its_time_is_over(store: Store, settings: Settings) -> None:
    kept(store, Vault())
    with store.transaction() as session:
        add_lead(session, Lead("http://b.example", "hotline", "x"), reporter=NAME)
    assert forget_reporters(store, settings, now() + timedelta(days=179)) == 0
    assert forget_reporters(store, settings.model_copy(update={"keep_reporter_days": 0}), now() + timedelta(9999)) == 0
    assert forget_reporters(store, settings, now() + timedelta(days=181)) == 2
    with store.reading() as session:
        assert session.scalars(select(ReporterRow)).all() == []


@dataclass
class Office:
    """A deployment with a file of reports taken in."""

    store: Store
    folder: Path

    def run(self, *arguments: str) -> Result:
        return CliRunner().invoke(build(), list(arguments))

    def line(self, *arguments: str) -> dict[str, Any]:
        result = self.run(*arguments)
        assert result.exit_code == 0, result.output
        found: dict[str, Any] = json.loads(result.stdout)
        return found


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ZHENWEI_DATA_DIR", str(tmp_path / "var"))
    store = open_store(Settings(data_dir=tmp_path / "var").database)
    with store.transaction() as session:
        add_account(session, "admin", "admin", "a long enough password")
        add_account(session, "lan", "analyst", "a long enough password")
    rows = f"举报人,联系电话,网址,说明,编号\n{NAME},{PHONE},a.example/x,举报人{NAME} 19000005555 反映,{NAME}-1\n"
    (tmp_path / "reports.csv").write_bytes(rows.encode("gb18030"))
    yield Office(store, tmp_path)
    store.close()


def everywhere(store: Store) -> Iterator[tuple[str, str]]:
    """Yield every value of the database with its column."""
    with store.engine.connect() as connection:
        for table in inspect(store.engine).get_table_names():
            for row in connection.execute(text(f'select * from "{table}"')).mappings():
                yield from ((f"{table}.{column}", str(value)) for column, value in row.items())


def test_the_identity_is_nowhere_but_in_its_column(office: Office) -> None:
    said = office.run("leads", "add", "reports.csv", "--source", "12350", "--by", "lan")
    number = json.loads(said.stdout)["receipt"]
    outputs = [said.output]
    for words in (
        ("leads", "list"),
        ("leads", "receipt", number),
        ("leads", "receipt", f"{number}-1", "--text", "--docx", "r.docx"),
        ("leads", "looks"),
        ("leads", "add", "reports.csv", "--source", "12350"),
        ("leads", "forget"),
    ):
        result = office.run(*words)
        assert result.exit_code == 0, result.output
        outputs.append(result.output)
    for secret in (NAME, PHONE, "19000005555"):
        assert [
            column for column, value in everywhere(office.store) if secret in value and column != "reporter.identity"
        ] == []
        assert all(secret not in output for output in outputs)
    files = [path for path in office.folder.rglob("*") if path.is_file() and "zhenwei.db" not in path.name]
    held = [
        path.name for path in files if NAME.encode() in path.read_bytes() or NAME.encode("gb18030") in path.read_bytes()
    ]
    assert held == ["reports.csv"]


def test_no_error_repeats_what_it_was_about(office: Office) -> None:
    (office.folder / "bad.csv").write_text(
        f"网址,举报人,举报时间\n{NAME} {PHONE},x,\na.example,{NAME},{NAME}\n", "utf-8"
    )
    result = office.run("leads", "add", "bad.csv", "--source", "12350", "--bad", "rows.csv")
    assert isinstance(result.exception, BadInput)
    everything = f"{result.exception}{result.output}{(office.folder / 'rows.csv').read_text('utf-8-sig')}"
    assert "第 2 行网址写法不对" in everything
    assert "第 3 行举报时间无法识别" in everything
    assert NAME not in everything


def test_a_failing_database_repeats_no_value(office: Office) -> None:
    with pytest.raises(StoreError) as caught, office.store.transaction() as session:
        session.add(ReporterRow(lead_id=None, report_id=999_999, identity=NAME, told_at=now()))
        session.flush()
    error: BaseException | None = caught.value
    while error is not None:
        assert NAME not in str(error)
        error = error.__cause__


def test_what_was_deleted_is_not_in_the_file_either(office: Office) -> None:
    office.run("leads", "add", "reports.csv", "--source", "12350")
    with office.store.transaction() as session:
        session.scalars(select(ReporterRow)).one().told_at -= timedelta(days=200)
    assert office.line("leads", "forget")["deleted"] == 1
    held = [path.name for path in (office.folder / "var").iterdir() if NAME.encode() in path.read_bytes()]
    assert held == []


def test_the_commands_of_the_permission(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHENWEI_REPORTER_KEY_FILE", str(office.folder / "k" / "reporter.key"))
    assert office.line("leads", "seal", "--new-key")["sealed"] == 0
    number = office.line("leads", "add", "reports.csv", "--source", "12350")["receipt"] + "-1"
    asked = ("leads", "reporter", number, "--why", "回告")
    assert isinstance(office.run(*asked, "--by", "lan").exception, NotAllowed)
    assert office.line("leads", "permit", "lan", "--by", "admin")["given"] is True
    assert NAME in office.line(*asked, "--by", "lan")["reporter"]
    assert [json.loads(line)["outcome"] for line in office.run("leads", "looks", number).stdout.splitlines()] == [
        "refused",
        "shown",
    ]
    assert (office.folder / "k" / "reporter.key").stat().st_mode & 0o777 == 0o600


def test_no_key_no_sealing(office: Office) -> None:
    error = office.run("leads", "seal", "--new-key").exception
    assert isinstance(error, ZhenweiError)
    assert "REPORTER_KEY_FILE" in str(error)
    assert leads.app.registered_commands
    assert reporting.seal_command.__doc__
