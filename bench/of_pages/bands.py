"""What a shown score is worth: of the pages with a score in each ten, how many are what the score says.

Sale: every labelled page as the data gives it; right if it offers certificates. Imitation: copies abroad, once with the
fingerprints of their organs and once with the organs' files alone, and every lawful page abroad with all of that known;
right if the page is a copy. A score below 35 (unclear) states nothing; only the bands from 40 on are held to their
number: at least as many in a hundred are right, and a higher band is never worse than a lower one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.of_names.figures import Findings, left_out
from bench.of_pages.calibration import knots
from bench.of_pages.field import abroad, field
from bench.of_pages.judged import answers
from bench.of_pages.labelled import SALE

SIDES = ("sale", "imitation")
LOWEST = tuple(range(0, 100, 10))
KEYS = tuple(f"{what}_{side}_{low}" for side in SIDES for low in LOWEST for what in ("precision", "pages")) + tuple(
    f"calibration_{what}_{side}" for side in SIDES for what in ("short_bands", "falling_bands")
)
# A band with fewer pages says nothing about a share.
ENOUGH = 5
# From this band on a score is a statement.
STATED = 40


@dataclass(frozen=True)
class Band:
    """Pages whose score is at least ``low`` and below the next band (100 belongs to the last)."""

    low: int
    pages: int
    right: int

    @property
    def precision(self) -> float | None:
        """Share of right pages, or None of none."""
        return round(self.right / self.pages, 4) if self.pages else None

    @property
    def is_short(self) -> bool:
        """True if fewer pages are right than the score says."""
        return self.counts and 100 * self.right < self.low * self.pages

    @property
    def counts(self) -> bool:
        """True if the band states something and has enough pages to tell."""
        return self.low >= STATED and self.pages >= ENOUGH


def look(*, quick: bool, data: Path | None) -> Findings:
    """Judge and count by tens."""
    if data is None:
        return left_out(KEYS, "bands: the labelled pages are absent")
    found = Findings(dict.fromkeys(KEYS))
    for side, told in (("sale", _sale(data)), ("imitation", _imitation(data))):
        counted = bands(told)
        found.notes.append(f"{side}: what the pages ask of the mapping (weights.toml, shown): {asked(told)}")
        for band in counted:
            found.figures |= {f"precision_{side}_{band.low}": band.precision, f"pages_{side}_{band.low}": band.pages}
        found.figures[f"calibration_short_bands_{side}"] = sum(band.is_short for band in counted)
        found.figures[f"calibration_falling_bands_{side}"] = falling(counted)
    return found


def bands(told: Iterable[tuple[float, bool]]) -> list[Band]:
    """Count (score, right) by tens, the lowest first."""
    counts = {low: [0, 0] for low in LOWEST}
    for score, right in told:
        low = min(90, int(score // 10) * 10)
        counts[low][0] += 1
        counts[low][1] += right
    return [Band(low, pages, right) for low, (pages, right) in counts.items()]


def asked(told: Iterable[tuple[float, bool]]) -> str:
    """Return the pairs that keep every promise, or that nothing needs to change."""
    pairs = knots(told)
    return "nothing" if all(total == score for total, score in pairs) else str([list(pair) for pair in pairs])


def falling(counted: Sequence[Band]) -> int:
    """Return how many bands hold a smaller share of right pages than one below, among bands that count."""
    shares = [band.right / band.pages for band in counted if band.counts]
    return sum(any(low > high for low in shares[:place]) for place, high in enumerate(shares))


def _sale(data: Path) -> list[tuple[float, bool]]:
    return [(answer.said.sale, answer.row.label == SALE) for answer in answers(data)]


def _imitation(data: Path) -> list[tuple[float, bool]]:
    ours = field(data)
    organs = ours.detector(())
    told = [(ours.abroad(organs, row).impersonation, True) for row in ours.rows]
    return told + [(seen.said.impersonation, seen.copy) for seen in abroad(data)]
