"""The labelled names that stand beside a checkout, and how look-alikes are counted: by family, never by row.

A family is one decision of an attacker, not one name: eighty registrations of one pattern are caught or missed as one.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

# Of a checkout at /x/main the names stand in /x/shared.
DEFAULT = Path(__file__).resolve().parents[3] / "shared" / "data" / "names"
_FAMILY = re.compile(r"\bfamily (\S+)")
_LETTERS = re.compile(r"gov|gob|gouv", re.I)
CN_GOV = frozenset({"lookalike_cn_gov", "lookalike_cn_gov_path"})


@dataclass(frozen=True)
class Row:
    """A labelled name; ``note`` may name the family."""

    domain: str
    label: str
    note: str = ""

    @property
    def name(self) -> str:
        """The name in lower case without a final dot, as ``zhenwei screen`` prints it."""
        return self.domain.strip().rstrip(".").lower()


@dataclass(frozen=True)
class Family:
    """Names that one attacker made by one pattern."""

    label: str
    key: str
    names: tuple[str, ...]

    @property
    def of_china(self) -> bool:
        """True if a Chinese government body is imitated."""
        return self.label in CN_GOV

    @property
    def without_gov(self) -> bool:
        """True if no name of it has the letters gov, gob or gouv anywhere."""
        return not any(_LETTERS.search(name) for name in self.names)


@dataclass(frozen=True)
class Labelled:
    """All the labelled names."""

    lookalikes: tuple[Row, ...]
    benign: tuple[Row, ...]
    gov_cn: tuple[Row, ...]
    phish_other: tuple[Row, ...]

    def names(self) -> list[str]:
        """Every name, in order, look-alikes first."""
        return [row.name for part in (self.lookalikes, self.gov_cn, self.phish_other, self.benign) for row in part]


def read_labelled(folder: Path, *, every: int = 1, every_gov_cn: int = 1) -> Labelled:
    """Read the four files; of the benign names only each ``every``-th row, of real .gov.cn ``every_gov_cn``-th."""
    return Labelled(
        lookalikes=_rows(folder / "domains_lookalike.csv"),
        benign=_rows(folder / "domains_benign.csv.gz")[::every],
        gov_cn=_rows(folder / "domains_gov_cn.csv.gz")[::every_gov_cn],
        phish_other=_rows(folder / "domains_phish_other_cn.csv"),
    )


def families(rows: Iterable[Row], *, paths_apart: bool = False) -> list[Family]:
    """Group look-alikes: by the family in the note; paths by the account that holds them; else a row is its own.

    ``paths_apart`` counts each path by itself (sixty repositories of one account are then sixty).
    """
    found: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        found.setdefault((row.label, _key(row, paths_apart=paths_apart)), []).append(row.name)
    return [Family(label, key, tuple(names)) for (label, key), names in found.items()]


def not_allowed(rows: Iterable[Row], genuine: Sequence[str]) -> tuple[Row, ...]:
    """Return the rows that stand below none of the genuine names: what a flag on them would be is a false alarm."""
    known = frozenset(genuine)
    return tuple(row for row in rows if known.isdisjoint(_itself_and_above(row.name)))


def share(found: Iterable[Family], caught: Callable[[str], bool]) -> tuple[int, int]:
    """Return how many families have a name that is caught, and how many there are."""
    results = [any(caught(name) for name in family.names) for family in found]
    return sum(results), len(results)


def _itself_and_above(host: str) -> list[str]:
    labels = host.split(".")
    return [".".join(labels[start:]) for start in range(len(labels))]


def _key(row: Row, *, paths_apart: bool) -> str:
    if named := _FAMILY.search(row.note):
        return named[1]
    if row.label.endswith("_path") and not paths_apart:
        return row.name.split("/")[0]
    return row.name


def _rows(path: Path) -> tuple[Row, ...]:
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    return tuple(Row(row["domain"], row["label"], row.get("note") or "") for row in csv.DictReader(io.StringIO(text)))
