"""ZIP files, DOCX and XLSX included, that come out byte for byte the same: fixed order, times, permissions."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable
from datetime import date
from io import BytesIO

EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that a ZIP can hold
LEVEL = 6
# Deflating these again costs time and saves nothing.
PACKED = (".png", ".jpg", ".gz", ".docx", ".xlsx", ".pdf", ".zip", ".tsr", ".webp", ".gif")
_CORE = "docProps/core.xml"
_MOMENT = re.compile(rb"(<dcterms:(created|modified)\b[^>]*>)[^<]*(</dcterms:\2>)")


def steady_zip(files: Iterable[tuple[str, bytes]], *, packed: tuple[str, ...] = PACKED) -> bytes:
    """Return a ZIP of the files in the order given. Nothing in it depends on when, where and by whom it is made."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files:
            info = zipfile.ZipInfo(name, EPOCH)
            info.create_system = 3  # as on Unix, on every system
            info.external_attr = 0o100644 << 16
            info.compress_type = zipfile.ZIP_STORED if name.endswith(packed) else zipfile.ZIP_DEFLATED
            archive.writestr(info, data, compresslevel=LEVEL)
    return out.getvalue()


def steady_office(data: bytes, day: date) -> bytes:
    """Return a DOCX or XLSX without the time at which it was written: its own day stands there instead."""
    if _is_steady(data):
        return data
    moment = f"{day.isoformat()}T00:00:00Z".encode()

    def fixed(name: str, part: bytes) -> bytes:
        return _MOMENT.sub(rb"\g<1>" + moment + rb"\g<3>", part) if name == _CORE else part

    return _each(data, fixed)


def _is_steady(data: bytes) -> bool:
    """True if whoever wrote the file has set its times already."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return all(info.date_time == EPOCH and info.create_system == 3 for info in archive.infolist())


def _each(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = [(info.filename, change(info.filename, archive.read(info))) for info in archive.infolist()]
    return steady_zip(parts)
