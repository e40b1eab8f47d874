"""A planned letter → its text. Every fact is there, or nothing is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from takedown.citations import Citation, LeftOut
from takedown.content import Style
from takedown.grouping import Plan
from takedown.manner import manner_of
from takedown.render import Block, render
from takedown.required import require
from takedown.thresholds import indications
from takedown.words import letter_facts
from zhenwei.errors import BadInput
from zhenwei.sentences import said
from zhenwei.watchlist.models import Sender


@dataclass(frozen=True, slots=True)
class Written:
    """``document`` is 函, 报告 or 请示; ``style`` the page that it is set on."""

    blocks: tuple[Block, ...]
    document: str
    style: Style


def write(
    plan: Plan, sender: Sender, citations: Sequence[Citation], left_out: Sequence[LeftOut], evidence_digest: str
) -> Written:
    """Return the text of a letter. Raises BadInput, EvidenceError or WatchlistError naming the fact and the case."""
    require(plan, sender, citations, left_out, evidence_digest)
    seen = indications(plan.sites, _citable(citations)) if plan.recipient == "police" else ()
    facts = letter_facts(plan, sender, citations, evidence_digest, seen)
    try:
        blocks = render(plan.kind.template, facts)
    except BadInput as error:
        raise BadInput(
            said("案件 {cases}：{error}", cases="、".join(str(site.case) for site in plan.sites[:5]), error=error)
        ) from error
    manner = manner_of(plan, sender)
    return Written(blocks, manner.document, manner.style)


def _citable(citations: Sequence[Citation]) -> Callable[[str, str], bool]:
    """Return what says whether an article of a law (short title or document number) may be named: if cited."""
    cited = {(name, re.split(r"[(（]", row.number)[0]) for row in citations for name in (row.short, row.doc_no)}
    return lambda law, article: (law, article) in cited
