"""A certificate-transparency log (RFC 6962, section 4): get-sth and get-entries; and the list of the lab's logs."""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode

from aiohttp import web

from lab.answers import Answer, plain
from lab.ctledger import Ledger, tree_hash
from lab.engines.base import number
from lab.staticlog import STATIC_URL

CT_HOST = "ct.logs.test"
CT_PATH = "/2026/"
LIST_PATH = "/list.json"
LARGEST = 64  # entries an answer; real logs cut ranges too, so a reader must ask again


class CtLog:
    """The log of RFC 6962, and the list of logs."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def __call__(self, request: web.BaseRequest) -> Answer:
        if request.path == LIST_PATH:
            return _json(log_list(self._ledger.key))
        if request.path == f"{CT_PATH}ct/v1/get-sth":
            return _json(self._head())
        if request.path == f"{CT_PATH}ct/v1/get-entries":
            return self._entries(number(request.query.get("start", ""), -1), number(request.query.get("end", ""), -1))
        return plain(404, "")

    def _entries(self, start: int, end: int) -> Answer:
        entries = self._ledger.entries
        if not 0 <= start <= end or start >= len(entries):
            return plain(400, "bad range", "text/plain; charset=utf-8")
        chosen = entries[start : min(end + 1, start + LARGEST)]
        rows = [
            {"leaf_input": b64encode(entry.leaf).decode(), "extra_data": b64encode(entry.extra).decode()}
            for entry in chosen
        ]
        return _json({"entries": rows})

    def _head(self) -> dict[str, object]:
        root = tree_hash([entry.leaf for entry in self._ledger.entries])
        stamp, signature = self._ledger.sign_head(root)
        return {
            "tree_size": len(self._ledger.entries),
            "timestamp": stamp,
            "sha256_root_hash": b64encode(root).decode(),
            "tree_head_signature": b64encode(signature).decode(),
        }


def log_list(key: bytes) -> dict[str, object]:
    """Return the list of both logs, in version 3 of its schema."""
    about = {
        "log_id": b64encode(hashlib.sha256(key).digest()).decode(),
        "key": b64encode(key).decode(),
        "mmd": 86400,
        "state": {"usable": {"timestamp": "2026-01-01T00:00:00Z"}},
    }
    tiled = {"description": "Lab 'tiles2026'", "submission_url": STATIC_URL, "monitoring_url": STATIC_URL}
    queried = {"description": "Lab 'log2026'", "url": f"http://{CT_HOST}{CT_PATH}"}
    operator = {"name": "Lab", "email": [], "logs": [queried | about], "tiled_logs": [tiled | about]}
    return {"version": "1.0", "log_list_timestamp": "2026-01-01T00:00:00Z", "operators": [operator]}


def _json(value: dict[str, object]) -> Answer:
    return Answer(200, {"Content-Type": "application/json"}, json.dumps(value).encode())
