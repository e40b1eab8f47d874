"""P054: The domain has been registered for three years or longer.

Why: fakes are registered for weeks; regional examination sites stand for years.
Catches: registration at least three years before (damping of impersonation).
Spares: old names taken over later: retired domains of organs are never damped.
"""

from __future__ import annotations

from collections.abc import Iterator

from detectors.rules.base import Rule, View
from zhenwei.sentences import said
from zhenwei.types import Finding, Side


class LongStanding(Rule):
    """The domain has been registered for three years or longer."""

    id, side = "P054", Side.NOTE
    about = "域名注册已久"

    def look(self, view: View) -> Iterator[Finding]:
        if (
            view.registered is not None
            and (view.today - view.registered).days >= 3 * 365
            and view.retired is None
            and view.documents
        ):
            yield self.find(
                view.documents[0], self.worth("found"), said("域名注册于 {day}", day=view.registered.isoformat())
            )
