"""Heads of logs: what is taken, what is refused, and why."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from crawler.ct.head import TreeHead, read_checkpoint, read_sth
from crawler.ct.loglist import STATIC, KnownLog
from crawler.ct.trust import objection, staleness
from tests.crawler.ct.ct_make import FakeLog
from zhenwei.errors import BadInput

LOG = FakeLog()
LOG.fill([f"n{n}.example" for n in range(3)])
GOOD = LOG.checkpoint().decode()
LINE = GOOD.splitlines(keepends=True)[-1]
BODY = GOOD.removesuffix(LINE)
NOW = datetime.now(UTC)


@pytest.mark.parametrize("key", [ec.generate_private_key(ec.SECP384R1()), rsa.generate_private_key(65537, 2048)])
def test_heads_of_both_forms_are_read_and_verified(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) -> None:
    log = FakeLog(key)
    log.fill(["a.example"])
    for head in (read_checkpoint(log.checkpoint(), log.spki), read_sth(log.sth())):
        assert (head.size, head.timestamp, head.root) == (1, log.stamp, log.root)
        assert head.signed_by(log.spki)
        assert not head.signed_by(LOG.spki)
        assert not head.signed_by(b"no key")
        assert not TreeHead(2, head.root, head.timestamp, head.signature).signed_by(log.spki)


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        BODY.removesuffix("\n") + "an extension\nanother\n\n" + LINE,
        BODY + "\u2014 witness.example AAAAAA==\n" + LINE,
        BODY + LINE + "\u2014 witness.example AAAAAA==\n",
        BODY + f"\u2014 {LOG.origin}AAAA==\n" + LINE,
        BODY + f"\u2014 {LOG.origin} AAAAAAAA\n" + LINE,
    ],
)
def test_what_witnesses_and_extensions_add_is_passed_over(text: str) -> None:
    head = read_checkpoint(text.encode(), LOG.spki)
    assert (head.origin, head.size, head.timestamp) == (LOG.origin, 3, LOG.stamp)


@pytest.mark.parametrize(
    "text",
    [
        "", "\n", "\n\n\n", LOG.origin, f"{LOG.origin}\n3\n", BODY, BODY.rstrip(), "<p>\n\nno checkpoint</p>\n",
        BODY + LINE.rstrip("\n"), GOOD.replace("\n\n", "\n"), GOOD.replace("\u2014", "-"), GOOD + "\n" + "x" * 200_000,
        GOOD.replace("\n3\n", "\n03\n"), GOOD.replace("\n3\n", "\n-3\n"), GOOD.replace("\n3\n", "\n3.0\n"),
        GOOD.replace("\n3\n", "\n\n"), GOOD.replace("\n3\n", "\n٣\n"), GOOD.replace("\n3\n", f"\n{2**70}\n"),
        GOOD.replace("=\n\n", "\n\n"), GOOD.replace("\n3\n", "\n3\nQUJD\n"), GOOD.replace("\n", "\r\n"),
        BODY + LINE.replace(LOG.origin, "other.example/2026"), "\n" + GOOD.partition("\n")[2],
        BODY + f"\u2014 {LOG.origin} AAAAAAAA\n", BODY + LINE[:-9] + "\n", BODY + LINE[:60] + "\n",
    ],
)  # fmt: skip
def test_what_is_no_checkpoint_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_checkpoint(text.encode())
    assert "\n" not in str(refused.value)


def test_a_line_of_another_key_is_no_signature() -> None:
    other = FakeLog()
    other.fill(["a.example"])
    with pytest.raises(BadInput, match="有效签名行"):
        read_checkpoint(other.checkpoint(), LOG.spki)
    with pytest.raises(BadInput, match="UTF-8"):
        read_checkpoint(b"\xff" + GOOD.encode())


def changed(**values: Any) -> bytes:
    return json.dumps(json.loads(LOG.sth()) | values).encode()


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[]", b"<html>", b"null", b"{}", b"[" * 200_000, changed(tree_size="3"), changed(tree_size=-1),
        changed(tree_size=True), changed(timestamp=5), changed(timestamp=1e300), changed(timestamp=None),
    ],
)  # fmt: skip
def test_what_is_no_signed_tree_head_is_refused(body: bytes) -> None:
    with pytest.raises(BadInput, match="get-sth"):
        read_sth(body)


@pytest.mark.parametrize(
    "values",
    [
        {"sha256_root_hash": "AAAA"}, {"sha256_root_hash": "*"}, {"tree_head_signature": ""},
        {"tree_head_signature": "AAAAAAAA"}, {"tree_head_signature": None}, {"tree_size": 4},
    ],
)  # fmt: skip
def test_a_head_that_nobody_signed_is_taken_only_where_no_key_is_known(values: dict[str, Any]) -> None:
    head = read_sth(changed(**values))
    assert not head.signed_by(LOG.spki)
    assert "签名" in objection(head, replace(known(), submission=""), {}, NOW)
    assert objection(head, None, {}, NOW) == ""


def known(key: bytes = LOG.spki, submission: str = f"https://{LOG.origin}/") -> KnownLog:
    return KnownLog("x", "y", "https://read.example/", STATIC, key, "usable", submission, None)


HEAD = read_checkpoint(GOOD.encode())
PLACE = {"next": 3, "size": 3, "origin": LOG.origin, "root": LOG.root.hex()}


@pytest.mark.parametrize(
    ("who", "place", "why"),
    [
        (None, {}, ""),
        (known(), PLACE, ""),
        (known(key=b""), {"next": 1, "size": 2, "root": "00"}, ""),
        (known(key=FakeLog().spki), {}, "签名"),
        (known(submission="https://elsewhere.example/"), {}, "来源"),
        (None, PLACE | {"origin": "elsewhere.example"}, "换了来源"),
        (None, PLACE | {"size": 4}, "变短"),
        (None, {"next": 9}, "变短"),
        (None, PLACE | {"root": "00"}, "改写"),
    ],
)
def test_a_head_must_fit_what_is_known(who: KnownLog | None, place: dict[str, Any], why: str) -> None:
    said = objection(HEAD, who, place, NOW)
    assert (why in said) is bool(why or not said)
    assert bool(said) is bool(why)


def test_heads_of_tomorrow_are_refused_and_old_ones_named() -> None:
    assert "未来" in objection(HEAD, None, {}, NOW - timedelta(days=1))
    late = NOW + timedelta(hours=25, minutes=30)
    assert staleness(HEAD, None, NOW + timedelta(hours=23)) == ""
    assert "25 小时" in staleness(HEAD, known(), late)
    assert "readonly" in staleness(HEAD, replace(known(), state="readonly"), late)


def test_the_signed_root_is_what_is_read() -> None:
    read: Callable[[bytes], TreeHead] = read_sth
    assert read(LOG.sth()).root == base64.b64decode(json.loads(LOG.sth())["sha256_root_hash"])
