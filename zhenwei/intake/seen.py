"""What of a part of a batch is known already: earlier reports, addresses, leads, cases; which reports are the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from zhenwei.intake.addresses import address_key, bare_host
from zhenwei.intake.report import Report
from zhenwei.store import known


@dataclass(frozen=True, slots=True)
class Address:
    """An address of a report: as written, the key of all its spellings, its ASCII host."""

    url: str
    key: str
    host: str


class Seen:
    """What was there before a part of a batch, brought up to date report by report."""

    def __init__(self, session: Session, source: str, reports: Sequence[Report], addresses: list[Address]) -> None:
        self.digests = [sameness(one, source) for one in reports]
        # For each report: (the earlier one is of this part, its place there or its id, how it was recognised).
        self.repeated: list[tuple[bool, int, str] | None] = []
        keys = {address.key for address in addresses}
        self._sites = known.known_sites(session, {bare_host(address.host) for address in addresses})
        self._addresses = known.earlier_addresses(session, keys)
        self._leads = known.earlier_leads(session, {address.url for address in addresses})
        self._same = {d: (False, report) for d, report in known.earlier_reports(session, set(self.digests)).items()}
        earlier = known.reports_of(session, source, {one.reference for one in reports if one.reference})
        held = known.keys_of(session, {report for some in earlier.values() for report in some})
        self._references = {
            reference: [(False, report, held[report]) for report in some] for reference, some in earlier.items()
        }

    def judge(self, number: int, report: Report, keys: set[str]) -> None:
        """Say which earlier report this one repeats: one office's same number about the same, or the same content."""
        digest = self.digests[number]
        found: tuple[bool, int, str] | None = None
        if report.reference:
            earlier = self._references.setdefault(report.reference, [])
            # One number may stand over several addresses; another address is then no repetition.
            match = next((one for one in earlier if one[2] & keys or not (one[2] or keys)), None)
            if match:
                found = (match[0], match[1], "reference")
            earlier.append((True, number, keys))
        if found is None and digest in self._same:
            found = (*self._same[digest], "content")
        self._same.setdefault(digest, (True, number))
        self.repeated.append(found)

    def known(self, address: Address, report: int, lead: int) -> dict[str, Any]:
        """Return the columns that say what was known of an address, and remember it for the next one."""
        bare = bare_host(address.host)
        site = self._sites.get(bare)
        earlier, before = self._addresses.get(address.key), self._leads.get(address.url)
        what = "reported" if earlier else "lead" if before else "site" if site and site[0] else "new"
        case = site[1] if site else None
        self._sites.setdefault(bare, (lead, None))
        self._addresses.setdefault(address.key, report)
        self._leads.setdefault(address.url, lead)
        first = before or (site[0] if site and site[0] else None)
        return {
            "known": what,
            "earlier_id": earlier,
            "case_id": case,
            "earlier_lead_id": first if first != lead else None,
        }


def sameness(report: Report, source: str) -> str:
    """Return the digest of what makes two reports the same, whoever passes them on: addresses or account, time, note.

    A report of nothing but an address is the same only from the same source: two people may send it.
    """
    subject = sorted(address_key(url) for url in report.addresses) or [report.account]
    told = [report.reported_at.isoformat() if report.reported_at else "", "".join(report.note.split())]
    if not any(told):
        told.append(source)
    return hashlib.sha256(json.dumps([subject, told], ensure_ascii=True).encode()).hexdigest()
