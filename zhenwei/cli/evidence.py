"""``zhenwei evidence``: checking, stamping, exporting captures, and deleting those whose time is over."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import select

from zhenwei.cli.context import settings, store, transaction
from zhenwei.config import Settings
from zhenwei.errors import EvidenceError
from zhenwei.evidence.bucket import Bucket, captures_of
from zhenwei.evidence.export import export_captures
from zhenwei.evidence.names import inside
from zhenwei.evidence.packages import is_package, verify_package
from zhenwei.evidence.stamping import stamp_captures, waiting_for_stamp
from zhenwei.evidence.stamps import StampCheck
from zhenwei.evidence.verify import Problem, captures_below, verify, verify_capture
from zhenwei.stages.retention import WHY, Pruned, prune
from zhenwei.store.audit import record
from zhenwei.store.cases import get_case
from zhenwei.store.models import VisitRow

app = typer.Typer(no_args_is_help=True)


@app.callback()
def group() -> None:
    """取证文件夹：校验、加盖时间戳、导出、备份、按期限清理。

    例：zhenwei evidence verify 12
    """


@app.command("verify")
def verify_command(
    what: Annotated[
        str,
        typer.Argument(
            metavar="PATH|CASE", help="取证文件夹、含多个取证的文件夹、移交材料（文件夹或 ZIP），或案件编号。"
        ),
    ],
    bucket: Annotated[bool, typer.Option("--bucket", help="校验对象存储中的副本（只限案件编号）。")] = False,
) -> None:
    """校验取证：每个文件的摘要、缺失与多余的文件、保管记录和日志的链、WARC 记录、时间戳。不符则逐条列出，退出码 1。

    例：zhenwei evidence verify var/evidence/000001/www.example.cn/17-phone
    例：zhenwei evidence verify var/evidence
    例：zhenwei evidence verify var/letters/7-police
    例：zhenwei evidence verify 12
    """
    path, own = Path(what), settings()
    unit, word = "captures", "取证校验：{} 份"
    if what.isdigit() and not path.exists():
        checked, problems = _of_case(int(what), own, bucket)
    elif is_package(path):
        checked, problems = verify_package(path, StampCheck(own.tsa_ca))
        unit, word = "files", "移交材料校验：{} 个文件"
    else:
        checked, problems = len(captures_below(path)), verify(path, StampCheck(own.tsa_ca))
    for problem in problems:
        typer.echo(json.dumps({"path": str(problem.path), "problem": problem.what}, ensure_ascii=False))
    if problems:
        typer.echo(f"{word.format(checked)}，发现 {len(problems)} 处不符，首处：{problems[0].path}", err=True)
        raise typer.Exit(1)
    typer.echo(json.dumps({unit: checked, "problems": 0}))


@app.command("stamp")
def stamp_command() -> None:
    """为还没有可信时间的取证加盖时间戳（RFC 3161，服务地址为设置 TSA_URL）；夜间任务结束时也会做。

    例：zhenwei evidence stamp
    """
    own = settings()
    if not own.tsa_url:
        raise EvidenceError(f"没有设置 TSA_URL，有 {waiting_for_stamp(own.evidence_dir)} 份取证没有时间戳")
    done = stamp_captures(own.evidence_dir, own.tsa_url, own.tsa_ca, own.egress_proxy)
    typer.echo(json.dumps({"stamped": done.stamped, "waiting": done.waiting}))
    if done.fault:
        raise EvidenceError(f"{done.fault}；还有 {done.waiting} 份等待，下次再试")


@app.command("prune")
def prune_command(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只列出将要删除的，不删除。")] = False,
    by: Annotated[str, typer.Option("--by", help="记入保管记录的执行人。")] = "zhenwei",
) -> None:
    """删除超过保存期限的取证（KEEP_DAYS、KEEP_DISMISSED_DAYS、KEEP_CLOSED_DAYS），保留清单、保管记录和时间戳；未结案件从不删除。

    例：zhenwei evidence prune --dry-run
    """
    own, opened, done = settings(), store(), Pruned()
    try:
        for one, sums in prune(opened, own, by=by, dry_run=dry_run):
            done = sums
            row = {
                "visit": one.visit,
                "folder": one.folder,
                "why": WHY[one.why],
                "manifest_sha256": one.manifest_sha256,
            }
            typer.echo(json.dumps(row, ensure_ascii=False))
    finally:
        opened.close()
    word = "将删除" if dry_run else "已删除"
    typer.echo(f"{word} {done.captures} 份取证，{done.bytes / 1e6:.1f} MB", err=True)


@app.command("export")
def export_command(
    case: Annotated[int, typer.Argument(metavar="CASE", help="案件编号。")],
    to: Annotated[Path, typer.Option("--to", metavar="DIR|ZIP", help="新文件夹，或以 .zip 结尾的新文件。")],
    by: Annotated[str, typer.Option("--by", help="记入保管记录的导出人。")],
) -> None:
    """导出一个案件的全部取证，附校验说明；接收方用 sha256sum、openssl、warcio 即可核验。

    例：zhenwei evidence export 12 --to case-12.zip --by analyst
    """
    own = settings()
    folders = [folder for folder, _ in _captures(case)]
    # Before the copying, as on the desk: nothing leaves without its row.
    with transaction() as session:
        record(session, "exported", by, "zhenwei evidence export", f"/cases/{case}", detail=to.name)
    count = export_captures(own.evidence_dir, folders, to, by)
    typer.echo(json.dumps({"case": case, "captures": count, "to": str(to)}, ensure_ascii=False))


@app.command("push")
def push_command(
    night: Annotated[list[str] | None, typer.Option("--night", help="只备份这些夜次（如 000012）。")] = None,
) -> None:
    """把取证复制到对象存储（设置 EVIDENCE_BUCKET）；已有的不再传，可随时中断重来。

    例：zhenwei evidence push
    """
    own = settings()
    folders = list(captures_of(own.evidence_dir, night or ()))
    done = _bucket(own).push(own.evidence_dir, folders)
    row = {"captures": done.captures, "present": done.present, "objects": done.objects, "bytes": done.bytes}
    typer.echo(json.dumps(row | {"damaged": done.damaged}))
    if done.damaged:
        raise EvidenceError(f"有 {done.damaged} 份取证校验不符，没有备份；用 zhenwei evidence verify 查看")


@app.command("fetch")
def fetch_command(
    folder: Annotated[str, typer.Argument(metavar="FOLDER", help="取证文件夹（夜次/主机/编号-身份）。")],
) -> None:
    """从对象存储取回一份取证，校验后放回原处。

    例：zhenwei evidence fetch 000001/www.example.cn/17-phone
    """
    own = settings()
    _bucket(own).fetch(own.evidence_dir, folder)
    typer.echo(json.dumps({"path": str(inside(own.evidence_dir, folder))}, ensure_ascii=False))


def _bucket(own: Settings) -> Bucket:
    if not own.evidence_bucket:
        raise EvidenceError("没有设置 EVIDENCE_BUCKET")
    return Bucket(own.evidence_bucket, own.evidence_endpoint)


def _of_case(case_id: int, own: Settings, in_bucket: bool) -> tuple[int, list[Problem]]:
    """Check every capture of a case against its folder and against the digest that the store remembers."""
    captures, stamps = _captures(case_id), StampCheck(own.tsa_ca)
    bucket = _bucket(own) if in_bucket else None
    problems = []
    for folder, digest in captures:
        if bucket is None:
            problems += verify_capture(inside(own.evidence_dir, folder), digest, stamps=stamps)
        else:
            problems += bucket.verify(folder, digest)
    return len(captures), problems


def _captures(case_id: int) -> list[tuple[str, str]]:
    """Return (folder, manifest digest) of a case's captures. Raises EvidenceError if there are none."""
    opened = store()
    try:
        with opened.transaction() as session:
            case = get_case(session, case_id)
            rows = session.scalars(select(VisitRow).filter_by(site_id=case.site_id).order_by(VisitRow.id))
            captures = [(row.folder, row.manifest_sha256) for row in rows if row.folder]
    finally:
        opened.close()
    if not captures:
        raise EvidenceError(f"案件 {case_id} 没有取证")
    return captures
