"""``zhenwei cases …``: the cases in the hands of people."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from zhenwei.cli.caseviews import brief, full
from zhenwei.cli.context import settings, transaction
from zhenwei.store.cases import decide as say
from zhenwei.store.cases import get_case, list_cases
from zhenwei.types import CaseState, Verdict, Word

app = typer.Typer(help="Cases: list them, look at one, decide.", no_args_is_help=True)


@app.command("list")
def list_(
    state: Annotated[CaseState | None, typer.Option(help="Only cases in this state.")] = None,
    verdict: Annotated[Verdict | None, typer.Option(help="Only cases with this verdict.")] = None,
) -> None:
    """Print cases, one JSON object a line.

    Example: zhenwei cases list --state new --verdict counterfeit_site
    """
    with transaction() as session:
        rows = [brief(c) for c in list_cases(session, state.value if state else "", verdict.value if verdict else "")]
    for row in rows:
        _print(row)


@app.command()
def show(case: Annotated[int, typer.Argument(help="Number of the case.")]) -> None:
    """Print everything about one case as one JSON object; contacts are masked.

    Example: zhenwei cases show 12
    """
    folder = settings().evidence_dir
    with transaction() as session:
        row = full(session, get_case(session, case), folder)
    _print(row)


@app.command()
def decide(
    cases: Annotated[list[int], typer.Argument(metavar="CASE...", help="Numbers of the cases.")],
    word: Annotated[Word, typer.Option("--as", help="What you say of them.")],
    by: Annotated[str, typer.Option(help="Your account.")],
    why: Annotated[str, typer.Option(help="Your reason; it is kept with the decision.")],
) -> None:
    """Add a decision to each case: all of them, or none if one may not be decided.

    Example: zhenwei cases decide 12 13 --as confirmed --by wang --why "页面冒用应急管理部名称，与官网不符"
    """
    with transaction() as session:
        rows: list[dict[str, Any]] = [
            {"case": r.case_id, "word": r.word, "by": r.by, "at": r.at.isoformat(), "why": r.why}
            for r in say(session, list(dict.fromkeys(cases)), word, by, why)
        ]
    for row in rows:
        _print(row)


def _print(row: dict[str, Any]) -> None:
    typer.echo(json.dumps(row, ensure_ascii=False))
