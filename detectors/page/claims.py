"""Whose page does it say it is? Organ names where a site names itself: title, headings, logo, host lines."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from detectors.text.fold import fold
from zhenwei.watchlist import Level, Organ, Watchlist

# Longer headings are not kept for the next page.
_KEPT = 60
_CUT = re.compile(r"[-_|—–·•>»:：/\\()（）\[\]【】,，\s]+")
_TAIL = re.compile(
    r"(?:官方网站|官方网|门户网站|政务网站|政府网站|政务网|官网|网站|首页|主页|欢迎您|欢迎访问|欢迎光临|网上办事大厅)+$"
)
_HEAD = re.compile(r"^(?:欢迎访问|欢迎光临|中华人民共和国|国家)")
_REGULATOR = re.compile(
    r"(?P<place>[\u4e00-\u9fff]{2,10}?(?:省|市|县|区|自治区|自治州|州|盟|旗|兵团))?"
    r"(?P<kind>应急管理(?:部|厅|局|委员会)|安全生产监督管理(?:总局|局)|安全监督管理局|安监(?:总)?局|应急局|应急厅|矿山安全监察局|煤矿安全监察局)"
)
# A heading with such a word tells about a platform; it is not the platform's name.
_SENTENCE = re.compile(r"通知|公告|办法|方法|启用|上线|关停|假冒|怎么|如何|指南|攻略|解决方案|教程|流程|[?？!！。]")
# Kinds of regulators that need no place before them.
_NATIONAL = ("应急管理部", "安全生产监督管理总局", "安监总局", "矿山安全监察局", "煤矿安全监察局")
# Bodies that sound as if the state had set them up to examine and to register.
_NATIONAL_BODY = re.compile(r"(?:国家|全国|中国|中央)(?:安全生产|安全监管|应急管理|特种作业|矿山安全|煤矿安全)")
_VERB = re.compile(
    r"发布|印发|召开|要求|部署|提醒|新规|开展|举行|公布|解读|换证|查处|曝光|回应|通报|修订|约谈|调研|检查"
)
_SERVICE = re.compile(
    r"(?:政务服务|办事大厅|服务大厅|证书|证件|证照|操作证|查询|核验|验证|查验|真伪|考试中心|考核中心|培训中心|管理中心|信息中心|换发|领取|数据库|档案)"
    r"[\u4e00-\u9fff]{0,8}(?:平台|系统|入口|大厅|中心|网|库|服务|查询|核验|端口|首页)?$"
)
# An organ's own departments speak in its name.
_OFFICE = re.compile(r"(?<=[部厅局会])(?:办公厅|办公室|安全基础司|[\u4e00-\u9fff]{2,6}(?:司|处|科|总队|支队))$")
# Names that speak for the whole country or a province without naming an organ.
_PLATFORM = re.compile(
    r"(?P<scope>全国|国家|中国|中华人民共和国|[\u4e00-\u9fff]{2,8}(?:省|市|自治区)|应急管理(?:部|厅|局)|国家级|统一)?[\u4e00-\u9fff]{0,6}"
    r"(?P<object>特种作业(?:操作证|人员|操作资格)?|安全生产(?:知识|资格|考试|许可)|操作证|安全管理人员|应急管理)[\u4e00-\u9fff、及和与（）()]{0,24}"
    r"(?P<what>查询平台|查询系统|信息查询|查询中心|查询网|查询服务|证书查询|证件查询|核验平台|验证平台|考试平台|考试网|信息平台|服务平台|公共服务平台|信息网|查询|核验)"
)


@dataclass(frozen=True, slots=True)
class Claim:
    """A place at which the page calls itself something.

    ``kind``: organ, lookup, platform, topic. ``where``: title, heading, picture, host.
    """

    kind: str
    where: str
    words: str
    target: str

    @property
    def place(self) -> str:
        """The part of the page (see ``Document.readings``) in which it stands."""
        return place_of(self.where)


def place_of(where: str) -> str:
    """Return the part of a page (see ``Document.readings``) that is meant by where a claim or a heading stands."""
    return {"title": "head", "picture": "picture"}.get(where, "visible")


def claims_of(titles: list[tuple[str, str]], hosts: tuple[str, ...], watchlist: Watchlist) -> list[Claim]:
    """Return the claims of titles and headings (where, text) and of host lines ("主办单位:…")."""
    found = []
    names = _names_in(watchlist)
    for where, text in titles:
        found += _of_heading(where, text, watchlist, names)
    for line in hosts:
        head = re.split(r"[\s,，、]", line.strip())[0]
        if claim := _organ_claim("host", _bare(head), watchlist, names, exact=False):
            found.append(claim)
    return found


@dataclass(frozen=True, slots=True)
class _Names:
    """What protected organs are called, put so that a heading need not be compared with each.

    ``titles``: of their look-ups, with the organ; ``whole``: names with their place in the list and the organ;
    ``begins``: (place, name, organ) by the first three characters.
    """

    organs: Mapping[str, Organ]
    titles: tuple[tuple[str, str], ...]
    whole: Mapping[str, tuple[int, str]]
    begins: Mapping[str, list[tuple[int, str, str]]]


_LATEST: list[_Names] = []


def _names_in(watchlist: Watchlist) -> _Names:
    found = _LATEST[0] if _LATEST else None
    if found is None or found.organs is not watchlist.organs:
        found = _names_of(watchlist)
        _LATEST[:] = [found]
    return found


def _names_of(watchlist: Watchlist) -> _Names:
    protected = [(slug, organ) for slug, organ in watchlist.organs.items() if organ.role == "protected"]
    titles = tuple((title, slug) for slug, organ in protected for title in organ.titles if _is_telling(title))
    whole: dict[str, tuple[int, str]] = {}
    begins: dict[str, list[tuple[int, str, str]]] = {}
    rows = ((name, slug) for slug, organ in protected for name in organ.names if len(name) >= 3)
    for place, (name, slug) in enumerate(rows):
        whole.setdefault(name, (place, slug))
        begins.setdefault(name[:3], []).append((place, name, slug))
    return _Names(watchlist.organs, titles, whole, begins)


# Menus and feet are the same on all pages of a site, and on many others.
@lru_cache(maxsize=1024)
def _short_folded(text: str) -> str:
    return fold(text).text


def _folded(text: str) -> str:
    return _short_folded(text) if len(text) <= _KEPT else fold(text).text


def _of_heading(where: str, text: str, watchlist: Watchlist, names: _Names) -> list[Claim]:
    found = []
    flat = "".join(_folded(text).split())
    telling = not _SENTENCE.search(flat)
    bears = (slug for title, slug in names.titles if _bears(flat, title)) if telling else iter(())
    if (slug := next(bears, None)) is not None:
        found.append(Claim("lookup", where, text.strip()[:60], slug))
    # Spaces may part names or stretch one: the pieces and the whole are both looked at.
    pieces = [_folded(piece) for piece in _CUT.split(text)]
    for segment in dict.fromkeys([*pieces, flat]):
        if len(segment) >= 3 and (claim := _organ_claim(where, _bare(segment), watchlist, names, exact=True)):
            found.append(claim)
    if where != "host" and len(flat) <= 40 and telling:
        found += (c for piece in [*pieces, flat] if (c := _service_claim(where, piece, watchlist)))
    if where != "host" and len(flat) <= 60 and telling and (match := _PLATFORM.search(flat)):
        national = bool(match["scope"]) or bool(re.search(r"全国|国家|中国|官方|统一|应急管理[部厅局]", flat))
        found.append(Claim("platform" if national else "topic", where, match[0], target_of(flat, watchlist)))
    return found


def _service_claim(where: str, text: str, watchlist: Watchlist) -> Claim | None:
    """Return the claim of a heading that begins with a regulator and goes on with a service that only it can give."""
    short = _HEAD.sub("", text)
    match = _REGULATOR.match(short) or _NATIONAL_BODY.match(short)
    if (
        match
        and (rest := short[match.end() :])
        and len(rest) <= 18
        and not _VERB.search(rest)
        and _SERVICE.search(rest)
    ):
        return Claim("platform", where, text[:60], target_of(short, watchlist))
    return None


def _bears(text: str, title: str) -> bool:
    """True if a heading that is no sentence is the name of a look-up, give or take a few characters."""
    return (title in text and len(text) <= len(title) + 12) or _nearly(title, text)


def _is_telling(title: str) -> bool:
    return len(title) >= 8 and re.search(r"查询|平台|系统|核验", title) is not None


def _nearly(title: str, text: str) -> bool:
    """True if a text of like length differs from a title in a few characters only."""
    if abs(len(title) - len(text)) > 6 or len(title) < 12:
        return False
    from rapidfuzz import fuzz

    return fuzz.ratio(title, text, score_cutoff=85) >= 85


def _bare(text: str) -> str:
    return _TAIL.sub("", text.strip())


def _organ_claim(where: str, text: str, watchlist: Watchlist, names: _Names, *, exact: bool) -> Claim | None:
    short = _HEAD.sub("", text)
    called = [names.whole[said] for said in (text, short) if said in names.whole]
    if not exact:
        begun = names.begins.get(text[:3], ())
        called += [(n, slug) for n, name, slug in begun if text.startswith(name) and len(text) <= len(name) + 8]
    if called:
        return Claim("organ", where, text[:60], min(called)[1])
    match = _REGULATOR.fullmatch(_OFFICE.sub("", short)) if exact else _REGULATOR.match(short)
    if match and (match["place"] or match["kind"] in _NATIONAL):
        return Claim("organ", where, text[:60], target_of(short, watchlist))
    return None


def target_of(text: str, watchlist: Watchlist) -> str:
    """Return the protected organ whose name or place a text holds; the ministry if none (or "" without one)."""
    best: tuple[int, str] = (0, "")
    for slug, organ in watchlist.organs.items():
        if organ.role != "protected":
            continue
        for name in organ.names:
            if name in text and len(name) > best[0]:
                best = (len(name), slug)
        place = _place(organ)
        if (
            len(place) >= 2
            and place in text
            and organ.level != Level.MINISTRY
            and len(place) + 1 > best[0]
            and not best[1]
        ):
            best = (len(place), slug)
    return best[1] or ministry(watchlist)


def _place(organ: Organ) -> str:
    match = re.match(r"([\u4e00-\u9fff]{2,8}?)(?:省|市|自治区|壮族|回族|维吾尔|应急|安全|安监)", organ.name)
    return match[1] if match and organ.level != Level.MINISTRY else ""


def ministry(watchlist: Watchlist) -> str:
    """Return the id of the first protected organ of ministry level, preferring one with look-up pages."""
    rows = [
        (not o.lookups, slug)
        for slug, o in watchlist.organs.items()
        if o.role == "protected" and o.level == Level.MINISTRY
    ]
    return min(rows)[1] if rows else ""
