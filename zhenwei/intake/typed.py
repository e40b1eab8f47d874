"""A report typed in by an officer: checked field by field, and what is known of it said before it is kept."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from zhenwei.address import host_of
from zhenwei.clock import now
from zhenwei.errors import BadInput
from zhenwei.intake.addresses import address_key, bare_host, cell_addresses
from zhenwei.intake.identity import joined, told_in, without
from zhenwei.intake.moments import read_moment
from zhenwei.intake.report import Report
from zhenwei.intake.seen import sameness
from zhenwei.store import known

# Longest values (code points) of each field.
LIMITS: Mapping[str, int] = {
    "source": 100, "addresses": 4000, "account": 300, "note": 2000, "reported_at": 40, "reference": 200,
    "reporter_name": 100, "reporter_contact": 200,
}  # fmt: skip
SHOWN = ("source", "addresses", "account", "note", "reported_at", "reference")
SECRET = ("reporter_name", "reporter_contact")
NAMES = {"reporter_name": "举报人", "reporter_contact": "联系方式"}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a field: a key of the page's texts, with the line of the addresses where that matters."""

    field: str
    what: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Hint:
    """What is known already. ``what``: content, reference (the same report), reported, lead, site or case; ``number``
    is the id of a report, a lead or a case."""

    what: str
    url: str
    number: int


def check(values: Mapping[str, str]) -> tuple[Report | None, list[Problem]]:
    """Return the report that was typed, or None and every problem."""
    problems = [Problem(name, "long") for name, most in LIMITS.items() if len(values.get(name, "")) > most]
    text = {name: _line(values.get(name, "")) for name in LIMITS if name not in ("addresses", "note")}
    if not text["source"]:
        problems.append(Problem("source", "empty"))
    addresses: dict[str, str] = {}
    for number, line in enumerate(values.get("addresses", "")[: LIMITS["addresses"]].splitlines(), 1):
        if not line.strip():
            continue
        found = cell_addresses(line, meant=True)
        if not found:
            problems.append(Problem("addresses", "address", number))
        addresses |= {address_key(url): url for url in reversed(found)}
    if not addresses and not text["account"] and not any(p.field == "addresses" for p in problems):
        problems.append(Problem("addresses", "nothing"))
    moment = None
    try:
        moment = read_moment(text["reported_at"])
        if moment is not None and moment > now():
            problems.append(Problem("reported_at", "future"))
    except BadInput:
        problems.append(Problem("reported_at", "moment"))
    if problems:
        return None, problems
    person = [(NAMES[name], text[name]) for name in SECRET if text[name]]
    note = "\n".join(_line(line) for line in values.get("note", "").splitlines() if line.strip())
    told = told_in(note)
    hidden = [*(value for _name, value in person), *told]
    return Report(
        addresses=tuple(addresses.values()),
        note=without(note, hidden),
        account=without(text["account"], hidden),
        reported_at=moment,
        reference=without(text["reference"], hidden),
        identity=joined([*person, *((how, value) for value, how in told.items())]),
    ), []


def hints(session: Session, report: Report, source: str) -> list[Hint]:
    """Return what the store knows of a report that is about to be kept."""
    keys = {address_key(url): url for url in report.addresses}
    found: list[Hint] = []
    if report.reference:
        earlier = known.reports_of(session, source, [report.reference]).get(report.reference, [])
        held = known.keys_of(session, earlier)
        same = [one for one in earlier if held[one] & keys.keys() or not (held[one] or keys)]
        found += [Hint("reference", "", one) for one in same[:1]]
    found += [Hint("content", "", one) for one in known.earlier_reports(session, [sameness(report, source)]).values()]
    addresses = known.earlier_addresses(session, keys)
    leads = known.earlier_leads(session, list(keys.values()))
    sites = known.known_sites(session, {bare_host(host_of(url)) for url in report.addresses})
    for key, url in keys.items():
        lead, case = sites.get(bare_host(host_of(url)), (0, None))
        if key in addresses:
            found.append(Hint("reported", url, addresses[key]))
        elif url in leads:
            found.append(Hint("lead", url, leads[url]))
        elif lead:
            found.append(Hint("site", url, lead))
        if case is not None:
            found.append(Hint("case", url, case))
    return found


def mark_of(report: Report, source: str, known_before: list[Hint]) -> str:
    """Return a mark of a report and of what was said about it: who saw this mark has seen these hints."""
    about = [sameness(report, source), source, report.reference, report.account]
    about += [f"{one.what}/{one.url}/{one.number}" for one in known_before]
    return hashlib.sha256("\n".join(about).encode("utf-8", "backslashreplace")).hexdigest()[:32]


def _line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
