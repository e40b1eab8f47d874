"""``page.json``: the typed metadata of a page, with the names of the files that hold its large parts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from zhenwei.errors import EvidenceError
from zhenwei.evidence.names import picture_file
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


def page_files(page: Page) -> dict[str, bytes]:
    """Return the files that hold a page, by name relative to the capture folder."""
    files = {HTML: page.html.encode("utf-8", "replace")}
    window = SCREENSHOT if page.window == page.screenshot else WINDOW
    pictures = []
    for number, picture in enumerate(page.pictures, start=1):
        name = picture_file(number, picture.media_type)
        files[name] = picture.data
        pictures.append(PictureFile(file=name, url=_text(picture.url), media_type=_text(picture.media_type)))
    for name, data in ((FAVICON, page.favicon), (SCREENSHOT, page.screenshot), (window, page.window)):
        if data:
            files[name] = data
    record = PageRecord(
        url=_text(page.url),
        final_url=_text(page.final_url),
        profile=page.profile,
        status=page.status,
        captured_at=page.captured_at,
        chain=tuple(_hop(hop) for hop in page.chain),
        headers={_text(name): _text(value) for name, value in page.headers.items()},
        charset=_text(page.charset),
        rendered=page.rendered,
        html=HTML,
        pictures=tuple(pictures),
        favicon=FAVICON if page.favicon else "",
        screenshot=SCREENSHOT if page.screenshot else "",
        window=window if page.window else "",
    )
    files[PAGE] = record.model_dump_json(indent=1).encode() + b"\n"
    return files


def page_from(folder: Path, read: Callable[[str], bytes]) -> Page:
    """Build the page again from its files. Raises EvidenceError if the metadata is damaged."""
    try:
        record = PageRecord.model_validate_json(read(PAGE))
        html = read(record.html).decode("utf-8")
    except (ValidationError, UnicodeDecodeError) as error:
        raise EvidenceError(f"取证文件夹 {folder} 的 {PAGE} 或 {HTML} 已损坏") from error
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


def _hop(hop: Hop) -> Hop:
    certificate = hop.certificate and Certificate(
        subject=_text(hop.certificate.subject),
        issuer=_text(hop.certificate.issuer),
        sans=tuple(_text(name) for name in hop.certificate.sans),
        not_before=hop.certificate.not_before,
        not_after=hop.certificate.not_after,
        sha256=hop.certificate.sha256,
        key_sha256=hop.certificate.key_sha256,
    )
    return Hop(_text(hop.url), hop.status, _text(hop.kind), _text(hop.address), certificate)


def _text(value: str) -> str:
    """Return text without lone surrogates, which no UTF-8 file can hold (scripts of a page can make them)."""
    return value.encode("utf-8", "replace").decode()
