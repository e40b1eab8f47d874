"""Equal contents are on the disk once, and every folder is whole by itself all the same."""

from __future__ import annotations

import errno
import gzip
import os
import shutil
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from warcio.archiveiterator import ArchiveIterator

from zhenwei.evidence import CaptureWriter, Exchange, Work, read_capture, verify
from zhenwei.evidence.digests import sha256
from zhenwei.evidence.shared import OBJECTS, sweep
from zhenwei.types import Page, Picture, Profile

BODY = os.urandom(30_000)  # a picture: does not pack
PICTURE = Picture("http://copy.example/qr.png", "image/png", BODY)


@pytest.fixture
def works(page: Page, exchange: Exchange) -> list[Work]:
    long = replace(page, html="<p>证书</p>" * 1000, pictures=(PICTURE,))
    with_picture = [exchange, replace(exchange, url=PICTURE.url, body=BODY, response_headers=())]
    return [Work(f"000001/copy.example/{n}-{p.value}", replace(long, profile=p), with_picture)
            for n, p in enumerate(Profile, 1)]  # fmt: skip


def types(path: Path) -> list[str]:
    return [record.rec_type for record in ArchiveIterator(BytesIO(path.read_bytes()))]


def test_five_faces_of_one_page_share_page_picture_and_answer(tmp_path: Path, works: list[Work]) -> None:
    CaptureWriter(tmp_path).write(works)
    folders = [tmp_path / work.folder for work in works]
    for name in ("page.html", "pictures/001.bin"):
        name = name if (folders[0] / name).exists() else "pictures/001.png"
        assert len({(folder / name).stat().st_ino for folder in folders}) == 1
    bodies = [next(folder.glob("body-*.warc.gz")) for folder in folders]
    assert len({path.stat().st_ino for path in bodies}) == 1
    assert types(folders[0] / "exchanges.warc.gz") == ["warcinfo", "response", "request", "request"]
    assert types(folders[1] / "exchanges.warc.gz") == ["warcinfo", "response", "request", "revisit", "request"]
    assert verify(tmp_path) == []
    assert all(read_capture(tmp_path, work.folder) == work.page for work in works)


def test_a_revisit_names_the_answer_that_lies_beside_it(tmp_path: Path, works: list[Work]) -> None:
    CaptureWriter(tmp_path).write(works[:2])
    folder = tmp_path / works[1].folder
    records = {r.rec_type: r.rec_headers for r in ArchiveIterator(BytesIO((folder / "exchanges.warc.gz").read_bytes()))}
    revisit = records["revisit"]
    body = next(iter(ArchiveIterator(BytesIO(next(folder.glob("body-*")).read_bytes()))))
    assert revisit.get_header("WARC-Payload-Digest") == body.rec_headers.get_header("WARC-Payload-Digest")
    assert revisit.get_header("WARC-Refers-To-Target-URI") == body.rec_headers.get_header("WARC-Target-URI")
    assert revisit.get_header("WARC-Refers-To-Date") == body.rec_headers.get_header("WARC-Date")
    assert revisit.get_header("WARC-Profile").endswith("/identical-payload-digest")
    assert body.raw_stream.read() == BODY


def test_a_folder_survives_the_loss_of_all_others(tmp_path: Path, works: list[Work]) -> None:
    CaptureWriter(tmp_path).write(works)
    alone = tmp_path.parent / f"{tmp_path.name}-alone"
    shutil.copytree(tmp_path / works[3].folder, alone)
    shutil.rmtree(tmp_path / OBJECTS)
    assert verify(alone) == []
    assert verify(tmp_path) == []


def test_another_reader_reads_every_record(tmp_path: Path, works: list[Work]) -> None:
    CaptureWriter(tmp_path).write([replace(works[0], records={"dns": {"copy.example": "198.18.0.1"}, "tls": {"a": 1}})])
    for path in (tmp_path / works[0].folder).glob("*.warc.gz"):
        theirs = [r.headers["WARC-Record-ID"] for r in FastIterator(BytesIO(path.read_bytes()))]
        ours = [r.rec_headers.get_header("WARC-Record-ID") for r in ArchiveIterator(BytesIO(path.read_bytes()))]
        assert theirs == ours


def test_a_new_process_finds_what_earlier_ones_wrote(tmp_path: Path, works: list[Work]) -> None:
    for work in works[:3]:
        CaptureWriter(tmp_path).write([work])
    assert len({next((tmp_path / w.folder).glob("body-*")).stat().st_ino for w in works[:3]}) == 1
    assert verify(tmp_path) == []


@pytest.mark.parametrize("kind", ["files", "payloads"])
def test_a_damaged_object_spoils_no_later_capture(tmp_path: Path, works: list[Work], kind: str) -> None:
    CaptureWriter(tmp_path).write(works[:1])
    for path in [p for p in (tmp_path / OBJECTS / kind).rglob("*") if p.is_file()]:
        path.unlink()
        path.write_bytes(b"spoilt" * 9999)
    CaptureWriter(tmp_path).write(works[1:2])
    assert verify(tmp_path) == []
    CaptureWriter(tmp_path).write(works[2:3])
    assert verify(tmp_path) == []


def test_an_object_swept_away_between_two_captures(tmp_path: Path, works: list[Work]) -> None:
    writer = CaptureWriter(tmp_path)
    writer.write(works[:1])
    shutil.rmtree(tmp_path / works[0].folder)
    objects, freed = sweep(tmp_path)
    assert objects == 3
    assert freed > 30_000
    writer.write(works[1:2])
    assert verify(tmp_path / works[1].folder) == []
    assert sweep(tmp_path)[0] == 0


@pytest.mark.parametrize("number", [errno.EPERM, errno.EXDEV, errno.EMLINK])
def test_without_links_every_folder_gets_copies(
    tmp_path: Path, works: list[Work], monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "link", refuse)
    CaptureWriter(tmp_path).write(works)
    assert verify(tmp_path) == []
    assert [p for p in (tmp_path / OBJECTS).rglob("*") if p.is_file()] == []


def test_records_are_in_the_archive_and_beside_it(tmp_path: Path, works: list[Work]) -> None:
    records: dict[str, dict[str, object]] = {
        "dns": {"copy.example": {"A": ["198.18.0.1"], "CNAME": "cdn.example."}, "b.example": "2001:db8::1"},
        "whois": {"text": "Domain Name: copy.example\r\n注册商: 某某", "source": "whois"},
        "parts": {},
    }
    CaptureWriter(tmp_path).write([replace(works[0], records=records)])
    raw = (tmp_path / works[0].folder / "exchanges.warc.gz").read_bytes()
    found = {
        record.rec_headers.get_header("WARC-Target-URI"): (record, record.raw_stream.read())
        for record in ArchiveIterator(BytesIO(raw))
        if record.rec_type in ("resource", "metadata")
    }
    assert set(found) == {"dns:copy.example", "dns:b.example", "urn:zhenwei:whois"}
    record, block = found["dns:copy.example"]
    assert (record.rec_type, record.content_type) == ("resource", "text/dns")
    assert block == b"copy.example. IN A 198.18.0.1\r\ncopy.example. IN CNAME cdn.example.\r\n"
    assert found["dns:b.example"][1] == b"b.example. IN AAAA 2001:db8::1\r\n"
    assert "注册商: 某某" in found["urn:zhenwei:whois"][1].decode()
    assert record.rec_headers.get_header("WARC-Concurrent-To")
    assert sha256(gzip.decompress(raw))
    assert verify(tmp_path) == []
