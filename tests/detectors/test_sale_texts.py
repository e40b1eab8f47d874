"""Invented texts of sellers and of lawful writers near them: flagged as sale, or not. The numbers are fictional.

Each `sale_texts/*.tsv` holds lines of kind, tab, text (⏎ for a line end). `*_first` was written before the rules
for them, `*_second` after the first tuning and measured before the next; docs/decisions/offers-by-grammar.md counts.
Of the two `*_wide_*` halves the first was learned from, the second only counted; see `learn_pitch.py`. The two
`*_strangers_*` halves were written by somebody who knew no rule: `learn` was learned from, `kept` never; whoever reads
`kept` to change a rule takes its worth away.
Rows of `sellers_missed.tsv` are what is still missed: kept to be seen, not asserted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from detectors.detector import Detector
from zhenwei.types import Page, Profile, Site

FOLDER = Path(__file__).with_name("sale_texts")
ROOT = Path(__file__).parents[2]
OWN = sorted(
    [
        *ROOT.glob("*.md"),
        *ROOT.glob("docs/**/*.md"),
        *ROOT.glob("bench/*.md"),
        *ROOT.glob("watchlist/lexicon/*.toml"),
        *ROOT.glob("detectors/text/*.toml"),
        *ROOT.glob("detectors/*.toml"),
    ]
)


def rows(names: str) -> Iterator[tuple[str, str]]:
    for path in sorted(FOLDER.glob(names)):
        for line in path.read_text("utf-8").splitlines():
            kind, text = line.split("\t")
            yield kind, text.replace("⏎", "\n")


def plain(text: str) -> Site:
    moment = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
    page = Page("", "", Profile.DESKTOP, 200, text, moment, headers={"content-type": "text/plain"})
    return Site("", (page,))


@pytest.mark.parametrize(("kind", "text"), [r for n in ("first", "second", "third") for r in rows(f"sellers_{n}.tsv")])
def test_a_seller_is_flagged(kind: str, text: str, detector: Detector) -> None:
    opinion = detector.assess(plain(text))
    assert opinion.flagged, f"{kind} {opinion.sale} {[(f.rule, f.points, f.quote) for f in opinion.findings]}"


LAWFUL = [r for n in ("first", "second", "third", "wide_learn") for r in rows(f"lawful_{n}.tsv")]


@pytest.mark.parametrize(("kind", "text"), LAWFUL)
def test_a_lawful_writer_is_not(kind: str, text: str, detector: Detector) -> None:
    opinion = detector.assess(plain(text))
    assert not opinion.flagged, f"{kind} {opinion.sale} {[(f.rule, f.points, f.quote) for f in opinion.findings]}"


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [
        ("sellers_wide_learn", 49, 75),
        ("sellers_wide_look", 45, 75),
        ("lawful_wide_look", 0, 5),
        ("sellers_strangers_learn", 90, 100),
        ("sellers_strangers_kept", 62, 100),
        ("lawful_strangers_learn", 0, 0),
        ("lawful_strangers_kept", 0, 1),
    ],
)
def test_of_many_registers_so_many_are_flagged(name: str, least: int, most: int, detector: Detector) -> None:
    """Written wider than any rule reads: what is flagged is counted. Nothing is learned from `*_look` and `*_kept`."""
    assert least <= sum(detector.assess(plain(text)).flagged for _, text in rows(f"{name}.tsv")) <= most


@pytest.mark.parametrize("path", OWN, ids=lambda p: str(p.relative_to(ROOT)))
def test_our_own_papers_are_not_flagged(path: Path, detector: Detector) -> None:
    """They hold every word of every seller, and sell nothing."""
    opinion = detector.assess(plain(path.read_text("utf-8")))
    assert not opinion.flagged, f"{opinion.sale} {[(f.rule, f.points, f.quote) for f in opinion.findings]}"


def test_own_papers_within_a_page(detector: Detector, page_of: Callable[..., Page]) -> None:
    text = (ROOT / "docs" / "rules.md").read_text("utf-8")
    page = page_of(f"<html><body><pre>{text.replace('<', '&lt;')}</pre></body></html>")
    assert not detector.assess(Site("www.code.example.com", (page,))).flagged
