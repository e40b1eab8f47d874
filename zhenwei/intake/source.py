"""A file of reports, told apart by content: which reader it gets, and what was left unread."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from zhenwei.errors import BadInput
from zhenwei.intake.columns import Columns
from zhenwei.intake.delimited import read_lines
from zhenwei.intake.jsonlines import read_objects
from zhenwei.intake.rows import Row, headed, text_of
from zhenwei.intake.unreadable import ZIP, refuse_unreadable
from zhenwei.intake.workbook import Workbook

LONGEST_TITLE = 40  # characters of a sheet's title that are shown
NO_ADDRESS = "没有网址一列：列名应为 url、网址、链接、举报网址、被举报网站 等之一（或用 --column 列名=url 指明）"


class Source:
    """Rows of one file. ``unread`` names sheets that were not read, with the reason, once the rows have been."""

    def __init__(self, stream: BinaryIO, name: str, columns: Columns, sheet: str = "") -> None:
        self._stream, self._name, self._columns, self._sheet = stream, name, columns, sheet
        self.unread: list[str] = []

    def rows(self) -> Iterator[Row]:
        """Yield the rows, one at a time. Raises BadInput if the file as a whole is no table of reports."""
        refuse_unreadable(self._stream, self._name)
        head = self._stream.read(4096)
        self._stream.seek(0)
        if head.startswith(ZIP):
            yield from self._of_workbook()
        elif _is_json(head):
            yield from read_objects(self._stream, self._name)
        elif head:
            yield from self._of_text()

    def _of_text(self) -> Iterator[Row]:
        lines = read_lines(self._stream, self._name)
        rows = headed(lines, self._columns)
        if rows is None:
            raise BadInput(NO_ADDRESS)
        yield from rows

    def _of_workbook(self) -> Iterator[Row]:
        book = Workbook(self._stream, self._name)
        try:
            wanted = book.sheets
            if self._sheet:
                wanted = [one for one in (*book.sheets, *book.hidden) if one == self._sheet]
                if not wanted:
                    there = "、".join(text_of(one)[:LONGEST_TITLE] for one in book.sheets)
                    raise BadInput(f"文件 {self._name} 没有工作表“{self._sheet}”，现有：{there}")
            else:
                self.unread += [f"{text_of(title)[:LONGEST_TITLE]}（隐藏）" for title in book.hidden]
            found = False
            several = len(wanted) > 1
            for title in wanted:
                shown = text_of(title)[:LONGEST_TITLE]
                rows = headed(book.lines(title), self._columns, shown if several else "")
                if rows is None:
                    self.unread.append(f"{shown}（没有网址一列）")
                    continue
                found = True
                yield from rows
            if not found:
                raise BadInput(NO_ADDRESS)
        finally:
            book.close()


def _is_json(head: bytes) -> bool:
    for encoding in ("utf-8-sig", "utf-16"):
        text = head.decode(encoding, "ignore").lstrip("\ufeff \t\r\n")
        if text.startswith("{") or (text.startswith("[") and text[1:].lstrip().startswith(("{", "]"))):
            return True
    return False
