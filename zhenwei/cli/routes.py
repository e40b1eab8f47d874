"""``zhenwei notice routes``: which letters cases would get, and why. Nothing is drafted."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from takedown.basis import choose_for
from takedown.grouping import Plan, Sorted, sort_out
from takedown.law_words import sentence
from takedown.thresholds import indications, met_items, near_misses
from takedown.words import findings_of
from zhenwei.cli import context
from zhenwei.cli.confirmed import facts_of
from zhenwei.watchlist import Watchlist


def routes_command(
    cases: Annotated[list[int] | None, typer.Argument(metavar="CASE", help="案件编号，可多个。")] = None,
    confirmed: Annotated[bool, typer.Option("--confirmed", help="全部已确认、尚未发函的案件。")] = False,
    to: Annotated[str, typer.Option("--to", metavar="RECIPIENT", help="只看一类收文单位。")] = "",
) -> None:
    """试算：案件会致送哪些函件、致谁、为何、用什么文种、依据哪些条款；不起草。

    例：zhenwei notice routes 3 5
    例：zhenwei notice routes --confirmed --to police
    """
    if bool(cases) == confirmed:
        raise typer.BadParameter("给出案件编号，或者用 --confirmed（二者取一）")
    watchlist = context.watchlist()
    sites = facts_of(watchlist, cases or None)
    found = sort_out(sites, watchlist, to)
    for row in rows_of(found, watchlist):
        typer.echo(json.dumps(row, ensure_ascii=False))
    written = {site.case for plan in found.plans for site in plan.sites} | {own.site.case for own in found.passed}
    if without := [site.case for site in sites if site.case not in written]:
        typer.echo(
            f"没有函件：案件 {'、'.join(map(str, without))}（所认定的情形不需要致函，或者缺少收文单位）", err=True
        )


def rows_of(found: Sorted, watchlist: Watchlist) -> list[dict[str, Any]]:
    """Return one row a letter, one for each route that is the sender's own business, one for each missing office."""
    rows = [_letter(plan, watchlist) for plan in found.plans]
    for own in found.passed:
        row = {"recipient": own.route.recipient, "kind": own.route.kind.slug, "office": "", "cases": [own.site.case]}
        rows.append({**row, "reasons": [own.route.reason, own.reason]})
    for error in found.missing:
        rows.append({"recipient": error.recipient, "missing": str(error), "file": error.file})
    return rows


def _letter(plan: Plan, watchlist: Watchlist) -> dict[str, Any]:
    alive = [(site.alive_from, site.alive_to) for site in plan.sites]
    about, laws, police = findings_of(plan.sites), watchlist.laws.values(), plan.recipient == "police"
    more = met_items(plan.sites) if police else {}
    cited, left_out = choose_for(plan.kind.slug, about, laws, plan.kind.uses, alive, more)
    return {
        "recipient": plan.recipient,
        "kind": plan.kind.slug,
        "name": plan.kind.name,
        "document": plan.document.value,
        "office": plan.office.name,
        "region": plan.office.region,
        "placeholder": plan.office.placeholder,
        "cases": [site.case for site in plan.sites],
        "places": {site.case: [site.place.value, *site.place_reasons] for site in plan.sites},
        "reasons": list(plan.reasons),
        "copies": list(plan.copies),
        "law": sentence(cited),
        "law_left_out": len(left_out),
        "indications": list(indications(plan.sites)) if police else [],
        "notes": [*plan.notes, *(near_misses(plan.sites) if police else ())],
    }
