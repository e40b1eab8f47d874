"""The only place where weights meet: findings in, two scores and one verdict out. The numbers stand in weights.toml.

Each rule belongs to a family; a family counts its strongest finding fully and further ones at a part, up to its cap,
so that one kind of evidence cannot carry a verdict by repetition. A verdict needs kinds that are independent.
Findings of rules in trial are left out everywhere here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from detectors.weights import Family, Weights, weights
from zhenwei.types import Finding, Verdict


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known besides findings. ``planted``: an offer stands in a site that lives from something else."""

    trusted: bool = False
    neighbour: bool = False
    cleared: bool = False
    planted: bool = False
    seen: bool = True


def counting(findings: Iterable[Finding], by: Weights | None = None) -> list[Finding]:
    """Return the findings that may move a score, a verdict or a target: those of rules that are not in trial."""
    by = by or weights()
    return [f for f in findings if by.counts(f.rule)]


def impersonation(findings: Sequence[Finding], by: Weights | None = None) -> float:
    """Return 0 to 100. One family alone stays below the flag, unless title and host line both claim an organ."""
    by = by or weights()
    findings, rates = counting(findings, by), by.together.imitation
    sums = {name: _family(findings, name, family, by) for name, family in by.families.imitation.items()}
    present = [name for name, points in sums.items() if points >= rates.present]
    total = sum(sums.values())
    if sums["name"] >= rates.name_counts and (sums["identity"] or sums["function"]):
        total += rates.name_strong if _strong_name(findings, by) else rates.name_weak
    signed = _is_signed(findings)
    total += rates.signed if signed else 0
    total -= _damping(findings, sums, by)
    if len(present) < 2 and not signed and not any(f.rule == "P007" for f in findings):
        total = min(total, rates.one_kind)
    if present == ["name"] or set(present) <= {"name", "marks"}:
        total = min(total, rates.name_and_marks)
    return _bounded(total)


def _close_name(findings: Sequence[Finding], by: Weights) -> bool:
    """True if the name imitates a protected one closely."""
    return any(f.rule == "P014" and f.points >= by.rules["P014"].levels["close"] for f in findings)


def _strong_name(findings: Sequence[Finding], by: Weights) -> bool:
    """True if the name alone would make a person look: it imitates closely, or once was the organ's own."""
    return _close_name(findings, by) or any(f.rule in ("P015", "P016") for f in findings)


def _is_old_namesake(findings: Sequence[Finding], pretends: float, by: Weights) -> bool:
    """True if a name that merely resembles has stood for years over pages that claim nothing."""
    close = _close_name(findings, by) or any(f.rule == "P015" for f in findings)
    quiet = pretends < by.together.imitation.claims_nothing
    return not close and quiet and any(f.rule == "P054" for f in findings)


def _is_signed(findings: Sequence[Finding]) -> bool:
    """True if the page both calls itself an organ and is signed by one."""
    claims = {f.key[-1] for f in findings if f.rule in ("P001", "P002", "P004")}
    return "host" in claims and len(claims) >= 2


def _damping(findings: Sequence[Finding], sums: dict[str, float], by: Weights) -> float:
    rates = by.together.imitation
    points = {rule: _strongest(findings, rule) for rule in by.damping["imitation"]}
    damp = sum(points.values())
    if sums["marks"] >= rates.article_marks and sums["name"] >= rates.name_counts:
        damp -= points["P053"]  # an article of a government, under its marks, at an address that pretends to be it
    # What was taken or invented is not excused by a line in the footer.
    borne = sums["function"] > 0 and any(f.rule == "P002" for f in findings)
    hard = borne or sums["theft"] >= rates.borne or any(f.rule in ("P007", "P015") for f in findings)
    return rates.borne_share * damp if hard else damp


def _strongest(findings: Sequence[Finding], rule: str) -> float:
    return max((f.points for f in findings if f.rule == rule), default=0.0)


def sale(findings: Sequence[Finding], by: Weights | None = None) -> float:
    """Return 0 to 100. Without a promise that only sellers make, the rest stays below the flag."""
    by = by or weights()
    findings, rates = counting(findings, by), by.together.sale
    core = {name: _family(findings, name, family, by) for name, family in by.families.sale_core.items()}
    beside = sum(_family(findings, name, family, by) for name, family in by.families.sale_beside.items())
    total = sum(core.values()) + beside
    kinds = sum(1 for points in core.values() if points)
    if not kinds:
        hint = any(f.rule in ("P103", "P111") for f in findings)
        total = min(total, rates.hint if hint else rates.traded if _is_traded(findings, by) else rates.bare)
    reachable = any(f.rule in ("P111", "P112") or (f.rule == "P109" and f.points >= rates.reachable) for f in findings)
    if not reachable and not (kinds >= 2 and any(f.rule == "P109" for f in findings)):
        total = min(total, rates.unreachable)
    if kinds <= 1 and not reachable and any(f.rule == "P150" for f in findings):
        total = min(total, rates.reported)
    strong = (
        max(core.values(), default=0) >= rates.strong
        or kinds >= 2
        or any(f.rule in ("P111", "P116", "P117", "P118") for f in findings)
    )
    for rule in by.damping["sale"]:
        damp = _strongest(findings, rule)
        total -= rates.strong_share * damp if strong else damp
    promised = any(core[name] for name in ("skip", "pay_later", "kit"))
    if any(f.rule == "P153" or (f.rule == "P154" and not promised) for f in findings):
        total = min(total, rates.other_trade)  # another trade, whose own words these are
    return _bounded(total)


def _is_traded(findings: Sequence[Finding], by: Weights) -> bool:
    """True if work certificates that "can be looked up" are spoken of in words of trade."""
    work = by.rules["P110"].levels["work"]
    return {"P105", "P106", "P110"} <= {f.rule for f in findings if f.rule != "P110" or f.points >= work}


def _family(findings: Iterable[Finding], name: str, family: Family, by: Weights) -> float:
    best: dict[tuple[str, ...], float] = {}
    members = by.members[name]
    for finding in findings:
        if finding.rule in members:
            key = finding.key if finding.rule in ("P001", "P002", "P003", "P004") else (finding.rule,)
            best[key] = max(best.get(key, 0.0), finding.points)
    points = sorted(best.values(), reverse=True)
    return min(family.cap, points[0] + family.more * sum(points[1:])) if points else 0.0


def _bounded(total: float) -> float:
    return round(min(100.0, max(0.0, float(total))), 1)


def verdict_of(
    findings: Sequence[Finding], pretends: float, sells: float, standing: Standing, by: Weights | None = None
) -> Verdict:
    """Return the one verdict. A planted offer makes a lawful site a victim; a genuine host is no counterfeit."""
    by = by or weights()
    findings, flag = counting(findings, by), by.scores.flag
    core = any(f.rule in ("P101", "P102", "P104", "P119", "P120") for f in findings)
    if standing.trusted or standing.cleared:
        if core and sells >= flag:
            return Verdict.HIJACKED
        return Verdict.OFFICIAL if standing.trusted else Verdict.BENIGN
    if sells >= flag and standing.planted and pretends < flag:
        return Verdict.HIJACKED
    if pretends >= flag and (sells < flag or pretends >= sells):
        return Verdict.COUNTERFEIT
    if sells >= flag:
        return Verdict.SALE
    if pretends >= flag:
        return Verdict.COUNTERFEIT
    loud = max(pretends, sells) >= by.scores.unclear
    if loud or (_strong_name(findings, by) and not _is_old_namesake(findings, pretends, by)):
        return Verdict.UNCLEAR
    return Verdict.BENIGN if standing.seen else Verdict.UNCLEAR
