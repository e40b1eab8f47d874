"""Files that are not read, known by their first bytes, each with what its sender can do about it."""

from __future__ import annotations

import re
import zipfile
from typing import BinaryIO

from zhenwei.errors import BadInput

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # MS-CFB 2.2
ZIP = b"PK\x03\x04"
_SAVE = "另存为 .xlsx 或 UTF-8 的 CSV 后再导入"
_HEADS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", f"是 PDF；请向来文单位索取电子表格，或把表格录入后{_SAVE}"),
    (b"Rar!", "是压缩包；请解压后导入其中的表格"),
    (b"7z\xbc\xaf", "是压缩包；请解压后导入其中的表格"),
    (b"\x1f\x8b", "是压缩包；请解压后导入其中的表格"),
    (b"\x89PNG", "是图片；请把其中的内容录入表格后导入"),
    (b"\xff\xd8\xff", "是图片；请把其中的内容录入表格后导入"),
    (b"{\\rtf", f"是 RTF 文档；请把表格复制到表格软件，{_SAVE}"),
)
_MARKUP = re.compile(rb"^(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|\?xml|table|head|meta|body|div|style)", re.IGNORECASE)
_CONTENTS = (
    ("xl/workbook.bin", f"是二进制工作簿（.xlsb）；请在 Excel 中打开，{_SAVE}"),
    ("word/document.xml", f"是 Word 文档；请把其中的表格复制到表格软件，{_SAVE}"),
    ("ppt/presentation.xml", f"是演示文稿；请把其中的表格复制到表格软件，{_SAVE}"),
    ("content.xml", f"是 OpenDocument 文件；请在表格软件中打开，{_SAVE}"),
)
_LARGEST_OLE = 100_000_000


def refuse_unreadable(stream: BinaryIO, name: str) -> None:
    """Raise BadInput for a file of a kind that is not read. The stream stands at its start again."""
    stream.seek(0)
    head = stream.read(512)
    stream.seek(0)
    if head.startswith(OLE):
        raise BadInput(f"文件 {name} {_ole(stream)}")
    for mark, why in _HEADS:
        if head.startswith(mark):
            raise BadInput(f"文件 {name} {why}")
    if _MARKUP.match(head):
        raise BadInput(f"文件 {name} 是网页或 XML（有的系统把网页导出成 .xls）；请在 Excel 中打开，{_SAVE}")


def refuse_other_zip(parts: zipfile.ZipFile, name: str) -> None:
    """Raise BadInput for a ZIP that is no XLSX workbook."""
    held = set(parts.namelist())
    if "xl/workbook.xml" in held:
        return
    for part, why in _CONTENTS:
        if part in held:
            raise BadInput(f"文件 {name} {why}")
    if "[Content_Types].xml" not in held:
        raise BadInput(f"文件 {name} 是压缩包，不是可读的 XLSX；请解压后导入其中的表格")


def _ole(stream: BinaryIO) -> str:
    """Say what a compound file is: names of its streams stand in it as UTF-16."""
    data = stream.read(_LARGEST_OLE)
    if "EncryptedPackage".encode("utf-16-le") in data:
        return f"是加密的工作簿；请在 Excel 中打开，取消密码（文件、信息、保护工作簿），{_SAVE}"
    if "WordDocument".encode("utf-16-le") in data:
        return f"是旧版 Word 文档（.doc）；请把其中的表格复制到表格软件，{_SAVE}"
    return f"是旧版 Excel（.xls）；请在 Excel 或 WPS 中打开，{_SAVE}"
