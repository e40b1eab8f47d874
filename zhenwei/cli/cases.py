"""``zhenwei cases …``: the cases in the hands of people."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from zhenwei.cli.caseviews import brief, full, group
from zhenwei.cli.context import settings, store, transaction, watchlist
from zhenwei.cli.progress import bars
from zhenwei.stages.desk import Desk
from zhenwei.stages.searchable import reindex
from zhenwei.store.cases import decide as say
from zhenwei.store.cases import get_case, list_cases
from zhenwei.store.operators import operator_now
from zhenwei.types import CaseState, Verdict, Word

app = typer.Typer(help="案件：列出、查看、研判，补建检索。\n\n例：zhenwei cases list --state new", no_args_is_help=True)


@app.command("list")
def list_(
    state: Annotated[
        CaseState | None, typer.Option(metavar="STATE", help="只列出此状态的案件：" + "、".join(CaseState) + "。")
    ] = None,
    verdict: Annotated[
        Verdict | None, typer.Option(metavar="VERDICT", help="只列出机器作此判断的案件：" + "、".join(Verdict) + "。")
    ] = None,
    operator: Annotated[
        str, typer.Option(metavar="ID", help="只列出此团伙的案件，如 op-12；已并入其他团伙的旧编号也可。")
    ] = "",
) -> None:
    """列出案件，每行一个 JSON 对象。

    例：zhenwei cases list --state new --verdict counterfeit_site
    例：zhenwei cases list --operator op-12
    """
    with transaction() as session:
        today = operator_now(session, operator) if operator else ""
        found = list_cases(session, state.value if state else "", verdict.value if verdict else "", today)
        rows = [brief(session, case) for case in found]
    for row in rows:
        _print(row)


@app.command()
def show(case: Annotated[int, typer.Argument(metavar="CASE", help="案件编号。")]) -> None:
    """以一个 JSON 对象输出一个案件的全部内容；联系方式打码。

    例：zhenwei cases show 12
    """
    folder = settings().evidence_dir
    with transaction() as session:
        row = full(session, get_case(session, case), folder)
    _print(row)


@app.command()
def operator(
    name: Annotated[str, typer.Argument(metavar="ID", help="团伙编号（cases list 的 operator 一栏），如 op-12。")],
) -> None:
    """以一个 JSON 对象输出一个团伙：各案件、案件之间的关联依据、编号的合并与拆分经过；个人信息打码。

    例：zhenwei cases operator op-12
    """
    with transaction() as session:
        row = group(session, operator_now(session, name))
    _print(row)


@app.command()
def decide(
    cases: Annotated[list[int], typer.Argument(metavar="CASE", help="案件编号，可多个。")],
    word: Annotated[
        Word, typer.Option("--as", metavar="WORD", help="研判意见：confirmed 确认、dismissed 排除、hold 待核。")
    ],
    by: Annotated[str, typer.Option(metavar="USER", help="研判人账号。")],
    why: Annotated[str, typer.Option(metavar="TEXT", help="理由，随研判保存。")],
) -> None:
    """对各案件写入研判；有一件不能研判则全部不写。

    例：zhenwei cases decide 12 13 --as confirmed --by wang --why "页面冒用应急管理部名称，与官网不符"
    """
    with transaction() as session:
        rows: list[dict[str, Any]] = [
            {"case": r.case_id, "word": r.word, "by": r.by, "at": r.at.isoformat(), "why": r.why}
            for r in say(session, list(dict.fromkeys(cases)), word, by, why)
        ]
    for row in rows:
        _print(row)


@app.command("reindex")
def reindex_(
    every: Annotated[bool, typer.Option("--all", help="全部案件重新建立，不只是检索中还没有的。")] = False,
) -> None:
    """为检索中还没有的案件补建检索（队列页按网页文字查找）；可中断，再次运行会接着做，重复运行无妨。

    从旧版本升级后运行一次；夜间任务只更新当夜评分的案件。结束时输出一个 JSON 对象：cases 为补建的件数。

    例：zhenwei cases reindex
    例：zhenwei cases reindex --all
    """
    opened = store()
    try:
        with bars() as bar:
            done = reindex(Desk(settings(), watchlist(), opened, bar), again=every)
    finally:
        opened.close()
    _print({"cases": done})


def _print(row: dict[str, Any]) -> None:
    typer.echo(json.dumps(row, ensure_ascii=False))
