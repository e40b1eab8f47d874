"""Every way in which a capture can be changed afterwards is named."""

from __future__ import annotations

import gzip
import json
import re
from base64 import b32encode
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from zhenwei.cli.evidence import app
from zhenwei.clock import now
from zhenwei.evidence import Exchange, read_capture, verify, write_capture
from zhenwei.evidence.custody import append
from zhenwei.evidence.digests import digests_of, sha256
from zhenwei.evidence.manifest import make_manifest
from zhenwei.evidence.verify import verify_capture
from zhenwei.evidence.warc import members_of
from zhenwei.store.database import open_store
from zhenwei.store.leads import site_for
from zhenwei.store.models import CaseRow, NightRow, VisitRow
from zhenwei.types import Page

FOLDER = "000001/copy.example/17-phone-rendered"


@pytest.fixture
def capture(tmp_path: Path, page: Page, exchange: Exchange) -> Path:
    write_capture(tmp_path, FOLDER, page, [exchange])
    return tmp_path / FOLDER


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))


def _rewrite_first_entry(folder: Path) -> None:
    line = json.loads((folder / "custody.jsonl").read_text())
    line.pop("hash")
    line["by"] = "someone else"
    text = json.dumps(line, sort_keys=True, separators=(",", ":"))
    (folder / "custody.jsonl").write_text(
        json.dumps(line | {"hash": sha256(text.encode())}, sort_keys=True, separators=(",", ":")) + "\n"
    )


def _drop_middle_entry(folder: Path) -> None:
    append(folder, "cited", "a", {})
    append(folder, "cited", "b", {})
    lines = (folder / "custody.jsonl").read_bytes().splitlines(keepends=True)
    (folder / "custody.jsonl").write_bytes(lines[0] + lines[2])


TAMPERINGS: dict[str, tuple[Callable[[Path], object], str]] = {
    "a changed byte": (lambda f: _flip(f / "page.html"), "page.html"),
    "a changed screenshot": (lambda f: _flip(f / "screenshot.png"), "screenshot.png"),
    "a changed WARC": (lambda f: _flip(f / "exchanges.warc.gz"), "exchanges.warc.gz"),
    "a missing file": (lambda f: (f / "page.json").unlink(), "page.json"),
    "a foreign file": (lambda f: (f / "extra.txt").write_text("x"), "extra.txt"),
    "a foreign hidden file": (lambda f: (f / "pictures" / ".x").write_text("x"), ".x"),
    "a link": (lambda f: (f / "link").symlink_to("/etc/hostname"), "link"),
    "no manifest": (lambda f: (f / "manifest.json").unlink(), "manifest.json"),
    "a damaged manifest": (lambda f: (f / "manifest.json").write_text("{}"), "manifest.json"),
    "no log": (lambda f: (f / "custody.jsonl").unlink(), "custody.jsonl"),
    "a changed log": (lambda f: _flip(f / "custody.jsonl"), "custody.jsonl"),
    "a log with a new beginning": (_rewrite_first_entry, "custody.jsonl"),
    "a log that lost an entry": (_drop_middle_entry, "custody.jsonl"),
    "a log cut short": (lambda f: (f / "custody.jsonl").write_bytes(b'{"number":1'), "custody.jsonl"),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_each_change_is_named(capture: Path, tmp_path: Path, name: str) -> None:
    assert verify(capture) == []
    change, file = TAMPERINGS[name]
    change(capture)
    problems = verify(tmp_path)
    assert file in {p.path.name for p in problems}
    result = CliRunner().invoke(app, ["verify", str(capture)])
    assert result.exit_code == 1
    assert file in result.stdout


def test_a_manifest_made_anew_is_caught_by_the_digest_in_the_store(capture: Path) -> None:
    digest = sha256((capture / "manifest.json").read_bytes())
    assert verify_capture(capture, digest) == []
    manifest = json.loads((capture / "manifest.json").read_text())
    manifest["tool"] = "other"
    (capture / "manifest.json").write_text(json.dumps(manifest))
    assert verify_capture(capture) == []
    assert [p.path.name for p in verify_capture(capture, digest)] == ["manifest.json"]


def test_a_warc_whose_record_lies_is_caught_even_under_a_fitting_manifest(capture: Path, exchange: Exchange) -> None:
    plain = gzip.decompress((capture / "exchanges.warc.gz").read_bytes())
    forged = plain.replace(exchange.body, exchange.body[:-1] + b"!")
    assert forged != plain
    manifest = json.loads((capture / "manifest.json").read_text())
    files = {name: (capture / name).read_bytes() for name in manifest["files"]} | {"exchanges.warc.gz": forged}
    (capture / "exchanges.warc.gz").write_bytes(forged)
    digests = {name: digests_of(data) for name, data in files.items()}
    (capture / "manifest.json").write_bytes(make_manifest(digests, "x", now(), manifest["custody_start"]))
    problems = verify(capture)
    assert {p.path.name for p in problems} == {"exchanges.warc.gz"}
    assert "digest failed" in problems[0].what


def test_a_folder_without_captures_and_no_folder(tmp_path: Path) -> None:
    assert len(verify(tmp_path)) == 1
    assert len(verify(tmp_path / "none")) == 1


def test_a_manifest_cannot_point_out_of_its_folder(capture: Path) -> None:
    manifest = json.loads((capture / "manifest.json").read_text())
    manifest["files"]["../../../x"] = {"bytes": 1, "sha256": "", "sm3": ""}
    (capture / "manifest.json").write_text(json.dumps(manifest))
    assert [p.path.name for p in verify(capture)] == ["manifest.json"]


def test_the_command_takes_a_case(
    tmp_path: Path, page: Page, exchange: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZHENWEI_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.chdir(tmp_path)
    digest = write_capture(tmp_path / "var/evidence", FOLDER, page, [exchange])
    store = open_store(f"sqlite:///{tmp_path}/var/zhenwei.db")
    with store.transaction() as session:
        site, night = site_for(session, "copy.example"), NightRow(started_at=now())
        session.add(night)
        session.flush()
        session.add(
            VisitRow(
                night_id=night.id,
                site_id=site.id,
                url=page.url,
                profile="phone",
                folder=FOLDER,
                manifest_sha256=digest,
            )
        )
        session.add(
            CaseRow(
                site_id=site.id,
                url=page.url,
                state="new",
                verdict="unclear",
                impersonation=1,
                sale=1,
                first_seen=now(),
                last_seen=now(),
            )
        )
    store.close()
    result = CliRunner().invoke(app, ["verify", "1"])
    assert (result.exit_code, json.loads(result.stdout)) == (0, {"captures": 1, "problems": 0})
    _flip(tmp_path / "var/evidence" / FOLDER / "page.html")
    assert CliRunner().invoke(app, ["verify", "1"]).exit_code == 1


def test_a_folder_of_the_first_version_is_read_and_checked(tmp_path: Path, page: Page, exchange: Exchange) -> None:
    """One WARC with base32 digests, a file a record, no circumstances, no journal."""
    folder = tmp_path / FOLDER
    write_capture(tmp_path, FOLDER, page, [exchange])
    (tmp_path / "000001/journal.jsonl").unlink()
    (folder / "dns.json").write_text("{}")
    record = json.loads((folder / "page.json").read_text())
    record.pop("records")
    (folder / "page.json").write_text(json.dumps(record))
    warc = folder / "exchanges.warc.gz"
    warc.write_bytes(_in_base32(warc.read_bytes()))
    manifest = json.loads((folder / "manifest.json").read_text())
    names = [*manifest["files"], "dns.json"]
    files = {n: digests_of((folder / n).read_bytes())._asdict() for n in names}
    rows = {n: {"bytes": d.pop("length"), **d} for n, d in files.items()}
    kept = {name: manifest[name] for name in ("tool", "created_at", "custody_start")}
    (folder / "manifest.json").write_text(json.dumps({"format": "zhenwei-capture/1", **kept, "files": rows}))
    assert verify(tmp_path) == []
    assert read_capture(tmp_path, FOLDER) == page


def _in_base32(data: bytes) -> bytes:
    """Spell every digest as warcio does."""
    return b"".join(
        gzip.compress(
            re.sub(rb"sha256:([0-9a-f]{64})", lambda m: b"sha256:" + b32encode(bytes.fromhex(m[1].decode())), one)
        )
        for one in members_of(data)
    )
