"""What a change says of itself in the audit log: one line of fields, ``case=7 word=hold decision=12``.

Values are codes and numbers; what has blanks or quotation marks stands in JSON's. The page shows fields in words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from fastapi import Request

Value = str | int | Sequence[str] | Sequence[int]

# Each field with the group of its words in the catalogue; "" for what is shown as it is.
FIELDS: Mapping[str, str] = {
    "account": "", "before": "role", "role": "role",
    "token": "", "head": "", "scopes": "scope", "days": "",
    "hook": "", "target": "", "events": "event", "message": "", "number": "",
    "case": "", "word": "word", "decision": "", "undone": "", "cases": "", "done": "", "refused": "",
    "note": "", "reason": "", "capture": "", "captures": "", "faulty": "", "question": "", "of": "",
    "letter": "", "letters": "", "to": "recipient", "step": "step", "version": "", "clock": "",
    "filter": "", "name": "", "query": "",
    "report": "", "reports": "", "period": "", "scheme": "scheme",
    "did": "edited", "file": "", "edit": "", "undoes": "", "proposal": "", "covers": "", "covers_why": "",
    "untried": "trial", "untried_why": "", "wrongs": "",
}  # fmt: skip
LINKED = ("case", "cases")
HOSTS = ("covers", "wrongs")
SEVERAL = ("cases", "letters", "to", "scopes", "events", *HOSTS)
MOST = 50  # of a list
LONGEST = 160  # characters of a text
LONGEST_LIST = 200
MORE = "…"
_PLAIN = re.compile(r'[^\s"]+')
_FIELD = re.compile(r'([a-z_]+)=("(?:[^"\\]|\\.)*(?:"|\\?$)|[^\s"]+)(?: |$)', re.S)


def noted(request: Request, **fields: Value) -> None:
    """Put what a request did into the row that ``trail.py`` writes of it. Empty values are left out; secrets never."""
    request.state.noted = written(fields)


def written(fields: Mapping[str, Value]) -> str:
    """Return fields as they stand in the log, the most telling first: the log cuts what is too long."""
    if unknown := fields.keys() - FIELDS.keys():
        raise ValueError(f"no such field of the audit log: {sorted(unknown)}")
    return " ".join(f"{name}={_quoted(text)}" for name, value in fields.items() if (text := _text(value)))


def read(act: str, detail: str) -> list[tuple[str, list[str]]]:
    """Return the fields of a change's row with their values; nothing for what was written in another way."""
    found, at = list[tuple[str, list[str]]](), 0
    while act.startswith("POST ") and at < len(detail):
        field = _FIELD.match(detail, at)
        if field is None or field[1] not in FIELDS:
            return []
        at = field.end()
        text = _unquoted(field[2])
        found.append((field[1], text.split(",") if field[1] in SEVERAL else [text]))
    return found


def _text(value: Value) -> str:
    if isinstance(value, str | int):
        return str(value).strip()[:LONGEST]
    kept = list[str]()
    for one in map(str, value):
        if len(kept) == MOST or sum(map(len, kept)) + len(kept) + len(one) > LONGEST_LIST:
            return ",".join((*kept, MORE))
        kept.append(one)
    return ",".join(kept)


def _quoted(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def _unquoted(text: str) -> str:
    """Return a value as it was; of one that was cut what is left, as it stands."""
    if not text.startswith('"'):
        return text
    try:
        return str(json.loads(text))
    except ValueError:
        return text[1:] + MORE
