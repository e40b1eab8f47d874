"""The only place where weights meet: findings in, two scores and one verdict out.

Each rule belongs to a family; a family counts its strongest finding fully and further ones at a part, up to its cap,
so that one kind of evidence cannot carry a verdict by repetition. A verdict needs kinds that are independent.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from zhenwei.types import Finding, Verdict

FLAG = 60.0
UNCLEAR = 35.0


@dataclass(frozen=True, slots=True)
class Family:
    """Rules that see one kind of evidence. ``cap``: most points together; ``more``: share counted beyond the first."""

    rules: tuple[str, ...]
    cap: float
    more: float = 0.4


IMPERSONATION = {
    "identity": Family(("P001", "P002", "P003", "P004", "P018", "P019", "P023"), 62, 0.5),
    "function": Family(("P005", "P006", "P007", "P021", "P022"), 66, 0.7),
    "marks": Family(("P008", "P009"), 36, 0.5),
    "theft": Family(("P010", "P011", "P012", "P013"), 62, 0.6),
    "name": Family(("P014", "P015", "P016", "P020"), 44, 0.3),
    "cloak": Family(("P017",), 15),
}
SALE_CORE = {
    "skip": Family(("P101",), 48),
    "forging": Family(("P102",), 54),
    "pay_later": Family(("P104",), 34),
    "fast": Family(("P119",), 28),
    "kit": Family(("P120",), 46),
    "deal": Family(("P121",), 24),
}
SALE_BESIDE = {
    "hint": Family(("P103",), 24),
    "verifiable": Family(("P105",), 18),
    "trade": Family(("P106",), 16),
    "weak": Family(("P107",), 8),
    "price": Family(("P108",), 8),
    "contact": Family(("P109", "P112"), 20),
    "goods": Family(("P110",), 14, 0.0),
    "spelling": Family(("P111",), 20),
    "review": Family(("P113",), 10),
    "title": Family(("P114",), 10),
    "planted": Family(("P116", "P117", "P118"), 20),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known besides findings. ``planted``: an offer stands in a site that lives from something else."""

    trusted: bool = False
    neighbour: bool = False
    cleared: bool = False
    planted: bool = False
    seen: bool = True


def impersonation(findings: Sequence[Finding]) -> float:
    """Return 0 to 100. One family alone stays below the flag, unless title and host line both claim an organ."""
    sums = {name: _family(findings, family) for name, family in IMPERSONATION.items()}
    present = [name for name, points in sums.items() if points >= 8]
    total = sum(sums.values())
    if sums["name"] >= 15 and (sums["identity"] or sums["function"]):
        total += 20 if _strong_name(findings) else 8
    signed = _is_signed(findings)
    total += 12 if signed else 0
    total -= _damping(findings, sums)
    if len(present) < 2 and not signed and not any(f.rule == "P007" for f in findings):
        total = min(total, FLAG - 2)
    if present == ["name"] or set(present) <= {"name", "marks"}:
        total = min(total, FLAG - 2)
    return _bounded(total)


def _strong_name(findings: Sequence[Finding]) -> bool:
    """True if the name alone would make a person look: it imitates closely, or once was the organ's own."""
    return any((f.rule == "P014" and f.points >= 28) or f.rule in ("P015", "P016") for f in findings)


def _is_old_namesake(findings: Sequence[Finding], pretends: float) -> bool:
    """True if a name that merely resembles has stood for years over pages that claim nothing."""
    close = any((f.rule == "P014" and f.points >= 28) or f.rule == "P015" for f in findings)
    return not close and pretends < 15 and any(f.rule == "P054" for f in findings)


def _is_signed(findings: Sequence[Finding]) -> bool:
    """True if the page both calls itself an organ and is signed by one."""
    claims = {f.key[-1] for f in findings if f.rule in ("P001", "P002", "P004")}
    return "host" in claims and len(claims) >= 2


def _damping(findings: Sequence[Finding], sums: dict[str, float]) -> float:
    points = {
        rule: max((f.points for f in findings if f.rule == rule), default=0.0)
        for rule in ("P051", "P052", "P053", "P054", "P055")
    }
    damp = sum(points.values())
    if sums["marks"] >= 14 and sums["name"] >= 15:
        damp -= points["P053"]  # an article of a government, under its marks, at an address that pretends to be it
    # What was taken or invented is not excused by a line in the footer.
    borne = sums["function"] > 0 and any(f.rule == "P002" for f in findings)
    hard = borne or sums["theft"] >= 30 or any(f.rule in ("P007", "P015") for f in findings)
    return 0.4 * damp if hard else damp


def sale(findings: Sequence[Finding]) -> float:
    """Return 0 to 100. Without a promise that only sellers make, the rest stays below the flag."""
    core = {name: _family(findings, family) for name, family in SALE_CORE.items()}
    beside = sum(_family(findings, family) for family in SALE_BESIDE.values())
    total = sum(core.values()) + beside
    kinds = sum(1 for points in core.values() if points)
    if not kinds:
        hint = any(f.rule in ("P103", "P111") for f in findings)
        traded = {"P105", "P106", "P110"} <= {f.rule for f in findings if f.rule != "P110" or f.points >= 14}
        total = min(total, FLAG + 10 if hint else FLAG - 8 if traded else UNCLEAR - 1)
    reachable = any(f.rule in ("P111", "P112") or (f.rule == "P109" and f.points >= 10) for f in findings)
    if not reachable and not (kinds >= 2 and any(f.rule == "P109" for f in findings)):
        total = min(total, FLAG - 4)
    strong = (
        max(core.values(), default=0) >= 44
        or kinds >= 2
        or any(f.rule in ("P111", "P116", "P117", "P118") for f in findings)
    )
    if kinds <= 1 and not reachable and any(f.rule == "P150" for f in findings):
        total = min(total, UNCLEAR - 1)
    for rule in ("P151", "P152"):
        damp = max((f.points for f in findings if f.rule == rule), default=0.0)
        total -= 0.25 * damp if strong else damp
    promised = any(core[name] for name in ("skip", "pay_later", "kit"))
    if any(f.rule == "P153" or (f.rule == "P154" and not promised) for f in findings):
        total = min(total, UNCLEAR - 1)  # another trade, whose own words these are
    return _bounded(total)


def _family(findings: Iterable[Finding], family: Family) -> float:
    best: dict[tuple[str, ...], float] = {}
    for finding in findings:
        if finding.rule in family.rules:
            key = finding.key if finding.rule in ("P001", "P002", "P003", "P004") else (finding.rule,)
            best[key] = max(best.get(key, 0.0), finding.points)
    points = sorted(best.values(), reverse=True)
    return min(family.cap, points[0] + family.more * sum(points[1:])) if points else 0.0


def _bounded(total: float) -> float:
    return round(min(100.0, max(0.0, total)), 1)


def verdict_of(findings: Sequence[Finding], pretends: float, sells: float, standing: Standing) -> Verdict:
    """Return the one verdict. A planted offer makes a lawful site a victim; a genuine host is no counterfeit."""
    core = any(f.rule in ("P101", "P102", "P104", "P119", "P120") for f in findings)
    if standing.trusted or standing.cleared:
        if core and sells >= FLAG:
            return Verdict.HIJACKED
        return Verdict.OFFICIAL if standing.trusted else Verdict.BENIGN
    if sells >= FLAG and standing.planted and pretends < FLAG:
        return Verdict.HIJACKED
    if pretends >= FLAG and (sells < FLAG or pretends >= sells):
        return Verdict.COUNTERFEIT
    if sells >= FLAG:
        return Verdict.SALE
    if pretends >= FLAG:
        return Verdict.COUNTERFEIT
    if max(pretends, sells) >= UNCLEAR or (_strong_name(findings) and not _is_old_namesake(findings, pretends)):
        return Verdict.UNCLEAR
    return Verdict.BENIGN if standing.seen else Verdict.UNCLEAR
