"""The marked text of a letter, as an official edits it: out of a file, or in their own editor."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from takedown.folders import read_text
from takedown.letterdesk import LetterDesk
from takedown.versions import check_last, current
from zhenwei.errors import BadInput
from zhenwei.store.letters import locked_notice

LARGEST = 1_000_000  # characters


def given(file: str) -> str:
    """Read an edited text. Raises BadInput."""
    try:
        text = sys.stdin.read() if file == "-" else Path(file).read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"读不出 {file}：{error}") from error
    if len(text) > LARGEST:
        raise BadInput(f"{file} 超过 {LARGEST} 字，不像一份函件的正文")
    return text.replace("\r\n", "\n")


def edited_by_hand(desk: LetterDesk, notice: int, version: int) -> tuple[int, str]:
    """Open the newest version's text in the person's editor; return (version, text). Raises BadInput if not saved."""
    with desk.store.transaction() as session:
        row = locked_notice(session, notice)
        newest = check_last(session, row, version) if version else current(session, row)
        number, folder = newest.version, newest.folder
    text = read_text(desk.letters / folder)
    if not text:
        raise BadInput(f"函件 {notice} 起草时没有保存可改的文本；请退回后重新起草")
    try:
        changed = click.edit(text, extension=".txt")
    except click.ClickException as error:
        raise BadInput(f"打不开编辑器：{error.message}（设置 EDITOR，或者用 --file）") from error
    if changed is None:
        raise BadInput("没有保存改动，没有写入任何内容")
    return number, changed
