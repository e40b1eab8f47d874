"""What stands in the way of saving a change, and what a person says to it; kept with the change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from review.editing.covering import Covered
from review.editing.proposals import Proposal
from review.noting import Value
from zhenwei.errors import NotAllowed
from zhenwei.sentences import said

LONGEST_WHY = 500


class AskAgain(Exception):
    """The trial newly flags sites that are official or cleared: the person is asked once more."""


@dataclass(frozen=True, slots=True)
class Consent:
    """What the form says: the cases covered all the same, saved without a trial, asked again and sure."""

    despite: bool = False
    despite_why: str = ""
    untried: bool = False
    untried_why: str = ""
    sure: bool = False

    @classmethod
    def of_form(cls, form: Mapping[str, str]) -> Consent:
        """Read it."""
        do = form.get("do", "")
        return cls(
            form.get("despite") == "yes", plain(form.get("despite_why", "")),
            do == "untried", plain(form.get("untried_why", "")), do == "sure",
        )  # fmt: skip


def plain(why: str) -> str:
    """Return a reason on one line, within what is kept."""
    return " ".join(why.split())[:LONGEST_WHY]


def insisted(proposal: Proposal, cases: Sequence[Covered], consent: Consent) -> dict[str, Any]:
    """Return what the person insists on, for the history. Raises NotAllowed for what is missing, AskAgain."""
    kept: dict[str, Any] = {}
    if cases:
        if not consent.despite:
            raise NotAllowed(said("所列域名涉及尚未排除的案件，没有保存；确需列入的，请勾选“仍要列入”并写明理由"))
        if not consent.despite_why:
            raise NotAllowed(said("请写明仍要列入的理由"))
        kept["covers"] = {
            "hosts": list(proposal.widens), "cases": [one.case for one in cases], "why": consent.despite_why,
        }  # fmt: skip
    trial = proposal.trial
    if trial is None or trial.report is None:
        if not consent.untried:
            raise NotAllowed(
                said("近 30 天试算还没有结果，没有保存；请等试算完成，或者写明理由后按“未经试算，仍要保存”")
            )
        if not consent.untried_why:
            raise NotAllowed(said("请写明未经试算仍要保存的理由"))
        kept["untried"] = {"state": trial.state if trial else "stopped", "why": consent.untried_why}
    elif wronged := trial.report.wronged:
        if not consent.sure:
            raise AskAgain
        kept["wrongs"] = sorted({row.host for row in wronged})
    return kept


def as_noted(kept: Mapping[str, Any]) -> dict[str, Value]:
    """Return it as fields of the audit log."""
    fields: dict[str, Value] = {}
    if covers := kept.get("covers"):
        fields |= {"covers": covers["hosts"], "cases": covers["cases"], "covers_why": covers["why"]}
    if untried := kept.get("untried"):
        fields |= {"untried": untried["state"], "untried_why": untried["why"]}
    if wrongs := kept.get("wrongs"):
        fields["wrongs"] = wrongs
    return fields
