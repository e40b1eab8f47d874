"""``zhenwei evidence``: checking captures."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import select

from zhenwei.config import Settings, load_settings
from zhenwei.errors import EvidenceError
from zhenwei.evidence.names import inside
from zhenwei.evidence.verify import Problem, captures_below, verify, verify_capture
from zhenwei.store.cases import get_case
from zhenwei.store.database import open_store
from zhenwei.store.models import VisitRow

app = typer.Typer(no_args_is_help=True)


@app.callback()
def group() -> None:
    """取证文件夹：校验是否完整、是否被改动。

    例：zhenwei evidence verify 12
    """


@app.command("verify")
def verify_command(
    what: Annotated[str, typer.Argument(metavar="PATH|CASE", help="取证文件夹、含多个取证的文件夹，或案件编号。")],
) -> None:
    """校验取证：每个文件的摘要、缺失与多余的文件、保管记录的链、WARC 记录。不符则逐条列出，退出码 1。

    例：zhenwei evidence verify var/evidence/000001/www.example.cn/17-phone
    例：zhenwei evidence verify 12
    """
    path = Path(what)
    if what.isdigit() and not path.exists():
        checked, problems = _of_case(int(what), load_settings(os.environ, Path.cwd()))
    else:
        checked, problems = len(captures_below(path)), verify(path)
    for problem in problems:
        typer.echo(json.dumps({"path": str(problem.path), "problem": problem.what}, ensure_ascii=False))
    if problems:
        typer.echo(f"取证校验：{checked} 份，发现 {len(problems)} 处不符，首处：{problems[0].path}", err=True)
        raise typer.Exit(1)
    typer.echo(json.dumps({"captures": checked, "problems": 0}))


def _of_case(case_id: int, settings: Settings) -> tuple[int, list[Problem]]:
    """Check every capture of a case against its folder and against the digest that the store remembers."""
    store = open_store(settings.database)
    try:
        with store.transaction() as session:
            case = get_case(session, case_id)
            rows = session.scalars(select(VisitRow).filter_by(site_id=case.site_id).order_by(VisitRow.id))
            captures = [(row.folder, row.manifest_sha256) for row in rows if row.folder]
    finally:
        store.close()
    if not captures:
        raise EvidenceError(f"案件 {case_id} 没有取证")
    problems = []
    for folder, digest in captures:
        problems += verify_capture(inside(settings.evidence_dir, folder), digest)
    return len(captures), problems
