"""The commands on a deployment with one case: stamp, prune, export, push; faults are one line and exit code 1."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.evidence.authority import Authority, authority
from zhenwei.cli import main
from zhenwei.clock import now
from zhenwei.evidence import Exchange, write_capture
from zhenwei.store.database import open_store
from zhenwei.store.leads import site_for
from zhenwei.store.models import CaseRow, NightRow, VisitRow
from zhenwei.types import Page


@pytest.fixture
def tsa(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    with authority(tmp_path_factory.mktemp("tsa")) as running:
        yield running


@pytest.fixture(autouse=True)
def deployment(tmp_path: Path, page: Page, exchange: Exchange, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A case of today, and a site without a case from long ago."""
    monkeypatch.chdir(tmp_path)
    store = open_store(f"sqlite:///{tmp_path}/var/zhenwei.db")
    with store.transaction() as session:
        session.add(NightRow(id=1, started_at=now(), finished_at=now()))
        for host, days in (("case.example", 0), ("old.example", 100)):
            site, at = site_for(session, host), now() - timedelta(days=days)
            row = VisitRow(night_id=1, site_id=site.id, url=f"http://{host}/", profile="phone", captured_at=at)
            session.add(row)
            session.flush()
            row.folder = f"000001/{host}/{row.id}-phone"
            row.manifest_sha256 = write_capture(tmp_path / "var/evidence", row.folder, page, [exchange])
        case = CaseRow(site_id=1, url="http://case.example/", state="new", verdict="unclear", impersonation=1, sale=1,
                       first_seen=now(), last_seen=now())  # fmt: skip
        session.add(case)
    store.close()
    return tmp_path


def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    monkeypatch.setattr(sys, "argv", ["zhenwei", "evidence", *words])
    try:
        main()
        code = 0
    except SystemExit as end:
        code = int(end.code or 0)
    said = capsys.readouterr()
    return code, said.out, said.err


def test_stamp(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tsa: Authority) -> None:
    code, _, error = run(monkeypatch, capsys, "stamp")
    assert (code, "2 份取证没有时间戳" in error) == (1, True)
    monkeypatch.setenv("ZHENWEI_TSA_URL", tsa.url)
    monkeypatch.setenv("ZHENWEI_TSA_CA", str(tsa.ca))
    code, out, _ = run(monkeypatch, capsys, "stamp")
    assert (code, json.loads(out)) == (0, {"stamped": 2, "waiting": 0})
    assert run(monkeypatch, capsys, "verify", "var/evidence")[0] == 0
    code, out, _ = run(monkeypatch, capsys, "verify", "1")
    assert json.loads(out) == {"captures": 1, "problems": 0}


def test_prune(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], deployment: Path) -> None:
    code, out, error = run(monkeypatch, capsys, "prune", "--dry-run")
    assert (code, json.loads(out)["folder"]) == (0, "000001/old.example/2-phone")
    assert "将删除 1 份" in error
    assert run(monkeypatch, capsys, "prune")[1] == out
    assert run(monkeypatch, capsys, "prune")[1] == ""
    assert run(monkeypatch, capsys, "verify", "var/evidence")[0] == 0
    assert not (deployment / "var/evidence/000001/old.example/2-phone/page.html").exists()


def test_export(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], deployment: Path) -> None:
    code, out, _ = run(monkeypatch, capsys, "export", "1", "--to", "out.zip", "--by", "analyst")
    assert (code, json.loads(out)["captures"]) == (0, 1)
    code, _, error = run(monkeypatch, capsys, "export", "1", "--to", "out.zip", "--by", "analyst")
    assert (code, "已存在" in error, error.count("\n")) == (1, True, 1)


def test_push_without_a_bucket(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["push"], ["fetch", "000001/case.example/1-phone"], ["verify", "1", "--bucket"]):
        code, _, error = run(monkeypatch, capsys, *words)
        assert (code, "EVIDENCE_BUCKET" in error) == (1, True)
