"""Files that leave the desk: saved, never opened in place, whatever they claim to be."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

from fastapi.responses import FileResponse, Response

BYTES = "application/octet-stream"
LONGEST_NAME = 120  # characters


def attachment(data: bytes, name: str, media_type: str = BYTES) -> Response:
    """Return an answer that a browser saves under ``name`` (RFC 6266, with the plain form for old ones).

    Whatever a name brings along that a file system or a header could obey becomes an underscore. The middleware of
    review/headers.py seals it in a sandbox and forbids guessing its kind, as it does with all that is no page.
    """
    return Response(data, media_type=media_type, headers={"content-disposition": disposition(name)})


def attached_file(path: Path, name: str) -> Response:
    """Return the same for a file of any size; its bytes stay untold (``application/octet-stream``)."""
    return FileResponse(path, media_type=BYTES, headers={"content-disposition": disposition(name)})


def disposition(name: str) -> str:
    """Return the header's value: the name in ASCII, then as it is."""
    safe = safe_name(name)
    plain = re.sub(r"[^A-Za-z0-9._-]", "_", safe)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(safe, safe='')}"


def safe_name(name: str) -> str:
    """Return a name for a file: one part of a path, letters, digits and ``._-()``, never hidden, never empty."""
    last = re.split(r"[/\\]", name)[-1]
    safe = re.sub(r"[^\w.()-]", "_", last, flags=re.UNICODE).lstrip(".")[-LONGEST_NAME:]
    return safe or "file"
