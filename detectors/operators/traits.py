"""All traits of one site, read from what its captures held."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence

from detectors.operators.accounts import accounts
from detectors.operators.contacts import contact_traits
from detectors.operators.pictures import code_pictures
from detectors.operators.places import backends, lookups, redirects
from detectors.operators.registration import registration_traits
from detectors.operators.servers import server_traits
from detectors.operators.shared import Shared, digits_of
from detectors.operators.template import fingerprint, is_genuine, layout
from detectors.page.document import Document
from detectors.page.reference import Reference
from zhenwei.types import Page, Trait

Found = Iterator[tuple[str, str]]
# A site that shows more of a kind at one look is a directory of other people's, or wants to fill the store.
_MOST_OF_A_KIND = 8
_MORE = {"san": 30, "statistics": 16}
_MOST_TEMPLATES = 3
_LEAST_ICON = 100


def traits_of(
    documents: Sequence[Document],
    pages: Sequence[Page],
    shared: Shared,
    references: Sequence[Reference] = (),
    registration: Mapping[str, object] | None = None,
) -> tuple[Trait, ...]:
    """Return the site's traits, each (kind, value) once with the first capture that showed it.

    ``documents`` are the captures that show the site's own pages; of the rest of ``pages`` only the way to them and
    the server count. What is everybody's (lists in ``shared``) is left out, and kinds of which the site shows many.
    """
    found: dict[tuple[str, str], Trait] = {}
    count: dict[str, int] = {}

    def keep(pairs: Found, page: Page | None) -> None:
        for kind, value in pairs:
            if not value or (kind, value) in found or shared.is_shared_value(kind, value):
                continue
            count[kind] = count.get(kind, 0) + 1
            if count[kind] <= _MORE.get(kind, _MOST_OF_A_KIND):
                found[kind, value] = _trait(kind, value, page)

    for page in pages:
        keep(server_traits(page, shared), page)
        keep(redirects(page, shared), page)
    own = [document for document in documents if not document.led_away]
    for document in own:
        keep(_of_document(document, shared, references), document.page)
    for document in _fronts(own):
        if not is_genuine(document.impression, references):
            keep(iter([("template", fingerprint(document.visible.text, document.visible.tree))]), document.page)
            keep(iter([("layout", layout(document.visible.tree))]), document.page)
    keep(registration_traits(registration or {}, shared), None)
    return tuple(one for one in found.values() if count[one.kind] <= _MORE.get(one.kind, _MOST_OF_A_KIND))


def _trait(kind: str, value: str, page: Page | None) -> Trait:
    return Trait(kind, value) if page is None else Trait(kind, value, page.url, page.profile.value, page.rendered)


def _of_document(document: Document, shared: Shared, references: Sequence[Reference]) -> Found:
    for _, reading in document.readings:
        for contact in reading.contacts:
            yield from contact_traits(contact.kind, contact.value, shared, document.host)
    for contact in document.reachable:
        yield from contact_traits(contact.kind, contact.value, shared, document.host)
    if document.pictures:
        for code in document.codes:
            yield from contact_traits("qr", code, shared, document.host)
        yield from code_pictures(document)
    for account in accounts(document.page.html):
        yield "statistics", account
    yield from (("icp", digits_of(mark)) for mark in document.marks.icp)
    yield from (("police", "".join(c for c in mark if c.isdigit())) for mark in document.marks.police)
    yield from lookups(document, shared)
    yield from backends(document, shared)
    icon = document.page.favicon
    if len(icon) >= _LEAST_ICON:
        digest = hashlib.sha256(icon).hexdigest()
        if all(digest != reference.favicon for reference in references):
            yield "icon", digest


def _fronts(documents: Iterable[Document]) -> list[Document]:
    """Return one document for each address, those with the most words first; static captures where they say enough."""
    best: dict[str, Document] = {}
    for document in documents:
        url = document.page.final_url or document.page.url
        held = best.get(url)
        if held is None or _rank(document) > _rank(held):
            best[url] = document
    return sorted(best.values(), key=lambda d: (-len(d.visible.text), d.page.url))[:_MOST_TEMPLATES]


def _rank(document: Document) -> tuple[bool, int]:
    enough = len(document.visible.text) >= 300
    return (enough and not document.page.rendered, len(document.visible.text))
