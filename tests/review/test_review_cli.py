"""The commands cases, leads and user."""

from __future__ import annotations

import io
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import typer
from sqlalchemy import select, text
from typer.testing import CliRunner, Result

from tests.review.review_desk import PASSWORD, Client, Made, add_accounts, make_case, settings_in
from zhenwei.cli import audit, cases, leads, review, users
from zhenwei.errors import BadInput, NoSuch, NotAllowed, ZhenweiError
from zhenwei.store.accounts import check_password, get_account
from zhenwei.store.database import Store, open_store
from zhenwei.store.models import DecisionRow, LeadRow, ReporterRow
from zhenwei.types import Verdict

ROOT = Path(__file__).parents[2]
BRIEF = {
    *("case", "host", "url", "verdict", "impersonation", "sale", "state", "target", "first_seen", "last_seen"),
    "operator",
    "not_rendered",
    *("standing", "last_alive", "first_down"),
}
CSV = """网址,说明,举报时间,编号,举报人,联系电话
hxxp://a[.]example/x,此网站仿冒，举报人张某某 190-0000-1111,2026/11/3,JB-1,张某某,190-0000-1111
b.example,卖证,2026-11-20 08:00,JB-2,,
"""


@dataclass
class Deployment:
    """A folder with settings in the environment, as a command finds it."""

    store: Store
    folder: Path

    def run(self, app: typer.Typer, *arguments: str, stdin: str | bytes = "") -> Result:
        return CliRunner().invoke(app, list(arguments), input=stdin)

    def lines(self, app: typer.Typer, *arguments: str, stdin: str | bytes = "") -> list[dict[str, Any]]:
        result = self.run(app, *arguments, stdin=stdin)
        assert result.exception is None, result.output
        return [json.loads(line) for line in result.stdout.splitlines()]

    def error(self, app: typer.Typer, *arguments: str, stdin: str | bytes = "") -> ZhenweiError:
        result = self.run(app, *arguments, stdin=stdin)
        assert isinstance(result.exception, ZhenweiError), result.output
        assert "\n" not in str(result.exception)
        return result.exception


@pytest.fixture
def deployment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Deployment]:
    settings = settings_in(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ZHENWEI_DATA_DIR", str(settings.data_dir))
    store = open_store(settings.database)
    with store.transaction() as session:
        add_accounts(session)
        make_case(session, settings)
        make_case(session, settings, Made(host="sale.example", verdict=Verdict.SALE, impersonation=0, sale=90))
    yield Deployment(store, tmp_path)
    store.close()


def test_cases_list_has_the_fields_of_the_contract(deployment: Deployment) -> None:
    rows = deployment.lines(cases.app, "list")
    assert [set(row) for row in rows] == [BRIEF, BRIEF]
    assert rows[0]["host"] == "cx-mem.example"
    assert rows[0]["first_seen"] == "2026-11-20T18:30:00+00:00"


def test_cases_list_filters(deployment: Deployment) -> None:
    assert [r["case"] for r in deployment.lines(cases.app, "list", "--verdict", "certificate_sale")] == [2]
    assert deployment.lines(cases.app, "list", "--state", "confirmed") == []
    assert deployment.run(cases.app, "list", "--state", "lost").exit_code == 2


def test_cases_show_tells_everything_but_personal_data(deployment: Deployment) -> None:
    (row,) = deployment.lines(cases.app, "show", "1")
    assert row.keys() >= BRIEF | {"reasons", "contacts", "leads", "captures", "decisions", "notices", "not_rendered"}
    assert row["reasons"][0]["rule"] == "title.borrowed"
    assert Path(row["captures"][0]["evidence"]).is_dir()
    assert row["contacts"] == [{"kind": "phone", "masked": "190****1234"}]
    assert "1234 王" not in json.dumps(row, ensure_ascii=False)


def test_cases_show_of_an_unknown_case(deployment: Deployment) -> None:
    assert isinstance(deployment.error(cases.app, "show", "99"), NoSuch)


def test_cases_decide(deployment: Deployment) -> None:
    rows = deployment.lines(cases.app, "decide", "1", "2", "--as", "confirmed", "--by", "analyst", "--why", "假冒")
    assert [(r["case"], r["word"], r["by"]) for r in rows] == [(1, "confirmed", "analyst"), (2, "confirmed", "analyst")]
    assert [r["state"] for r in deployment.lines(cases.app, "list")] == ["confirmed", "confirmed"]


@pytest.mark.parametrize(
    ("numbers", "by", "why", "kind"),
    [
        (["1"], "viewer", "why", NotAllowed),
        (["1"], "nobody", "why", NotAllowed),
        (["1"], "analyst", "  ", NotAllowed),
        (["1", "99"], "analyst", "why", NoSuch),
    ],
)
def test_cases_decide_obeys_the_rules(
    deployment: Deployment, numbers: list[str], by: str, why: str, kind: type[ZhenweiError]
) -> None:
    error = deployment.error(cases.app, "decide", *numbers, "--as", "hold", "--by", by, "--why", why)
    assert isinstance(error, kind)
    with deployment.store.transaction() as session:
        assert session.scalars(select(DecisionRow)).all() == []


def stored(deployment: Deployment, source: str) -> tuple[list[LeadRow], list[str]]:
    with deployment.store.transaction() as session:
        rows = list(session.scalars(select(LeadRow).filter_by(source=source).order_by(LeadRow.id)))
        return rows, list(session.scalars(select(ReporterRow.identity)))


def xlsx() -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    for line in CSV.splitlines():
        book.active.append(line.split(","))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def jsonl() -> bytes:
    header, *rows = [line.split(",") for line in CSV.splitlines()]
    return "\n".join(json.dumps(dict(zip(header, row, strict=True)), ensure_ascii=False) for row in rows).encode()


@pytest.mark.parametrize(
    "data",
    [CSV.encode(), b"\xef\xbb\xbf" + CSV.encode(), CSV.encode("gb18030"), xlsx(), jsonl()],
    ids=["utf-8", "bom", "gb18030", "xlsx", "jsonl"],
)
def test_leads_of_every_kind_of_file(deployment: Deployment, data: bytes) -> None:
    (deployment.folder / "in").write_bytes(data)
    result = deployment.run(leads.app, "add", "in", "--source", "12377")
    said = json.loads(result.stdout)
    assert {key: said[key] for key in ("source", "added", "known", "skipped")} == {
        "source": "12377", "added": 2, "known": 0, "skipped": 0,
    }  # fmt: skip
    assert "张某某" not in result.output
    rows, reporters = stored(deployment, "12377")
    assert [row.url for row in rows] == ["http://a.example/x", "http://b.example"]
    assert [row.reference for row in rows] == ["JB-1", "JB-2"]
    assert rows[0].detail == {"reported_at": "2026-11-03T00:00:00+08:00"}
    assert rows[0].why == "此网站仿冒，举报人［举报人］ ［举报人］"
    assert reporters == ["举报人: 张某某; 联系电话: 190-0000-1111"]


def test_leads_twice_are_known(deployment: Deployment) -> None:
    deployment.lines(leads.app, "add", "-", "--source", "12377", stdin=CSV)
    (again,) = deployment.lines(leads.app, "add", "--source", "12377", stdin=CSV)
    assert (again["added"], again["known"]) == (0, 2)


def test_bad_rows_are_named_without_their_content(deployment: Deployment) -> None:
    text = CSV + "张某某 190-0000-2222,,,,,\nc.example,,last week,,,\n,,,,x,\n"
    error = deployment.error(leads.app, "add", "--source", "12377", stdin=text)
    for expected in ("第 4 行网址写法不对", "第 5 行举报时间", "第 6 行网址为空", "一行也未导入"):
        assert expected in str(error)
    assert "张某某" not in str(error)
    assert stored(deployment, "12377") == ([], [])
    result = deployment.run(leads.app, "add", "--source", "12377", "--skip-bad", stdin=text)
    assert json.loads(result.stdout)["skipped"] == 3
    assert "第 4 行" in result.stderr
    assert len(stored(deployment, "12377")[0]) == 2


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"\x00\x01\x02", "既不是文本也不是 XLSX"),
        (b"\xff\xff\xff\xff", "既不是 UTF-8 也不是 GB 18030"),
        (b"PK\x03\x04 not a workbook", "不是可读的 XLSX"),
        (b"name,when\nx,y\n", "没有网址一列"),
        (b'{"url": "a.example"}\n{', "第 2 行不是 JSON"),
        (b'{"url": "a.example"}\n[1]', "第 2 行不是 JSON 对象"),
        (b'url\n"a.example\n', "行不是合法的 CSV"),
        (b"url,note\na.example,b,c\n", "格数多于表头"),
    ],
)
def test_files_that_are_no_reports(deployment: Deployment, data: bytes, why: str) -> None:
    assert why in str(deployment.error(leads.app, "add", "--source", "12377", stdin=data))
    assert stored(deployment, "12377") == ([], [])


def test_a_missing_file_is_one_line(deployment: Deployment) -> None:
    assert isinstance(deployment.error(leads.app, "add", "none.csv", "--source", "x"), BadInput)


def test_an_empty_file_adds_nothing(deployment: Deployment) -> None:
    assert deployment.lines(leads.app, "add", "--source", "x", stdin=b"")[0]["added"] == 0


def test_columns_that_nothing_reads_are_named(deployment: Deployment) -> None:
    result = deployment.run(leads.app, "add", "--source", "x", stdin="url,weather\na.example,rain\n")
    assert "未读取的列：weather" in result.stderr


def test_the_desk_starts_on_a_free_port_and_says_where(deployment: Deployment) -> None:
    environ = {**os.environ, "ZHENWEI_WATCHLIST_DIR": str(deployment.folder / "watchlist"), "PYTHONPATH": str(ROOT)}
    start = "from zhenwei.cli.review import app; app()"
    with subprocess.Popen(
        [sys.executable, "-c", start, "--port", "0"], stdout=subprocess.PIPE, text=True, env=environ
    ) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        try:
            assert Client(int(address.rstrip("/").rpartition(":")[2])).get("/login").status == 200
        finally:
            process.terminate()


def test_a_port_that_is_taken_is_one_line(deployment: Deployment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHENWEI_WATCHLIST_DIR", str(deployment.folder / "watchlist"))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        error = deployment.error(review.app, "--port", str(taken.getsockname()[1]))
    assert "无法在 127.0.0.1 端口" in str(error)


def test_accounts_from_making_to_disabling(deployment: Deployment) -> None:
    (made,) = deployment.lines(users.app, "add", "wang", "--role", "analyst", "--generate")
    with deployment.store.transaction() as session:
        assert check_password(session, "wang", made["password"])
    deployment.lines(users.app, "reset", "wang", "--password-stdin", stdin=PASSWORD + "\n")
    deployment.lines(users.app, "disable", "wang")
    with deployment.store.transaction() as session:
        assert check_password(session, "wang", PASSWORD) is None
    listed = {row["account"]: row for row in deployment.lines(users.app, "list")}
    assert listed["wang"]["disabled"] is True
    assert set(listed["wang"]) == {"account", "role", "disabled", "created_at"}
    deployment.lines(users.app, "enable", "wang")
    with deployment.store.transaction() as session:
        assert check_password(session, "wang", PASSWORD)


@pytest.mark.parametrize(
    ("arguments", "stdin", "kind"),
    [
        (["add", "wang", "--role", "king", "--generate"], "", BadInput),
        (["add", "viewer", "--role", "viewer", "--generate"], "", BadInput),
        (["add", "wang", "--role", "viewer", "--password-stdin"], "short\n", BadInput),
        (["add", "wang", "--role", "viewer"], "", BadInput),
        (["reset", "nobody", "--generate"], "", NoSuch),
        (["disable", "nobody"], "", NoSuch),
    ],
)
def test_accounts_that_cannot_be(
    deployment: Deployment, arguments: list[str], stdin: str, kind: type[ZhenweiError]
) -> None:
    assert isinstance(deployment.error(users.app, *arguments, stdin=stdin), kind)


def test_commands_on_accounts_are_in_the_log_and_the_log_can_be_checked(deployment: Deployment) -> None:
    deployment.lines(users.app, "add", "wang", "--role", "analyst", "--generate")
    deployment.lines(users.app, "role", "wang", "reviewer")
    deployment.lines(users.app, "unlock", "wang")
    (ended,) = deployment.lines(users.app, "logout", "wang")
    assert ended["ended"] == 0
    (found,) = deployment.lines(audit.app, "verify")
    told = deployment.lines(audit.app, "export")
    assert [row["act"].removeprefix("zhenwei ") for row in told] == [
        "user add", "user role", "user unlock", "user logout", "audit export",
    ]  # fmt: skip
    assert [row["n"] for row in told] == [1, 2, 3, 4, 5]
    assert (found["rows"], found["head"]) == (4, told[3]["digest"])
    deployment.lines(audit.app, "verify", "--expect", f"4:{found['head']}")
    assert "被重写" in str(deployment.error(audit.app, "verify", "--expect", f"3:{found['head']}"))
    assert "被截去" in str(deployment.error(audit.app, "verify", "--expect", f"9:{found['head']}"))
    assert isinstance(deployment.error(audit.app, "verify", "--expect", "9"), BadInput)
    with deployment.store.transaction() as session:
        session.execute(text("drop trigger audit_no_update"))
        session.execute(text("update audit set about = 'li' where n = 2"))
    assert "第 2 条有误：内容被改动" in str(deployment.error(audit.app, "verify"))


@pytest.mark.parametrize(
    ("options", "forced"),
    [(["--generate"], True), (["--generate", "--final"], False), ([], False), (["--must-change"], True)],
)
def test_who_must_change_a_first_password(deployment: Deployment, options: list[str], forced: bool) -> None:
    given = options if "--generate" in options else ["--password-stdin", *options]
    deployment.lines(users.app, "add", "wang", "--role", "viewer", *given, stdin=PASSWORD + "\n")
    with deployment.store.reading() as session:
        assert get_account(session, "wang").must_change is forced
