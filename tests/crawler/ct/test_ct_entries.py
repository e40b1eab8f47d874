"""Entries in both wire forms, names tiles, log lists and messages of streams."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.ct.der import Malformed
from crawler.ct.entries import names_of_rows
from crawler.ct.loglist import RFC6962, STATIC, read_log_list
from crawler.ct.messages import read_message
from crawler.ct.tiles import leaves, names_of_names_tile, names_of_tile, tile_path
from tests.crawler.ct.ct_make import FakeLog, certificate, mixed, sized
from zhenwei.errors import BadInput

LOG = FakeLog()
LOG.add(certificate(["first.example"], "first.example"))
LOG.add(certificate([f"s{n}.example" for n in range(120)], poison=True), precertificate=True)
LOG.add(mixed(["*.wild.example", "xn--fiq228c.example"]))
LOG.add(certificate([], "common.example", poison=True), precertificate=True)
NAMES = [
    "first.example", *(f"s{n}.example" for n in range(120)), "wild.example", "xn--fiq228c.example", "common.example",
]  # fmt: skip


def text(names: Any) -> list[str]:
    return [name.decode() for name in names]


def test_all_names_are_found_in_both_forms() -> None:
    rows = names_of_rows(LOG.rows)
    assert (text(rows.names), rows.entries, rows.unreadable) == (NAMES, 4, 0)
    tile, whole = names_of_tile(LOG.tile(0), 4)
    assert (text(tile.names), tile.entries, tile.unreadable, whole) == (NAMES, 4, 0, True)
    found = list(leaves(LOG.tile(0)))
    assert [leaf.precertificate for leaf in found] == [False, True, False, True]
    assert [leaf.index for leaf in found] == [0, 1, 2, 3]
    assert {leaf.timestamp for leaf in found} == {LOG.stamp}


def test_a_part_of_a_tile_is_read() -> None:
    batch, whole = names_of_tile(LOG.tile(0), 3, skip=2)
    assert (text(batch.names), batch.entries, whole) == (["wild.example", "xn--fiq228c.example"], 1, True)


def test_a_broken_certificate_costs_only_itself() -> None:
    log = FakeLog()
    log.add(certificate(["a.example"]))
    log.add_raw(log.stamp.to_bytes(8, "big") + b"\0\0" + sized(b"\x30\x05rubbish"))
    log.add(certificate(["b.example"]))
    rows = [*log.rows, None, {}, {"leaf_input": 7}, {"leaf_input": "*"}, {"leaf_input": "AAAA"}]
    assert (text(names_of_rows(rows).names), names_of_rows(rows).unreadable) == (["a.example", "b.example"], 6)
    tile, whole = names_of_tile(log.tile(0), 3)
    assert (text(tile.names), tile.unreadable, whole) == (["a.example", "b.example"], 1, True)


def test_a_tile_that_breaks_off_says_so_and_counts_what_it_lacks() -> None:
    data = LOG.tile(0)
    batch, whole = names_of_tile(data[:-10], 4)
    assert (whole, batch.entries, batch.unreadable) == (False, 4, 1)
    batch, whole = names_of_tile(data, 9)
    assert (whole, batch.entries, batch.unreadable) == (False, 9, 5)
    batch, whole = names_of_tile(b"", 4, skip=2)
    assert (whole, batch.entries, batch.unreadable) == (False, 2, 2)
    with pytest.raises(Malformed):
        list(leaves(data[:5]))


def test_unknown_entry_types_and_versions_are_unreadable() -> None:
    row = base64.b64decode(LOG.rows[0]["leaf_input"])
    for broken in (b"\1" + row[1:], b"\0\1" + row[2:], row[:10] + b"\x80\0" + row[12:], row[:40], row[:11]):
        assert names_of_rows([{"leaf_input": base64.b64encode(broken).decode()}]).unreadable == 1


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_mutated_tiles_are_counted_and_never_crash(data: st.DataObject) -> None:
    tile = bytearray(LOG.tile(0))
    for _ in range(data.draw(st.integers(1, 6))):
        tile[data.draw(st.integers(0, len(tile) - 1))] = data.draw(st.integers(0, 255))
    batch, _whole = names_of_tile(bytes(tile[: data.draw(st.integers(0, len(tile)))]), 4)
    assert batch.entries == 4
    assert 0 <= batch.unreadable <= 4


def test_an_index_is_found_among_other_extensions() -> None:
    log = FakeLog()
    log.add(certificate(["a.example"]))
    data = log.tile(0)
    own = sized(b"\0\0\5" + (0).to_bytes(5, "big"), 2)
    others = sized(b"\7\0\1x" + b"\0\0\5" + (77).to_bytes(5, "big"), 2)
    assert next(leaves(data.replace(own, others))).index == 77
    assert next(leaves(data.replace(own, sized(b"", 2)))).index == -1


@pytest.mark.parametrize(
    ("number", "width", "path"),
    [
        (0, 256, "tile/data/000"), (255, 256, "tile/data/255"), (1234, 256, "tile/data/x001/234"),
        (1234067, 256, "tile/data/x001/x234/067"), (3, 10, "tile/data/003.p/10"), (1000, 1, "tile/data/x001/000.p/1"),
    ],
)  # fmt: skip
def test_paths_of_tiles(number: int, width: int, path: str) -> None:
    assert tile_path("data", number, width) == path


def test_names_tiles_are_taken_only_if_they_stand_for_every_entry() -> None:
    rows = [{"Timestamp": 1, "DNS": ["*.a.example"]}, {"Subject": {"CommonName": "b.example"}}, {"DNS": None}]
    lines = "".join(json.dumps(row) + "\n" for row in rows).encode()
    read = names_of_names_tile(lines, 3)
    assert read is not None
    assert (text(read.names), read.entries) == (["a.example", "b.example"], 3)
    read = names_of_names_tile(lines, 2, skip=1)
    assert read is not None
    assert text(read.names) == ["b.example"]
    for broken in (
        lines[:-5],
        b"",
        b"[]\n[]\n[]\n",
        b"1\n2\n3\n",
        b'{"DNS": [1]}\n' * 3,
        b"<html>\n" * 3,
        b"[" * 100_000 + b"\n\n\n",
    ):
        assert names_of_names_tile(broken, 3) is None
    assert names_of_names_tile(lines, 4) is None


def listed(**more: object) -> bytes:
    logs = [
        LOG.listed("https://q.example/log/", "logs", state={"usable": {}}),
        LOG.listed("old.example/log", "logs", description="Example 'old2020'", state={"rejected": {}}),
        {"description": "no address"}, {"url": 7}, "rubbish", {"url": "https://x.example/", "key": "*"},
    ]  # fmt: skip
    ended = {"start_inclusive": "2025-01-01T00:00:00Z", "end_exclusive": "2026-01-01T00:00:00Z"}
    tiled = [
        LOG.listed("https://read.example/", "tiled_logs", description="Example 'tiles2026'", state={"usable": {}}),
        LOG.listed("https://gone.example/", "tiled_logs", description="Example 'tiles2025'", temporal_interval=ended,
                   state={"usable": {}}),
    ]  # fmt: skip
    return json.dumps(
        {"version": "9", "operators": [{"name": "Op", "logs": logs, "tiled_logs": tiled}], **more}
    ).encode()


def test_a_log_list_tells_kinds_keys_and_states() -> None:
    found = read_log_list(listed())
    assert [(log.url, log.kind) for log in found.logs] == [
        ("https://q.example/log/", RFC6962), ("https://old.example/log", RFC6962),
        ("https://read.example/", STATIC), ("https://gone.example/", STATIC),
    ]  # fmt: skip
    moment = datetime(2026, 11, 22, tzinfo=UTC)
    assert [log.url for log in found.chosen("list", moment)] == ["https://q.example/log/", "https://read.example/"]
    assert found.chosen("tiles2026", moment)[0].origin == LOG.origin
    assert found.chosen("Example 'OLD2020'", moment)[0].state == "rejected"
    for address in ("https://read.example", f"https://{LOG.origin}/", "http://read.example/"):
        log = found.at(address)
        assert log is not None
        assert log.key == LOG.spki
    assert found.at("https://nowhere.example/") is None
    for name in ("nowhere", "example", ""):
        with pytest.raises(BadInput):
            found.chosen(name, moment)


@pytest.mark.parametrize("data", [b"", b"<html>", b"[]", b"{}", b'{"operators": []}', b'{"operators": [{"logs": []}]}'])
def test_what_is_no_log_list_is_refused(data: bytes) -> None:
    with pytest.raises(BadInput):
        read_log_list(data)


def test_lists_of_the_first_version_are_read() -> None:
    old = {"operators": [{"id": 0, "name": "Op"}], "logs": [LOG.listed("a.example/log", "logs", disqualified_at=1)]}
    log = read_log_list(json.dumps(old).encode()).logs[0]
    assert (log.url, log.state) == ("https://a.example/log", "retired")


def message(**leaf: object) -> str:
    data = {"cert_index": 7, "source": {"name": "L", "url": "l.example/log/"}, "leaf_cert": leaf}
    return json.dumps({"message_type": "certificate_update", "data": data})


@pytest.mark.parametrize(
    ("said", "names"),
    [
        (message(all_domains=["*.A.example", "b.example", "192.0.2.1"]), ["a.example", "b.example"]),
        (message(all_domains=["a.example"], subject={"CN": "c.example"}), ["a.example", "c.example"]),
        (message(extensions={"subjectAltName": "DNS:a.example, IP Address:192.0.2.1, DNS:b.example"}),
         ["a.example", "b.example"]),
        (message(all_domains=[None, 7, {}], subject={"CN": None}), []),
        (json.dumps({"message_type": "dns_entries", "data": ["d.example", "*.e.example"]}), ["d.example", "e.example"]),
        (json.dumps({"data": {"leaf_cert": {"all_domains": ["f.example"]}}}), ["f.example"]),
        (json.dumps({"message_type": "heartbeat", "timestamp": 1}), []),
    ],
)  # fmt: skip
def test_messages_of_every_form_tell_names(said: str, names: list[str]) -> None:
    update = read_message(said)
    assert update is not None
    assert text(update.names) == names


@pytest.mark.parametrize(
    "said", ["", "x", "[]", "7", "{}", '{"data": 7}', '{"data": {"leaf_cert": []}}', "[" * 100_000]
)
def test_what_is_no_message_is_counted(said: str) -> None:
    assert read_message(said) is None


def test_the_place_in_its_log_is_told() -> None:
    update = read_message(message(all_domains=[]))
    assert update is not None
    assert (update.log, update.index) == ("l.example/log/", 7)
