"""The labelled pages that stand beside a checkout: read as `zhenwei assess` reads its lines."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from zhenwei.cli.pagelines import site_of
from zhenwei.types import Site

# Of a checkout at /x/main the pages stand in /x/shared.
DEFAULT = Path(__file__).resolve().parents[3] / "shared" / "data" / "pages"
SALE, COPY, OFFICIAL = "cert_sale_ad", "counterfeit_gov", "official_gov"
LAWFUL = (OFFICIAL, "training_school", "exam_site", "news_about_fakes", "generic_benign")
SPAM = "other_spam"
LABELS = (SALE, COPY, *LAWFUL, SPAM)


@dataclass(frozen=True, eq=False)
class Row:
    """A labelled page. ``held_by``: the account and repository that held it; ``url``: its own address, if known."""

    id: str
    label: str
    html: str
    text: str
    url: str
    title: str
    held_by: str
    work: bool

    def site(self, url: str = "") -> Site:
        """Return the page as a site of one page at ``url`` ("" for a page whose address nobody knows)."""
        row: dict[str, Any] = {"id": self.id, "url": url}
        return site_of(json.dumps(row | ({"html": self.html} if self.html else {"text": self.text})))[1]

    @property
    def words(self) -> str:
        """The text without markup."""
        return self.text or self.html


def read(folder: Path, label: str) -> tuple[Row, ...]:
    """Return the pages of one label. Raises FileNotFoundError if there is no such file."""
    return _read(folder, label)


@cache
def _read(folder: Path, label: str) -> tuple[Row, ...]:
    return tuple(_row(row) for row in _lines(folder, label))


def _lines(folder: Path, label: str) -> Iterator[dict[str, Any]]:
    plain, packed = folder / f"{label}.jsonl", folder / f"{label}.jsonl.gz"
    raw = plain.read_bytes() if plain.exists() else gzip.decompress(packed.read_bytes())
    yield from (json.loads(line) for line in raw.decode("utf-8").split("\n") if line.strip())


def _row(row: dict[str, Any]) -> Row:
    return Row(
        id=str(row["id"]),
        label=str(row["label"]),
        html=row.get("html") or "",
        text=row.get("text") or "",
        url=row.get("url") or "",
        title=row.get("title") or "",
        held_by=str(row.get("source_repo", "")),
        work=bool(row.get("work_cert")),
    )


def digest(folder: Path) -> str:
    """Return the SHA-256 of what ``sha256sum *`` prints in the folder: it stands in weights.toml and floors.toml."""
    lines = (f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in sorted(folder.iterdir()))
    return hashlib.sha256("".join(lines).encode()).hexdigest()
