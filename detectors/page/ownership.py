"""Whose page it is: signs of an owner with a life of its own, and whether offer and page lead to one hand."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from detectors.page.document import Document
from detectors.page.footer import HOST_LINE, ICP, host_lines
from detectors.page.identity import main_heading, names_of
from detectors.page.offering import core, offer_lines, shows_any
from zhenwei.address import is_below

_OLD = 3 * 365
# Names below these are given to schools, academies and the forces only (gov.cn is judged before: see Standing.trusted).
_CLOSED_ZONES = ("edu.cn", "ac.cn", "mil.cn")
# How far behind the offer's last line its way of contact may stand.
_BESIDE = 60
_SIGNED = 100
_INSTITUTION = re.compile(
    r"(?:政府|委员会|大学|学院|学校|小学|中学|幼儿园|医院|卫生院|日报|晚报|晨报|新闻网|电视台|图书馆|博物馆|协会|学会|基金会|法院|检察院)(?:官网|网站|网|$)"
)


def is_institution(name: str) -> bool:
    """True if a name is that of a school, hospital, newspaper, association or authority."""
    return bool(_INSTITUTION.search(name))


def is_owned(doc: Document, age: int | None = None) -> bool:
    """True if a page bears two signs of an owner with a life of its own."""
    return signs_of_owner(doc, age) >= 2


def signs_of_owner(doc: Document, age: int | None = None) -> int:
    """Count the signs of an owner with a life of its own. ``age``: of the domain, in days.

    A name in a zone given to institutions only (counts twice), an institution's name, a filing number, a signature,
    an old domain, running text, one name in heading and title.
    """
    signs = 2 * in_closed_zone(doc.host) + any(is_institution(name) for name in names_of(doc))
    signs += bool(doc.marks.icp or doc.marks.police)
    signs += bool(host_lines(doc.reading.folded.text))
    signs += age is not None and age >= _OLD
    signs += doc.reading.folded.text.count("。") >= 3
    heading = main_heading(doc)
    return signs + (len(heading) >= 4 and heading in doc.title)


def in_closed_zone(host: str) -> bool:
    """True if the name is in a zone that institutions alone are given names in."""
    return any(is_below(host, zone) for zone in _CLOSED_ZONES) if host else False


def one_hand(own: Sequence[Document]) -> bool:
    """True if the site itself is reached as the offer is: whoever plants leaves his own number, not the victim's.

    A number within the offer's own lines decides before one that only stands beside them, as a page's own does, too.
    """
    within: set[tuple[str, str]] = set()
    beside: set[tuple[str, str]] = set()
    owners: set[tuple[str, str]] = set()
    for doc in own:
        selling = shows_any(doc)
        for where, reading in doc.readings:
            spans = offer_lines(reading) if core(reading) else []
            for contact in reading.contacts:
                place = bisect_left(reading.folded.starts, contact.start)
                who = (contact.kind, contact.value)
                if any(a <= place < b for a, b in spans):
                    within.add(who)
                elif spans and (where != "visible" or any(a <= place < b + _BESIDE for a, b in spans)):
                    beside.add(who)
                elif not selling or (where == "visible" and (not spans or _in_signature(reading.folded.text, place))):
                    owners.add(who)
    return bool((within or beside) & owners)


def _in_signature(text: str, place: int) -> bool:
    """True if a place stands beside the filing number or the signature of the page."""
    near = text[max(0, place - _SIGNED) : place + _SIGNED]
    return bool(ICP.search(near) or HOST_LINE.search(near))
