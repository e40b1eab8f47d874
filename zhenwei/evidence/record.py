"""``page.json``: the typed metadata of a page, with the names of the files that hold its large parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from zhenwei.errors import EvidenceError
from zhenwei.evidence.names import picture_file, record_name
from zhenwei.evidence.plain import json_lines
from zhenwei.sentences import said
from zhenwei.types import Certificate, Hop, Page, Picture, Profile

PAGE = "page.json"
HTML = "page.html"
FAVICON = "favicon.bin"
SCREENSHOT = "screenshot.png"
WINDOW = "window.png"


class PictureFile(BaseModel):
    """A picture by its file."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    file: str
    url: str
    media_type: str


class PageRecord(BaseModel):
    """zhenwei.types.Page without its bytes: what is a file there (``html``, ``window`` …) is its name or empty."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    url: str
    final_url: str
    profile: Profile
    status: int
    captured_at: datetime
    chain: tuple[Hop, ...]
    headers: dict[str, str]
    charset: str
    rendered: bool
    html: str
    pictures: tuple[PictureFile, ...]
    favicon: str
    screenshot: str
    window: str = ""  # the file of the whole page where that fits the window
    # What else was seen or asked, by name: dns, tls, parts, rdap, whois …
    records: dict[str, dict[str, Any]] = Field(default_factory=dict)


def page_files(page: Page, records: Mapping[str, Mapping[str, object]]) -> dict[str, bytes]:
    """Return the files that hold a page, by name relative to the capture folder.

    The record is written without pydantic, which reads it: that is on the path of every page.
    """
    files = {HTML: page.html.encode("utf-8", "replace")}
    window = SCREENSHOT if page.window == page.screenshot else WINDOW
    pictures = []
    for number, picture in enumerate(page.pictures, start=1):
        name = picture_file(number, picture.media_type)
        files[name] = picture.data
        pictures.append({"file": name, "url": picture.url, "media_type": picture.media_type})
    for name, data in ((FAVICON, page.favicon), (SCREENSHOT, page.screenshot), (window, page.window)):
        if data:
            files[name] = data
    files[PAGE] = json_lines(
        {
            "url": page.url,
            "final_url": page.final_url,
            "profile": page.profile.value,
            "status": page.status,
            "captured_at": page.captured_at.isoformat(),
            "chain": [_hop(hop) for hop in page.chain],
            "headers": dict(page.headers),
            "charset": page.charset,
            "rendered": page.rendered,
            "html": HTML,
            "pictures": pictures,
            "favicon": FAVICON if page.favicon else "",
            "screenshot": SCREENSHOT if page.screenshot else "",
            "window": window if page.window else "",
            "records": {record_name(name): record for name, record in records.items()},
        }
    )
    return files


def page_from(folder: Path, read: Callable[[str], bytes]) -> Page:
    """Build the page again from its files. Raises EvidenceError if the metadata is damaged."""
    try:
        record = PageRecord.model_validate_json(read(PAGE))
        html = read(record.html).decode("utf-8")
    except (ValidationError, UnicodeDecodeError) as error:
        raise EvidenceError(
            said("取证文件夹 {folder} 的 {page} 或 {html} 已损坏", folder=folder, page=PAGE, html=HTML)
        ) from error
    screenshot = read(record.screenshot) if record.screenshot else b""
    return Page(
        url=record.url,
        final_url=record.final_url,
        profile=record.profile,
        status=record.status,
        html=html,
        captured_at=record.captured_at,
        chain=record.chain,
        headers=record.headers,
        charset=record.charset,
        rendered=record.rendered,
        pictures=tuple(Picture(p.url, p.media_type, read(p.file)) for p in record.pictures),
        favicon=read(record.favicon) if record.favicon else b"",
        screenshot=screenshot,
        window=screenshot if record.window == record.screenshot else read(record.window) if record.window else b"",
    )


def _hop(hop: Hop) -> dict[str, object]:
    return {
        "url": hop.url,
        "status": hop.status,
        "kind": hop.kind,
        "address": hop.address,
        "certificate": hop.certificate and _certificate(hop.certificate),
    }


def _certificate(seen: Certificate) -> dict[str, object]:
    return {
        "subject": seen.subject,
        "issuer": seen.issuer,
        "sans": seen.sans,
        "not_before": seen.not_before.isoformat(),
        "not_after": seen.not_after.isoformat(),
        "sha256": seen.sha256,
        "key_sha256": seen.key_sha256,
    }
