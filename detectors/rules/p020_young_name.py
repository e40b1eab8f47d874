"""P020: The domain is less than a year old and its pages already speak as a regulator.

Why: organs keep their names for decades; fakes are registered, used and dropped.
Catches: a claim to be an organ or a look-up on a domain registered within the last year.
Spares: young domains that claim nothing, old domains, unknown dates of registration.
"""

from __future__ import annotations

from collections.abc import Iterator

from detectors.rules.base import Rule, View
from zhenwei.sentences import said
from zhenwei.types import Finding, Side


class YoungName(Rule):
    """The domain is less than a year old and its pages already speak as a regulator."""

    id, side = "P020", Side.IMPERSONATION
    about = "新注册的域名自称监管部门"

    def look(self, view: View) -> Iterator[Finding]:
        if not view.foreign or view.registered is None or (age := (view.today - view.registered).days) >= 365:
            return
        for doc in view.documents:
            if doc.forms or any(c.kind in ("organ", "lookup", "platform") for c in doc.claims):
                detail = said("域名注册于 {day}，至今 {n} 天", day=view.registered.isoformat(), n=max(age, 0))
                yield self.find(doc, self.worth("found"), detail, key="young")
                return
