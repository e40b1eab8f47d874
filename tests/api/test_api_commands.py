"""The commands of tokens and hooks: what is secret is printed once and found nowhere afterwards."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from tests.api.receiver import Receiver
from tests.review.review_desk import add_accounts
from zhenwei.cli import root
from zhenwei.clock import now
from zhenwei.store.account_tables import AuditRow
from zhenwei.store.api_tables import OutboxRow
from zhenwei.store.database import open_store

Run = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ZHENWEI_DATA_DIR", str(tmp_path / "var"))
    store = open_store(f"sqlite:///{tmp_path / 'var' / 'zhenwei.db'}")
    with store.transaction() as session:
        add_accounts(session)
    store.close()
    app = root.build()

    def ask(*words: str) -> list[dict[str, Any]]:
        result = CliRunner().invoke(app, list(words), catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return [json.loads(line) for line in result.stdout.splitlines()]

    return ask


def test_tokens(run: Run, tmp_path: Path) -> None:
    (made,) = run("token", "add", "省平台", "--account", "analyst", "--scope", "cases:read", "--days", "7")
    assert made["token"].startswith(made["head"])
    (listed,) = run("token", "list")
    assert listed == {name: value for name, value in made.items() if name != "token"}
    assert made["token"].encode() not in (tmp_path / "var" / "zhenwei.db").read_bytes()
    (revoked,) = run("token", "revoke", "1", "--by", "admin")
    assert revoked["revoked_at"]


def test_hooks(run: Run, tmp_path: Path) -> None:
    (made,) = run("hook", "add", "https://198.35.26.96/hook", "--event", "case.decided", "--by", "admin")
    secret = made.pop("secret")
    assert secret.startswith("whsec_")
    assert run("hook", "list") == [made]
    assert secret.encode() not in (tmp_path / "var" / "zhenwei.db").read_bytes()
    (told,) = run("hook", "deliver")
    assert told == {"collected": 0, "delivered": 0, "failed": 0, "given_up": 0}
    assert (tmp_path / "var" / "hooks.key").stat().st_mode & 0o777 == 0o600
    run("hook", "remove", "1", "--by", "admin")
    assert run("hook", "list") == []
    assert {line["event"] for line in run("hook", "events")} >= {"case.opened", "report.received"}


def test_who_let_others_in_stands_in_the_audit_log(run: Run, tmp_path: Path) -> None:
    run("token", "add", "省平台", "--account", "analyst", "--scope", "cases:read")
    run("token", "revoke", "1", "--by", "admin")
    run("hook", "add", "https://198.35.26.96/hook", "--event", "case.decided", "--by", "admin")
    run("hook", "remove", "1", "--by", "admin")
    assert audited(tmp_path) == [
        ("zhenwei token add", "", "省平台"),
        ("zhenwei token revoke", "admin", "省平台"),
        ("zhenwei hook add", "admin", "https://198.35.26.96/hook"),
        ("zhenwei hook remove", "admin", "https://198.35.26.96/hook"),
    ]


def audited(folder: Path) -> list[tuple[str, str, str]]:
    store = open_store(f"sqlite:///{folder / 'var' / 'zhenwei.db'}")
    with store.reading() as session:
        rows = [(row.act, row.who, row.about) for row in session.scalars(select(AuditRow).order_by(AuditRow.n))]
    store.close()
    return rows


def test_what_is_done_to_a_hook(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Receiver(204, 500) as receiver:
        monkeypatch.setenv("ZHENWEI_EGRESS_ALLOW", "127.0.0.0/8")
        monkeypatch.setenv("ZHENWEI_EGRESS_PORTS", str(receiver.port))
        run("hook", "add", receiver.url, "--event", "case.decided", "--by", "admin")
        assert run("hook", "test", "1", "--by", "admin") == [{"delivered": True, "status": 204, "fault": ""}]
        refused = CliRunner().invoke(root.build(), ["hook", "test", "1"])
        assert refused.exit_code == 1
        assert json.loads(refused.stdout) == {"delivered": False, "status": 500, "fault": "对方应答 500"}
        failed, arrived = run("hook", "messages", "1")
        assert (failed["event"], failed["outcome"], arrived["outcome"]) == ("hook.test", "failed", "delivered")

        (paused,) = run("hook", "pause", "1", "--by", "admin")
        assert (paused["paused_by"], paused["waiting"], paused["paused_at"] is not None) == ("admin", 0, True)
        give_up(tmp_path, "decision-1")
        give_up(tmp_path, "decision-2")
        assert run("hook", "resend", "1", "--message", "decision-2") == [{"id": 1, "waiting_again": 1}]
        assert run("hook", "resend", "1", "--by", "admin") == [{"id": 1, "waiting_again": 1}]
        assert run("hook", "list")[0]["waiting"] == 2
        assert run("hook", "deliver")[0]["delivered"] == 0
        assert run("hook", "resume", "1")[0]["paused_at"] is None
        assert run("hook", "deliver")[0]["delivered"] == 2
    acts = ["add", "test", "test", "pause", "resend", "resend", "resume"]
    assert [(act, about) for act, _who, about in audited(tmp_path)] == [
        (f"zhenwei hook {act}", receiver.url) for act in acts
    ]


def give_up(folder: Path, key: str) -> None:
    store = open_store(f"sqlite:///{folder / 'var' / 'zhenwei.db'}")
    with store.transaction() as session:
        session.add(
            OutboxRow(
                hook_id=1, key=key, event="case.decided", body={"id": key}, made_at=now(), next_at=now(),
                ended_at=now(), outcome="given-up", tries=10, fault="等待超时",
            )
        )  # fmt: skip
    store.close()
