"""The third baseline, for copies: what dnstwist compares pages by (``--lsh ssdeep`` and ``--lsh tlsh``).

Its page is first made even: white space to single blanks, the values of ``action``, ``src`` and ``href`` and what
stands in ``url()`` emptied, by patterns that reach to the last quotation mark of a line (dnstwist 20250130, class
``UrlOpener``; written anew here). On a page that has become one line they swallow most of it; what they leave is
compared all the same. The same two digests of the untouched page stand beside it. dnstwist has no threshold; here it is
what at most one in 200 pairs of pages of different owners exceeds: a copy is found if it is more alike than that.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from bench.of_names.environment import NoPeer
from bench.of_names.figures import Figures, Findings, left_out
from bench.of_pages import altered
from bench.of_pages.altered import CHANGES
from bench.of_pages.classes import share
from bench.of_pages.field import Field, field
from bench.of_pages.judged import foreign
from bench.of_pages.labelled import LAWFUL, OFFICIAL, Row, read
from bench.of_pages.peers import peer

TOOLS = ("zhenwei", "dnstwist_ssdeep", "dnstwist_tlsh", "ssdeep", "tlsh")
KEYS = (
    *(f"{tool}_recall_{change}" for change in CHANGES for tool in TOOLS),
    *(f"{tool}_false_alarms_{kind}" for kind in altered.LAWFUL for tool in TOOLS),
    *(f"{tool}_threshold" for tool in TOOLS[1:]),
    "pairs_of_strangers",
    "pages_altered",
    "pages_strangers",
)
# One pair of strangers in so many may be taken for a copy and its page.
_ALLOWED = 200
_EMPTIED = ((rb'(action|src|href)=".+"', lambda m: m[1] + b'=""'), (rb"url(.+)", lambda m: b"url()"))


@dataclass(frozen=True)
class Tool:
    """A digest and how alike two of them are, 0 to 100. ``even``: the page is made even first."""

    even: bool
    digest: Callable[[bytes], str]
    alike: Callable[[str, str], float]

    def of(self, page: str) -> str:
        """Return the digest of a page; ``""`` where the tool gives none (too short)."""
        raw = page.encode("utf-8", "replace")
        made = self.digest(made_even(raw) if self.even else raw)
        return "" if made in ("", "TNULL") else made


def made_even(page: bytes) -> bytes:
    """Return the page as dnstwist compares it."""
    even = b" ".join(page.split())
    for pattern, emptied in _EMPTIED:
        even = re.sub(pattern, emptied, even, flags=re.IGNORECASE)
    return even


def tools() -> dict[str, Tool]:
    """Return the peers. Raises NoPeer."""
    fuzzy, local = peer("ppdeep"), peer("tlsh")

    def near(one: str, other: str) -> float:
        return int(100 - min(local.diff(one, other), 300) / 3)

    return {
        "dnstwist_ssdeep": Tool(True, fuzzy.hash, fuzzy.compare),
        "dnstwist_tlsh": Tool(True, local.hash, near),
        "ssdeep": Tool(False, fuzzy.hash, fuzzy.compare),
        "tlsh": Tool(False, local.hash, near),
    }


def look(*, quick: bool, data: Path | None) -> Findings:
    """Compare; the quick form takes every fourth page with markup."""
    if data is None:
        return left_out(KEYS, "comparison: the labelled pages are absent")
    ours, found = field(data), Findings(dict.fromkeys(KEYS))
    genuine = [row for row in ours.rows if row.html][:: 4 if quick else 1]
    strangers = [row for label in LAWFUL if label != OFFICIAL for row in read(data, label) if row.html]
    strangers = strangers[:: 3 if quick else 1]
    made = CHANGES | altered.LAWFUL
    copies = {change: {row.id: alter(row.html) for row in genuine} for change, alter in made.items()}
    found.figures |= {"pages_altered": len(genuine), "pages_strangers": len(strangers)}
    _zhenwei(ours, genuine, copies, found)
    try:
        peers = tools()
    except NoPeer as reason:
        found.notes.append(f"ssdeep and TLSH are left out: {reason}")
        return found
    for name, tool in peers.items():
        known = {row.id: tool.of(row.html) for row in genuine}
        pairs = sorted(_of_strangers(ours, tool, known, strangers), reverse=True)
        least = pairs[len(pairs) // _ALLOWED]
        found.figures[f"{name}_threshold"], found.figures["pairs_of_strangers"] = least, len(pairs)
        for change, pages in copies.items():
            likeness = [_alike(tool, known[key], tool.of(page)) for key, page in pages.items()]
            found.figures |= _figure(name, change, [score > least for score in likeness])
    return found


def _zhenwei(ours: Field, genuine: list[Row], copies: dict[str, dict[str, str]], found: Findings) -> None:
    detector = ours.detector(ours.prints[row.id] for row in genuine)
    for change, pages in copies.items():
        told = {row.id: detector.assess(_with(row, pages[row.id]).site(f"https://{foreign(row)}/")) for row in genuine}
        found.figures |= _figure("zhenwei", change, [said.flagged for said in told.values()])
        lawful = change in altered.LAWFUL
        missed = [
            f"{key}: {said.verdict.value} {said.impersonation:g}"
            for key, said in told.items()
            if said.flagged == lawful
        ]
        found.lists[f"wrong on {change}"] = missed


def _figure(tool: str, change: str, flagged: list[bool]) -> Figures:
    if change in altered.LAWFUL:
        return {f"{tool}_false_alarms_{change}": sum(flagged)}
    return {f"{tool}_recall_{change}": share(flagged)}


def _with(row: Row, page: str) -> Row:
    return Row(row.id, row.label, page, "", row.url, row.title, row.held_by, row.work)


def _of_strangers(ours: Field, tool: Tool, known: dict[str, str], strangers: Iterable[Row]) -> Iterable[float]:
    """Yield the likeness of each genuine page to each page of somebody else."""
    others = [(tool.of(row.html), "") for row in strangers]
    others += [(digest, ours.owner[key].slug) for key, digest in known.items()]
    for key, digest in known.items():
        yield from (_alike(tool, digest, other) for other, slug in others if slug != ours.owner[key].slug)


def _alike(tool: Tool, one: str, other: str) -> float:
    return float(tool.alike(one, other)) if one and other else 0.0
