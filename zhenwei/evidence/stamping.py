"""Trusted times (RFC 3161) for many captures at once.

What is stamped is a list of manifest digests, one a line: one question to the authority serves a thousand captures, and
whoever has a folder can check it with ``sha256sum``, ``grep`` and ``openssl ts`` alone, without learning of other sites
(docs/decisions/evidence.md). List and answer lie in ``<night>/stamps/`` and, linked, in every capture folder. Which
captures still wait is told by the journal, so an authority that is away is simply asked again by the next run.
"""

from __future__ import annotations

import os
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

from zhenwei.clock import now
from zhenwei.errors import EvidenceError
from zhenwei.evidence.digests import sha256
from zhenwei.evidence.files import flush, write_file
from zhenwei.evidence.journal import STAMPS, Journals, current_captures, last_event, nights_of, read_journal
from zhenwei.evidence.manifest import MANIFEST
from zhenwei.evidence.shared import write_new
from zhenwei.evidence.stamps import STAMP_LIST, STAMP_TOKEN, StampCheck

MOST = 1000  # digests in a list: 65 KB, which travels with every capture that is handed on
ALL_STAMPED = "all-stamped"  # nothing up to the line that it names waits for a stamp
WAITS = (2.0, 10.0)  # seconds before the second and the third try
_TIMEOUT = 20.0
_LARGEST = 200_000
Ask = Callable[[str, bytes, str], bytes]


@dataclass(frozen=True, slots=True)
class Stamping:
    """``stamped``: captures that got a time now; ``waiting``: those still without; ``fault``: why, in one line."""

    stamped: int = 0
    waiting: int = 0
    fault: str = ""


def stamp_captures(
    root: Path, tsa_url: str, tsa_ca: Path | None = None, proxy: str = "", *, waits: Sequence[float] = WAITS
) -> Stamping:
    """Have every capture that waits for it stamped. Never raises for what the authority does: see ``fault``.

    Safe to kill and to repeat: an answer counts once the journal says so.
    """
    check = StampCheck(tsa_ca)
    stamped = waiting = 0
    fault = ""
    for night in _nights_with_work(root):
        chain = read_journal(root, night)
        folders = _without(root, chain)
        for at in range(0, len(folders), MOST):
            part = folders[at : at + MOST]
            if not fault:
                try:
                    _stamp(root, night, part, str(chain[-1]["hash"]), _Authority(tsa_url, proxy, waits, check))
                    stamped += len(part)
                    continue
                except EvidenceError as error:
                    fault = str(error)
            waiting += len(part)
        if not fault:
            Journals(root).append(night, ALL_STAMPED, [{"through": chain[-1]["number"]}])
    return Stamping(stamped, waiting, fault)


def waiting_for_stamp(root: Path) -> int:
    """Return how many captures have no trusted time yet."""
    return sum(len(_without(root, read_journal(root, night))) for night in _nights_with_work(root))


def _nights_with_work(root: Path) -> list[str]:
    """Return the nights whose journal does not end with the word that all is done: old ones are not read again."""
    return [night for night in nights_of(root) if last_event(root, night) != ALL_STAMPED]


def _without(root: Path, chain: Sequence[dict[str, object]]) -> list[tuple[str, str]]:
    """Return (folder, manifest digest) of the captures without a stamp, in a night whose end was not reached before."""
    through = 0
    for line in chain:
        detail = line["detail"]
        if line["event"] == ALL_STAMPED and isinstance(detail, dict):
            through = int(str(detail["through"]))
    return [
        (folder, digest)
        for folder, (number, digest) in current_captures(chain).items()
        if number > through and (root / folder / MANIFEST).exists() and not (root / folder / STAMP_TOKEN).exists()
    ]


@dataclass(frozen=True, slots=True)
class _Authority:
    url: str
    proxy: str
    waits: Sequence[float]
    check: StampCheck

    def stamp(self, data: bytes) -> tuple[bytes, dict[str, object]]:
        """Return the answer and what the journal says of it. Raises EvidenceError when all tries are used up."""
        wanted = TimestampRequestBuilder().data(data).hash_algorithm(HashAlgorithm.SHA256).nonce(nonce=True).build()
        fault = ""
        for wait in (0.0, *self.waits):
            time.sleep(wait)
            sent = now()
            try:
                answer = ask(self.url, wanted.as_bytes(), self.proxy)
            except (OSError, ValueError) as error:
                fault = f"时间戳服务 {self.url} 没有应答（{getattr(error, 'reason', error)}）"
                continue
            at, fault = self.check.look(answer, data, wanted.nonce)
            if at is not None and not fault:
                return answer, {"time": at.isoformat(), "authority": self.url, **_offset(at, sent, now())}
        raise EvidenceError(fault)


def _offset(at: datetime, sent: datetime, received: datetime) -> dict[str, object]:
    """Return how far our clock was off by theirs: what must be added to ours, give or take the way and a second."""
    middle = sent + (received - sent) / 2
    return {
        "clock_offset_seconds": round((at.astimezone(UTC) - middle).total_seconds(), 3),
        "within_seconds": round((received - sent).total_seconds() / 2 + 1, 3),
    }


def _stamp(root: Path, night: str, part: Sequence[tuple[str, str]], head: str, authority: _Authority) -> None:
    # The journal's head stands among the digests, so that the order of events has a trusted time as well.
    listed = "".join(f"{digest}\n" for digest in sorted({head, *(digest for _, digest in part)})).encode()
    answer, said = authority.stamp(listed)
    name = sha256(listed)[:32]
    kept = root / night / STAMPS
    for suffix, data in ((".sha256", listed), (".tsr", answer)):
        write_file(kept / f"{name}{suffix}", data)
    for folder, _ in part:
        # The token last: a folder with a token has both.
        _link(kept / f"{name}.sha256", root / folder / STAMP_LIST)
        _link(kept / f"{name}.tsr", root / folder / STAMP_TOKEN)
    flush(root, lambda: [str(root / folder) for folder, _ in part])
    Journals(root).append(night, "stamped", [{"list": name, "captures": len(part), "journal": head, **said}])


def _link(source: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    with suppress(FileNotFoundError):  # the capture was taken away meanwhile
        try:
            os.link(source, target)
        except FileNotFoundError:
            raise
        except OSError:
            write_new(str(target), source.read_bytes())


def ask(url: str, question: bytes, proxy: str) -> bytes:
    """Send a time-stamp query over HTTP (RFC 3161 section 3.4). Raises OSError or ValueError for no proper answer."""
    if not url.startswith(("http://", "https://")):
        raise ValueError("只支持 http 和 https")
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({"http": proxy, "https": proxy} if proxy else {}))
    request = urllib.request.Request(url, question, {"Content-Type": "application/timestamp-query"})  # noqa: S310
    with opener.open(request, timeout=_TIMEOUT) as answer:
        kind = answer.headers.get_content_type()
        if kind != "application/timestamp-reply":
            raise ValueError(f"应答类型是 {kind}")
        return bytes(answer.read(_LARGEST))
