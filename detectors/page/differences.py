"""What the profiles of one address were shown differently: for the eyes of people, and for no score by itself.

The captures of an address are put into groups that were shown the same; each group is compared with the one that a
computer belongs to. Layouts of one text, dates, counters and tokens make no difference. Which of these differences
speak against a site is for the rules P017, P040, P117 and P140 to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from detectors.page.document import Document
from detectors.page.faces import NAMES, kind_of
from detectors.page.offering import core
from zhenwei.address import host_of, registrable
from zhenwei.errors import BadInput
from zhenwei.types import Difference, Outcome, Page, Profile, Visit

KINDS = ("error", "status", "redirect", "title", "text", "words", "contacts", "claims")
# Two texts with less in common than this are two pages; phones get shorter ones of the same.
ALIKE = 0.5
_GRAM = 4
_LONGEST = 20_000
# A text of which this share of long samples stands in the other needs no closer look.
_SAMPLE, _SAMPLES, _SURELY = 12, 40, 0.8
_MOST_WORDS = 6
_NOISE = re.compile(r"[\d\s\W_]+")
_FAILED = {
    Outcome.NO_SUCH_NAME: "域名不存在",
    Outcome.DNS_FAILED: "域名解析失败",
    Outcome.UNREACHABLE: "连接失败",
    Outcome.TIMEOUT: "一直加载，超时",
    Outcome.TLS_FAILED: "TLS 握手失败",
    Outcome.TOO_LARGE: "答复过大",
    Outcome.REDIRECT_LOOP: "循环跳转",
    Outcome.NOT_A_PAGE: "得到的不是网页",
}


@dataclass(frozen=True)
class _Group:
    """Profiles that were shown the same: by the same page, or by the same failure."""

    profiles: tuple[Profile, ...]
    page: Page | None = None
    doc: Document | None = None
    failure: str = ""

    @cached_property
    def said(self) -> str:
        return _flat(self.doc.visible.text) if self.doc is not None else ""

    @property
    def who(self) -> str:
        return "、".join(NAMES[profile] for profile in self.profiles)


def differences(documents: Sequence[Document], pages: Sequence[Page], failed: Sequence[Visit]) -> Iterator[Difference]:
    """Yield what the profiles of each address were shown differently. ``pages``: all captures, those too that are no
    document (empty, or ended at a genuine site); ``failed``: visits without a page."""
    urls = dict.fromkeys([*(p.url for p in pages if not p.rendered), *(v.url for v in failed if not v.rendered)])
    docs = {id(doc.page): doc for doc in documents}
    for url in urls:
        here = [p for p in pages if p.url == url and not p.rendered]
        silent = [v for v in failed if v.url == url and not v.rendered and v.outcome in _FAILED]
        if len({p.profile for p in here} | {v.profile for v in silent}) > 1:
            yield from _of_address(url, _groups(here, docs, silent))


def _groups(pages: Sequence[Page], docs: dict[int, Document], failed: Sequence[Visit]) -> list[_Group]:
    """Put together who was shown the same, the group of the computer first."""
    found: dict[object, list[tuple[Profile, Page | None]]] = {}
    for shown in pages:
        same = (shown.status, shown.final_url, hash(shown.html), len(shown.html))
        found.setdefault(same, []).append((shown.profile, shown))
    for visit in failed:
        found.setdefault(visit.outcome, []).append((visit.profile, None))
    groups = []
    for key, members in found.items():
        page = members[0][1]
        failure = _FAILED[key] if isinstance(key, Outcome) else ""
        who = tuple(p for p in Profile if p in {profile for profile, _ in members})
        doc = next((docs[id(p)] for _, p in members if p is not None and id(p) in docs), None)
        groups.append(_Group(who, page, doc, failure))
    return sorted(groups, key=lambda group: (Profile.DESKTOP not in group.profiles, -len(group.profiles)))


def _of_address(url: str, groups: list[_Group]) -> Iterator[Difference]:
    base = groups[0]
    for group in groups[1:]:
        for kind, one, other, detail in _between(group, base):
            yield Difference(url, kind, one.profiles, other.profiles, detail)


def _between(one: _Group, base: _Group) -> Iterator[tuple[str, _Group, _Group, str]]:
    if one.failure or base.failure:
        closed, open_ = (one, base) if one.failure else (base, one)
        instead = f"，{open_.who}{'能打开' if not open_.failure else open_.failure}"
        yield "error", closed, open_, f"{closed.who}：{closed.failure}{instead}"
        return
    if one.page is None or base.page is None:
        return
    if one.page.status != base.page.status:
        codes = f"{one.who}得到 HTTP {one.page.status}，{base.who}得到 HTTP {base.page.status}"
        yield ("status", one, base, codes) if one.page.status > base.page.status else ("status", base, one, codes)
    yield from _led(one, base)
    yield from _content(one, base)


def _led(one: _Group, base: _Group) -> Iterator[tuple[str, _Group, _Group, str]]:
    ends = [_host(group.page.final_url or group.page.url) if group.page else "" for group in (one, base)]
    if ends[0] == ends[1] or registrable(ends[0]) == registrable(ends[1]):
        return
    asked = _host(one.page.url) if one.page else ""
    away, stayed = ((one, ends[0]), (base, ends[1]))
    if registrable(ends[0]) == registrable(asked):
        away, stayed = stayed, away
    where = "停留在本站" if registrable(stayed[1]) == registrable(asked) else f"到达 {stayed[1]}"
    yield "redirect", away[0], stayed[0], f"{away[0].who}被引往 {away[1]}，{stayed[0].who}{where}"


def _content(one: _Group, base: _Group) -> Iterator[tuple[str, _Group, _Group, str]]:
    if one.doc is None or base.doc is None:
        return
    if _flat(one.doc.title) != _flat(base.doc.title):
        yield "title", one, base, f"{one.who}标题“{one.doc.title[:40]}”，{base.who}标题“{base.doc.title[:40]}”"
    if one.said == base.said:
        return
    alike = likeness(one.said, base.said)
    if alike < ALIKE:
        yield "text", one, base, f"{one.who}与{base.who}看到的文字相似度 {alike:.0%}"
    for this, that, here, there in ((one, base, one.doc, base.doc), (base, one, base.doc, one.doc)):
        if kind_of(there) == "" and there.page.status < 400:
            continue  # a captcha, a log-in, another language: what is not there was not looked at
        if words := _only(_offered(here), _offered(there)):
            yield "words", this, that, f"仅{this.who}出现：{'、'.join(words)}"
        if contacts := _only(_contacts(here), _contacts(there)):
            yield "contacts", this, that, f"仅{this.who}出现联系方式：{'、'.join(contacts)}"
        if claims := _only(_claims(here), _claims(there)):
            yield "claims", this, that, f"仅{this.who}出现：{'、'.join(claims)}"


def likeness(one: str, other: str) -> float:
    """Return the share of its short pieces that the shorter of two flat texts has in common with the longer one."""
    if not one or not other:
        return 1.0 if one == other else 0.0
    short, long = sorted((one[:_LONGEST], other[:_LONGEST]), key=len)
    samples = [short[i : i + _SAMPLE] for i in range(0, len(short), max(_SAMPLE, len(short) // _SAMPLES))]
    if (held_whole := sum(sample in long for sample in samples)) >= _SURELY * len(samples):
        return held_whole / len(samples)  # near enough: nobody is told how much alike two like texts are
    pieces = {short[i : i + _GRAM] for i in range(max(1, len(short) - _GRAM + 1))}
    held = {long[i : i + _GRAM] for i in range(max(1, len(long) - _GRAM + 1))}
    return len(pieces & held) / len(pieces)


def _only(here: dict[str, str], there: dict[str, str]) -> list[str]:
    return [words for key, words in here.items() if key not in there][:_MOST_WORDS]


def _offered(doc: Document) -> dict[str, str]:
    readings = [doc.reading, doc.head, *(reading for _, reading in doc.hidden)]
    return {hit.word: hit.word for reading in readings for hit in core(reading)}


def _contacts(doc: Document) -> dict[str, str]:
    readings = [doc.reading, *(reading for _, reading in doc.hidden)]
    return {f"{c.kind}:{c.value}": c.masked for reading in readings for c in reading.contacts}


def _claims(doc: Document) -> dict[str, str]:
    found = {c.words: f"自称“{c.words[:30]}”" for c in doc.claims if c.kind in ("organ", "lookup", "platform")}
    return found | ({"form": "证书查询表单"} if doc.forms else {})


def _flat(text: str) -> str:
    return _NOISE.sub("", text)


def _host(url: str) -> str:
    try:
        return host_of(url)
    except BadInput:
        return ""
