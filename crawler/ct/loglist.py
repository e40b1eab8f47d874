"""The list of logs that browsers publish (JSON schema v3, also v2 and v1): addresses, keys, states.

Logs of static-ct stand in ``tiled_logs`` with two addresses: certificates go in by ``submission_url``, and are read by
``monitoring_url``. An older log has one ``url``; lists of version 1 leave its scheme out.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from zhenwei.errors import BadInput

ALL = "list"
RFC6962, STATIC = "rfc6962", "static-ct"
# States (Chrome's log policy) in which a log takes up new certificates.
GROWING = ("usable", "qualified")


@dataclass(frozen=True, slots=True)
class KnownLog:
    """One log of the list. ``url`` is where it is read; ``key`` is DER; ``state`` is empty where none is given."""

    description: str
    operator: str
    url: str
    kind: str
    key: bytes
    state: str
    submission: str
    ends: datetime | None

    @property
    def origin(self) -> str:
        """The first line of its checkpoints: the submission address without scheme and final slash."""
        return bare(self.submission) if self.kind == STATIC else ""

    def grows(self, moment: datetime) -> bool:
        """True if the log takes up certificates that are issued now."""
        return self.state in GROWING and (self.ends is None or self.ends > moment)


@dataclass(frozen=True, slots=True)
class LogList:
    """All logs of a list, in its order."""

    logs: tuple[KnownLog, ...]
    version: str = ""
    timestamp: str = ""

    def at(self, address: str) -> KnownLog | None:
        """Return the log that is read, or written to, at an address."""
        wanted = bare(address)
        return next((log for log in self.logs if wanted in (bare(log.url), bare(log.submission))), None)

    def chosen(self, wanted: str, moment: datetime) -> list[KnownLog]:
        """Return the logs that ``list`` or a name stands for. Raises BadInput for a name of none or of several."""
        if wanted.strip().lower() == ALL:
            return [log for log in self.logs if log.grows(moment)]
        name = _folded(wanted)
        exact = [log for log in self.logs if _folded(log.description) == name]
        found = exact or [log for log in self.logs if name in _folded(log.description).split()]
        if len(found) != 1:
            raise BadInput(f"日志清单中名为“{wanted[:60]}”的日志有 {len(found)} 个，应恰好一个")
        return found


def bare(address: str) -> str:
    """Return an address without scheme and final slash."""
    return address.partition("://")[2].rstrip("/") if "://" in address else address.rstrip("/")


def read_log_list(data: bytes) -> LogList:
    """Read a log list. Raises BadInput with one line; a log that is not described as one is left out."""
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise BadInput("日志清单不是 JSON") from error
    if not isinstance(found, dict) or not isinstance(found.get("operators"), list):
        raise BadInput("日志清单里没有 operators")
    logs = tuple(_logs(found))
    if not logs:
        raise BadInput("日志清单里没有一个日志")
    return LogList(logs, str(found.get("version", "")), str(found.get("log_list_timestamp", "")))


def _logs(found: Mapping[str, Any]) -> Iterator[KnownLog]:
    for operator in _rows(found["operators"]):
        name = str(operator.get("name", ""))
        for key, kind in (("logs", RFC6962), ("tiled_logs", STATIC)):
            for row in _rows(operator.get(key)):
                yield from _log(row, name, kind)
    for row in _rows(found.get("logs")):  # version 1 keeps logs beside operators
        yield from _log(row, "", RFC6962)


def _rows(value: object) -> Iterable[Mapping[str, Any]]:
    rows = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [row for row in rows if isinstance(row, dict)]


def _log(row: Mapping[str, Any], operator: str, kind: str) -> Iterator[KnownLog]:
    url, submission = row.get("monitoring_url") or row.get("url"), row.get("submission_url") or row.get("url")
    if row.get("monitoring_url"):
        kind = STATIC
    if not isinstance(url, str) or not isinstance(submission, str | None):
        return
    try:
        key = base64.b64decode(row.get("key", ""), validate=True)
    except (binascii.Error, ValueError, TypeError):
        return
    interval = row.get("temporal_interval")
    yield KnownLog(
        description=str(row.get("description", "")),
        operator=operator,
        url=_address(url),
        kind=kind,
        key=key,
        state=_state(row),
        submission=_address(submission or ""),
        ends=_moment(interval.get("end_exclusive")) if isinstance(interval, dict) else None,
    )


def _address(text: str) -> str:
    return text if "://" in text or not text else f"https://{text}"


def _state(row: Mapping[str, Any]) -> str:
    state = row.get("state")
    if isinstance(state, dict) and state:
        return str(next(iter(state)))
    return "retired" if "disqualified_at" in row else ""


def _moment(text: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _folded(name: str) -> str:
    """Return a description to compare by: ``Google 'Argon2026h1' log`` holds the word argon2026h1."""
    return " ".join(name.lower().replace("'", " ").replace('"', " ").split())
