"""P015: A domain that once was the regulator's answers again.

Why: old notices and textbooks still print it; whoever holds it now inherits their trust.
Catches: a host below an organ's retired domains, those within gov.cn too, with any page that is not empty.
Spares: the organ's present domains (checked first); a retired name that only redirects to a genuine page.
"""

from __future__ import annotations

from collections.abc import Iterator

from detectors.rules.base import Rule, View
from zhenwei.sentences import said
from zhenwei.types import Finding, Side


class RetiredDomain(Rule):
    """A domain that once was the regulator's answers again."""

    id, side = "P015", Side.IMPERSONATION
    about = "已停用的官方域名重新应答"

    def look(self, view: View) -> Iterator[Finding]:
        if view.retired is not None and not view.trusted and view.documents:
            yield self.find(
                view.documents[0],
                self.worth("found"),
                said("{organ}已停用的域名重新应答", organ=view.retired.name),
                target=view.retired.slug,
                key="retired",
            )
