"""Copies: each genuine or copied page at a stranger's address and at its owner's, with more and with less known of it.

The watchlist holds one organ a site, with the name and host that its own pages state. Then each page is judged abroad

- with the fingerprints of all the pages, its own among them (what an organ does that records its pages);
- with those of other pages only: an organ of several pages is still known by what they share, and no page may be
  taken for another organ's;
- with the organ's file alone.

Lawful pages are judged abroad with all those fingerprints as well: more knowledge must not make false alarms.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from bench.of_names.figures import Findings, left_out
from bench.of_pages.classes import share
from bench.of_pages.field import Field, abroad, field
from bench.of_pages.judged import address, detector
from bench.of_pages.labelled import COPY, OFFICIAL, Row
from zhenwei.types import Assessment, Verdict

KEYS = (
    "recall_copies_own_fingerprint",
    "recall_counterfeit_own_fingerprint",
    "recall_official_abroad_own_fingerprint",
    "right_organ_own_fingerprint",
    "recall_copies_other_pages_known",
    "recall_copies_organ_alone",
    "recall_counterfeit_organ_alone",
    "recall_counterfeit_nothing_known",
    "false_alarms_at_home",
    "wrong_organ_others_known",
    "false_alarms_lawful_fingerprints_known",
    "pages_copies",
    "pages_copies_other_pages_known",
)


def look(*, quick: bool, data: Path | None) -> Findings:
    """Judge; the quick form judges every third page where fingerprints are chosen anew for each."""
    if data is None:
        return left_out(KEYS, "copies: the labelled pages are absent")
    ours, found = field(data), Findings(dict.fromkeys(KEYS))
    seen = abroad(data)
    _all_known(ours, {s.row.id: s.said for s in seen if s.copy}, found)
    _others_known(ours, found, every=3 if quick else 1)
    _organ_alone(ours, found)
    wrong = [(s.row, s.said) for s in seen if not s.copy and s.said.verdict is Verdict.COUNTERFEIT]
    found.figures["false_alarms_lawful_fingerprints_known"] = len(wrong)
    found.lists["lawful pages taken for copies"] = _lines(wrong)
    return found


def _all_known(ours: Field, told: dict[str, Assessment], found: Findings) -> None:
    flagged = {key: said.flagged for key, said in told.items()}
    found.figures |= {
        "pages_copies": len(ours.rows),
        "recall_copies_own_fingerprint": share(list(flagged.values())),
        "recall_counterfeit_own_fingerprint": share([flagged[r.id] for r in ours.rows if r.label == COPY]),
        "recall_official_abroad_own_fingerprint": share([flagged[r.id] for r in ours.rows if r.label == OFFICIAL]),
        "right_organ_own_fingerprint": share(
            [said.target == ours.owner[key].slug for key, said in told.items() if said.flagged]
        ),
    }
    home = {row.id: ours.everything.assess(row.site(ours.at_home(row))) for row in ours.rows}
    found.figures["false_alarms_at_home"] = sum(said.flagged for said in home.values())
    found.lists["copies not flagged with their own fingerprint"] = _lines(
        (row, told[row.id]) for row in ours.rows if not flagged[row.id]
    )
    found.lists["flagged at home"] = _lines((row, home[row.id]) for row in ours.rows if home[row.id].flagged)


def _others_known(ours: Field, found: Findings, every: int) -> None:
    """What other pages tell: of the same organ they should be enough, of other organs they must not be."""
    siblings: list[bool] = []
    wrong: list[tuple[Row, Assessment]] = []
    for row in ours.rows[::every]:
        known = ours.of_others(row)
        said = ours.abroad(ours.detector(known), row)
        slug = ours.owner[row.id].slug
        if row.html and any(print_.organ == slug for print_ in known):
            siblings.append(said.flagged)
        if said.target.startswith("bench-") and said.target != slug:
            wrong.append((row, said))
    found.figures |= {
        "recall_copies_other_pages_known": share(siblings),
        "pages_copies_other_pages_known": len(siblings),
        "wrong_organ_others_known": len(wrong),
    }
    found.lists["taken for another organ's page"] = _lines(wrong)


def _organ_alone(ours: Field, found: Findings) -> None:
    organs = ours.detector(())
    told = [(row, ours.abroad(organs, row)) for row in ours.rows]
    found.figures |= {
        "recall_copies_organ_alone": share([said.flagged for _, said in told]),
        "recall_counterfeit_organ_alone": share([said.flagged for row, said in told if row.label == COPY]),
        "recall_counterfeit_nothing_known": share(
            [detector().assess(row.site(address(row))).flagged for row, _ in told if row.label == COPY]
        ),
    }


def _lines(told: Iterable[tuple[Row, Assessment]]) -> list[str]:
    return [f"{row.id}: {said.verdict.value} {said.impersonation:g}" for row, said in told]
