"""``zhenwei organ learn``: records the fingerprints of an organ's genuine pages beside its file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from crawler.page.decode import decode
from detectors.page.learned import merged, record, references_in
from detectors.page.reference import Reference, reference_of
from zhenwei.address import host_of, is_below
from zhenwei.cli.files import files_in
from zhenwei.clock import now
from zhenwei.errors import BadInput, NoSuch
from zhenwei.types import Page, Profile
from zhenwei.watchlist import Organ, Watchlist
from zhenwei.watchlist.load import builtin_folder
from zhenwei.watchlist.pages import pages_files

# Files of these endings, and files without a tag, are taken as plain text.
_PLAIN = (".txt", ".text", ".md")
_TAG = re.compile(r"<[a-zA-Z!/]")
_LARGEST = 20_000_000


@dataclass(frozen=True, slots=True)
class Learned:
    """What was recorded: the page's address, title, and whether it is new or took an older self's place."""

    url: str
    title: str
    new: bool


def organ_of(watchlist: Watchlist, slug: str) -> Organ:
    """Return an organ by its id. Raises NoSuch."""
    if slug not in watchlist.organs:
        raise NoSuch(f"名单中没有机构 {slug!r}（用 zhenwei organ list 查看全部）")
    return watchlist.organs[slug]


def pages_in(files: Sequence[str], organ: Organ, url: str) -> Iterator[Page]:
    """Read saved pages as pages of the organ. Raises BadInput for a file that cannot be read or is empty."""
    for name in files_in(files):
        yield page_in(Path(name), url or f"https://{organ.domains[0]}/")


def page_in(file: Path, url: str) -> Page:
    """Read one saved page, text or markup, in whatever charset it is written. Raises BadInput."""
    try:
        if file.stat().st_size > _LARGEST:
            raise BadInput(f"文件 {file} 超过 {_LARGEST // 1_000_000} MB，不像网页")
        body = file.read_bytes()
    except OSError as error:
        raise BadInput(f"无法读取 {file}：{error.strerror}") from error
    read = decode(body)
    if not read.text.strip():
        raise BadInput(f"文件 {file} 是空的")
    plain = file.suffix.lower() in _PLAIN or _TAG.search(read.text) is None
    headers = {"content-type": "text/plain"} if plain else {}
    return Page(url, url, Profile.DESKTOP, 200, read.text, now(), headers=headers, charset=read.charset)


def learn(overlay: Path | None, organ: Organ, pages: Iterable[Page]) -> tuple[Path, list[Learned]]:
    """Record pages beside the organ's file. Nothing is written if one of them cannot be read or says nothing."""
    return learn_references(overlay, organ, [_told(reference_of(page, organ.slug), page) for page in pages])


def learn_references(overlay: Path | None, organ: Organ, new: Sequence[Reference]) -> tuple[Path, list[Learned]]:
    """Record references beside the organ's file, in the deployment's own folder if it has one."""
    file = pages_files(overlay).get(organ.slug)
    known = references_in(file, organ.slug) if file is not None else ()
    rows = [Learned(r.url, r.title, not any(old.same_page(r) for old in known)) for r in new]
    return record(overlay or builtin_folder(), organ.slug, merged(known, new)), rows


def _told(reference: Reference, page: Page) -> Reference:
    if not reference.text and not reference.shape:
        raise BadInput(f"{page.url} 没有可以比对的内容")
    return reference


def is_own(organ: Organ, url: str) -> bool:
    """True if an address lies below one of the organ's domains. Raises BadInput if it is no address."""
    host = host_of(url)
    return any(is_below(host, domain) for domain in organ.domains)
