"""``zhenwei notice fields``: what a person pastes into forms or mails abroad. The program sends nothing."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import select
from sqlalchemy.orm import Session

from takedown.facts import SiteFacts
from takedown.gather import gather
from takedown.sending.abuse import AbuseContact, Of, unknown
from takedown.sending.fields import paste
from takedown.sending.mail import message
from takedown.sending.records import abuse_contacts
from takedown.sending.told import told
from takedown.sending.xarf_report import xarf_report
from zhenwei.config import Settings, load_settings
from zhenwei.errors import BadInput, NoSuch
from zhenwei.store.cases import get_case
from zhenwei.store.database import open_store
from zhenwei.store.models import NoticeCaseRow, NoticeRow
from zhenwei.watchlist import load_watchlist
from zhenwei.watchlist.channels import Abroad, Channel, load_abroad, load_channels

ABUSE = "abuse"
UNVERIFIED = "本渠道的字段和限制未经与实际表单核对，提交前请以页面为准"


def fields_command(
    channel: Annotated[
        str, typer.Option("--for", metavar="CHANNEL", help="渠道：12377、12315、12321、cyberpolice 或 abuse。")
    ],
    notice: Annotated[int | None, typer.Argument(metavar="NOTICE", help="函件编号；逐案列出。")] = None,
    case: Annotated[list[int] | None, typer.Option("--case", metavar="N", help="案件编号，可多次给出。")] = None,
    text: Annotated[bool, typer.Option("--text", help="打印成可读的文字，不用 JSON。")] = False,
    xarf: Annotated[str, typer.Option("--xarf", metavar="TYPE", help="XARF 类型；缺省按情形选。")] = "",
    out: Annotated[Path | None, typer.Option("--out", metavar="FOLDER", help="把邮件文本和 XARF 写成文件。")] = None,
) -> None:
    """列出可直接粘贴的举报表单字段；--for abuse 另给投诉联系方式、英文邮件和 XARF 报告。只生成，从不发送。

    例：zhenwei notice fields 7 --for 12377
    例：zhenwei notice fields --case 3 --for abuse --out 待发
    """
    if (notice is None) == (not case):
        raise typer.BadParameter("给出函件编号，或者用 --case（二者取一）")
    settings = load_settings(os.environ, Path.cwd())
    channels = load_channels(settings.watchlist_dir)
    if channel not in channels:
        raise BadInput(f"没有渠道 {channel!r}，现有 {'、'.join(channels)}（watchlist/channels）")
    abroad = load_abroad(settings.watchlist_dir)
    store = open_store(settings.database)
    try:
        with store.reading() as session:
            for site, contacts in _sites(session, settings, notice, case or []):
                row = _row(channels[channel], site, abroad)
                if channel == ABUSE:
                    row |= _abroad(site, contacts, abroad, xarf)
                    if out is not None:
                        row["files"] = _written(out, site, row)
                typer.echo(_readable(row) if text else json.dumps(row, ensure_ascii=False))
    finally:
        store.close()


def _sites(
    session: Session, settings: Settings, notice: int | None, cases: list[int]
) -> Iterator[tuple[SiteFacts, tuple[AbuseContact, ...]]]:
    if notice is not None:
        if session.get(NoticeRow, notice) is None:
            raise NoSuch(f"没有函件 {notice}（用 zhenwei notice draft 起草）")
        query = select(NoticeCaseRow.case_id).filter_by(notice_id=notice).order_by(NoticeCaseRow.case_id)
        cases = list(session.scalars(query))
    watchlist = load_watchlist(settings.watchlist_dir)
    for number in dict.fromkeys(cases):
        row = get_case(session, number)
        yield (
            gather(session, row, watchlist, settings.evidence_dir),
            abuse_contacts(session, row.site, settings.evidence_dir),
        )


def _row(channel: Channel, site: SiteFacts, abroad: Abroad) -> dict[str, Any]:
    words = told(site, _english(site, abroad))
    notes = [channel.note] if channel.note else []
    if not channel.verified_by:
        notes.append(UNVERIFIED)
    if site.finding not in channel.suits:
        notes.append("该渠道一般不受理此类情形，请核对")
    return {
        "case": site.case,
        "channel": channel.slug,
        "name": channel.name,
        "office": channel.office,
        "url": channel.url,
        "verified": bool(channel.verified_by),
        "notes": notes,
        "fields": [asdict(one) for one in paste(channel, words)],
    }


def _abroad(site: SiteFacts, contacts: tuple[AbuseContact, ...], abroad: Abroad, kind: str) -> dict[str, Any]:
    english = _english(site, abroad)
    missing = [*abroad.missing, *unknown(contacts)]
    messages, reports = [], []
    for of in Of:
        contact = next((one for one in contacts if one.of == of), None)
        said = message(site, of, contact, abroad, english)
        messages.append({"of": of.value, "to": list(said.to), "subject": said.subject, "body": said.body})
        if not abroad.missing:
            reports.append({"of": of.value, "report": xarf_report(site, of, abroad, english, kind)})
    return {
        "contacts": [asdict(one) for one in contacts],
        "missing": missing,
        "messages": messages,
        "xarf": reports,
    }


def _english(site: SiteFacts, abroad: Abroad) -> str:
    return abroad.organs.get(site.organ.slug, "") if site.organ else ""


def _written(folder: Path, site: SiteFacts, row: dict[str, Any]) -> list[str]:
    """Write mails and reports into a folder, each whole or not at all; return the files."""
    files = {
        f"case-{site.case}-{one['of']}.txt": f"To: {', '.join(one['to'])}\nSubject: {one['subject']}\n\n{one['body']}"
        for one in row["messages"]
    }
    files |= {
        f"case-{site.case}-{one['of']}.xarf.json": json.dumps(one["report"], ensure_ascii=False, indent=2) + "\n"
        for one in row["xarf"]
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            scratch = folder / f".{name}.part"
            scratch.write_text(content, "utf-8")
            scratch.replace(folder / name)
    except OSError as error:
        raise BadInput(f"无法写入文件夹 {folder}：{error.strerror or error}") from error
    return [str(folder / name) for name in sorted(files)]


def _readable(row: dict[str, Any]) -> str:
    lines = [f"案件 {row['case']}　{row['name']}（{row['office']}）{row['url']}"]
    lines += [f"注意：{note}" for note in row["notes"]]
    for one in row["fields"]:
        must = "（必填）" if one["required"] else ""
        note = f"　〔{one['note']}〕" if one["note"] else ""
        lines.append(f"【{one['name']}】{must}{one['value']}{note}")
    for contact in row.get("contacts", ()):
        mails = "、".join((*contact["mails"], *contact["phones"]))
        lines.append(
            f"【联系方式】{contact['of']}：{contact['name']} {mails}（{contact['source']}，{contact['role']}）"
        )
    lines += [f"【缺】{one}" for one in row.get("missing", ())]
    for one in row.get("messages", ()):
        lines += ["", f"To: {', '.join(one['to'])}", f"Subject: {one['subject']}", "", one["body"]]
    return "\n".join(lines)
