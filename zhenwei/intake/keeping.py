"""Reports → rows: each is kept and gets its receipt, whatever it repeats; what it repeats is said.

Work goes in parts of some hundred reports, so that a file of any length needs the same memory.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from zhenwei.address import host_of, registrable
from zhenwei.clock import now
from zhenwei.intake.addresses import address_key
from zhenwei.intake.report import Report
from zhenwei.intake.seen import Address, Seen
from zhenwei.intake.vault import Vault
from zhenwei.sentences import said
from zhenwei.store.batches import give_number
from zhenwei.store.models import LeadRow, ReporterRow, SiteRow
from zhenwei.store.report_in_tables import ReportAddressRow, ReportBatchRow, ReportInRow

AT_ONCE = 500
PUBLIC = said("公众举报")  # the reason of a lead whose report says nothing


@dataclass
class Kept:
    """What became of a batch. ``new``: reports that brought a lead or an account nobody had reported."""

    number: str = ""
    reports: int = 0
    new: int = 0
    repeats: int = 0
    addresses: int = 0
    without_address: int = 0
    identities: int = 0
    # Addresses by what was known of them: new, reported, lead, site (zhenwei/intake/receipt.py, KNOWN).
    known: Counter[str] = field(default_factory=Counter)
    cases: set[int] = field(default_factory=set)


class Keeper:
    """Writes one batch into a transaction: ``keep`` as often as there is more, then ``close`` for the number."""

    def __init__(self, session: Session, source: str, by: str, vault: Vault, sha256: str = "") -> None:
        self._session, self._source, self._vault, self._at = session, source, vault, now()
        batch = ReportBatchRow(source=source, received_at=self._at, by=by, sha256=sha256)
        session.add(batch)
        session.flush()
        self._batch = batch.id
        self.kept = Kept()

    def keep(self, reports: Sequence[Report]) -> None:
        """Add reports (some hundred at once)."""
        for start in range(0, len(reports), AT_ONCE):
            self._keep(reports[start : start + AT_ONCE])

    def close(self, skipped: int = 0) -> Kept:
        """Give the batch its receipt number and return what was kept."""
        done = update(ReportBatchRow).where(ReportBatchRow.id == self._batch)
        self._session.execute(done.values(reports=self.kept.reports, skipped=skipped))
        self.kept.number = give_number(self._session, self._batch, self._at)
        return self.kept

    def _keep(self, reports: Sequence[Report]) -> None:
        addresses = [[Address(url, address_key(url), host_of(url)) for url in one.addresses] for one in reports]
        every = [address for some in addresses for address in some]
        seen = Seen(self._session, self._source, reports, every)
        leads, fresh = self._leads(reports, addresses)
        numbers = self._reports(reports, addresses, seen)
        self._addresses(reports, addresses, numbers, leads, seen)
        self._reporters(reports, numbers)
        for number, one in enumerate(reports):
            triples = {(address.url, one.reference) for address in addresses[number]}
            is_new = bool(triples & fresh) or (not triples and not seen.repeated[number])
            fresh -= triples
            self.kept.new += is_new
            self.kept.repeats += bool(seen.repeated[number])
            self.kept.without_address += not triples
        self.kept.reports += len(reports)
        self.kept.addresses += len(every)

    def _leads(
        self, reports: Sequence[Report], addresses: list[list[Address]]
    ) -> tuple[dict[tuple[str, str], int], set[tuple[str, str]]]:
        """Add the leads that are not there; return the id of each (address, reference), and which are new."""
        sites = self._sites({address.host for some in addresses for address in some})
        wanted: dict[tuple[str, str], dict[str, Any]] = {}
        for one, some in zip(reports, addresses, strict=True):
            detail = {"reported_at": one.reported_at.isoformat()} if one.reported_at else {}
            for address in some:
                values: dict[str, Any] = {"site_id": sites[address.host], "source": self._source, "url": address.url}
                values |= {"reference": one.reference, "why": one.note or PUBLIC, "detail": detail}
                wanted.setdefault((address.url, one.reference), values)
        there = self._lead_ids(wanted)
        if there:
            again = update(LeadRow).where(LeadRow.id.in_(there.values())).values(last_seen=self._at)
            self._session.execute(again)
        missing = [values for key, values in wanted.items() if key not in there]
        if missing:
            rows = [values | {"first_seen": self._at, "last_seen": self._at} for values in missing]
            self._session.execute(self._adding(LeadRow).on_conflict_do_nothing(), rows)
        return self._lead_ids(wanted), wanted.keys() - there.keys()

    def _lead_ids(self, wanted: Any) -> dict[tuple[str, str], int]:
        urls = {url for url, _reference in wanted}
        query = select(LeadRow.url, LeadRow.reference, LeadRow.id).where(
            LeadRow.source == self._source, LeadRow.url.in_(urls)
        )
        return {(url, ref): lead for url, ref, lead in self._session.execute(query) if (url, ref) in wanted}

    def _sites(self, hosts: set[str]) -> dict[str, int]:
        """Return the id of each host's site, made where it is new."""
        query = select(SiteRow.host, SiteRow.id).where(SiteRow.host.in_(hosts))
        found = dict(self._session.execute(query).all())
        missing = sorted(hosts - found.keys())
        if missing:
            rows = [
                {
                    "host": host, "registrable": registrable(host), "first_seen": self._at, "registration": {},
                    "organ": "",
                }
                for host in missing
            ]  # fmt: skip
            self._session.execute(self._adding(SiteRow).on_conflict_do_nothing(), rows)
            found = dict(self._session.execute(query).all())
        return found

    def _reports(self, reports: Sequence[Report], addresses: list[list[Address]], seen: Seen) -> list[int]:
        """Add the reports; return their ids in order."""
        rows = []
        for number, one in enumerate(reports):
            seen.judge(number, one, {address.key for address in addresses[number]})
            rows.append(
                {
                    "batch_id": self._batch, "position": self.kept.reports + number + 1, "line": one.line,
                    "source": self._source, "reference": one.reference, "reported_at": one.reported_at,
                    "note": one.note, "account": one.account, "sameness": seen.digests[number], "repeats_by": "",
                }
            )  # fmt: skip
        adding = insert(ReportInRow).returning(ReportInRow.id, sort_by_parameter_order=True)
        numbers = list(self._session.scalars(adding, rows))
        repeats = [
            {"row": numbers[number], "earlier": numbers[place] if inside else place, "how": how}
            for number, found in enumerate(seen.repeated)
            if found
            for inside, place, how in (found,)
        ]
        if repeats:
            table: Any = ReportInRow.__table__
            step = update(table).where(table.c.id == bindparam("row"))
            values: dict[str, Any] = {"repeats_id": bindparam("earlier"), "repeats_by": bindparam("how")}
            self._session.connection().execute(step.values(**values), repeats)
        return numbers

    def _addresses(
        self,
        reports: Sequence[Report],
        addresses: list[list[Address]],
        numbers: list[int],
        leads: dict[tuple[str, str], int],
        seen: Seen,
    ) -> None:
        rows: list[dict[str, Any]] = []
        for one, some, report in zip(reports, addresses, numbers, strict=True):
            for place, address in enumerate(some, 1):
                lead = leads[address.url, one.reference]
                rows.append(
                    {"report_id": report, "position": place, "url": address.url, "key": address.key, "lead_id": lead}
                    | seen.known(address, report, lead)
                )
        if rows:
            self._session.execute(insert(ReportAddressRow), rows)
        self.kept.known.update(str(row["known"]) for row in rows)
        self.kept.cases |= {case for row in rows if (case := row["case_id"])}

    def _reporters(self, reports: Sequence[Report], numbers: list[int]) -> None:
        rows = []
        for one, report in zip(reports, numbers, strict=True):
            if one.identity:
                identity, sealed = self._vault.seal(one.identity)
                rows.append({"report_id": report, "identity": identity, "sealed": sealed, "told_at": self._at})
        if rows:
            self._session.execute(insert(ReporterRow), rows)
        self.kept.identities += len(rows)

    def _adding(self, row: type[Any]) -> Any:
        on_server = self._session.get_bind().dialect.name == "postgresql"
        return postgresql.insert(row) if on_server else sqlite.insert(row)
