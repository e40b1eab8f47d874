"""Facts of confirmed cases, for commands that look at letters without drafting any."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from sqlalchemy import select

from takedown.facts import SiteFacts
from takedown.gather import gather
from zhenwei.cli import context
from zhenwei.cli.progress import bars
from zhenwei.errors import EvidenceError, NotAllowed
from zhenwei.store.cases import get_case
from zhenwei.store.models import CaseRow
from zhenwei.types import CaseState
from zhenwei.watchlist import Watchlist

_OPEN = (CaseState.CONFIRMED.value, CaseState.DRAFTED.value)


def facts_of(watchlist: Watchlist, cases: Sequence[int] | None) -> list[SiteFacts]:
    """Return the facts of the cases, or of all that are confirmed and not yet gone out (None).

    Of all, those without sound evidence are named on standard error and left out; of named ones it is an error.
    """
    evidence = context.settings().evidence_dir
    found: list[SiteFacts] = []
    with context.transaction() as session, bars() as bar:
        query = select(CaseRow.id).where(CaseRow.state.in_(_OPEN)).order_by(CaseRow.id)
        chosen = list(session.scalars(query)) if cases is None else list(dict.fromkeys(cases))
        line = bar("读取案件")
        for number, case_id in enumerate(chosen):
            line.update(number, len(chosen))
            try:
                found.append(gather(session, get_case(session, case_id), watchlist, evidence))
            except (EvidenceError, NotAllowed) as error:
                if cases is not None:
                    raise
                print(f"未列入：{error}", file=sys.stderr)  # noqa: T201  # a command's own word to its user
    return found
