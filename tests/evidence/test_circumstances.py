"""How captures were made: versions, the clock against a time server, the way out; nothing is claimed unasked."""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from zhenwei.evidence import Exchange, Work, verify, write_captures
from zhenwei.evidence.circumstances import circumstances
from zhenwei.types import Page


@pytest.fixture
def time_server() -> Iterator[str]:
    """Serve the time a hundred seconds ahead, once."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as own:
        own.bind(("127.0.0.1", 0))

        def answer() -> None:
            question, asker = own.recvfrom(64)
            seconds, fraction = struct.unpack("!II", question[40:48])
            stamp = struct.pack("!II", seconds + 100, fraction)
            head = struct.pack("!BBbb5I", 0x24, 1, 4, -20, 0, 0, 0, seconds, fraction)
            own.sendto(head + question[40:48] + stamp + stamp, asker)

        thread = threading.Thread(target=answer)
        thread.start()
        yield f"127.0.0.1:{own.getsockname()[1]}"
        thread.join()


def manifest_of(
    root: Path, page: Page, exchange: Exchange, ntp: str = "", proxy: str = ""
) -> dict[str, dict[str, object]]:
    write_captures(root, [Work("000001/a.example/1-phone", page, [exchange])], circumstances(proxy, ntp))
    assert verify(root) == []
    found = json.loads((root / "000001/a.example/1-phone/manifest.json").read_text())
    assert isinstance(found, dict)
    return found


def test_versions_and_the_way_out_without_a_password(tmp_path: Path, page: Page, exchange: Exchange) -> None:
    found = manifest_of(tmp_path, page, exchange, proxy="http://user:secret@proxy.example:3128")
    assert {"python", "scrapy", "lxml", "system"} <= set(found["tools"])
    assert found["egress"]["proxy"] == "proxy.example:3128"
    assert "secret" not in json.dumps(found)
    assert found["clock"]["offset_seconds"] is None
    assert "not measured" in str(found["clock"]["source"])


def test_the_clock_against_a_server(tmp_path: Path, page: Page, exchange: Exchange, time_server: str) -> None:
    clock = manifest_of(tmp_path, page, exchange, ntp=time_server)["clock"]
    assert clock["source"] == f"NTP {time_server}"
    offset = clock["offset_seconds"]
    assert isinstance(offset, float)
    assert 99 < offset < 101


def test_a_time_server_that_is_none_is_said(tmp_path: Path, page: Page, exchange: Exchange) -> None:
    clock = manifest_of(tmp_path, page, exchange, ntp="127.0.0.1:nonsense")["clock"]
    assert clock["offset_seconds"] is None
    assert "not measured: 127.0.0.1:nonsense" in str(clock["source"])


@pytest.mark.parametrize(("agent", "as_visitor"), [("Mozilla/5.0", True), ("zhenwei (+https://office.example)", False)])
def test_the_log_says_whether_the_crawler_gave_its_name(
    tmp_path: Path, page: Page, exchange: Exchange, agent: str, as_visitor: bool
) -> None:
    manifest_of(tmp_path, page, replace(exchange, request_headers=(("User-Agent", agent),)))
    detail = json.loads((tmp_path / "000001/a.example/1-phone/custody.jsonl").read_text())["detail"]
    assert (detail["as_visitor"], detail["user_agent"]) == (as_visitor, agent)
