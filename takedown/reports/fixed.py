"""An Office file (ZIP) without a trace of when it was made, so that equal input gives equal bytes."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from io import BytesIO

_DATE = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:)")
CORE = "docProps/core.xml"
EARLIEST = (1980, 1, 1, 0, 0, 0)  # what a ZIP can say at least


def fixed(data: bytes, day: date, extra: dict[str, bytes] | None = None) -> bytes:
    """Return the file with every moment in it set to a day; ``extra`` parts are added or put in place of others."""
    parts: dict[str, bytes] = {}
    with zipfile.ZipFile(BytesIO(data)) as old:
        for name in old.namelist():
            parts[name] = old.read(name)
    parts |= extra or {}
    if CORE in parts:
        parts[CORE] = _DATE.sub(rb"\g<1>" + f"{day.isoformat()}T00:00:00Z".encode() + rb"\g<2>", parts[CORE])
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as new:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, EARLIEST)
            info.compress_type, info.external_attr, info.create_system = zipfile.ZIP_DEFLATED, 0o644 << 16, 3
            new.writestr(info, content)
    return out.getvalue()
