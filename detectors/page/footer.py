"""Footer marks: ICP, 公安备案, 网站标识码, 党政机关 mark, 找错. Formats: GB/T 2260 areas; see P008 and P009."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from zhenwei.sentences import said

# Characters of filing numbers by the first two digits of GB/T 2260; some provinces have two (蜀ICP备, 川公网安备).
_PAIRS = """
11:京 12:津 13:冀 14:晋 15:蒙 21:辽 22:吉 23:黑 31:沪 32:苏 33:浙 34:皖 35:闽 36:赣 37:鲁 41:豫 42:鄂 43:湘 44:粤 45:桂
46:琼 50:渝 51:蜀川 52:黔贵 53:滇云 54:藏 61:陕秦 62:陇甘 63:青 64:宁 65:新
"""
PROVINCES: dict[str, str] = dict(pair.split(":") for pair in _PAIRS.split())
_CODES = {char: code for code, chars in PROVINCES.items() for char in chars}
_P = "".join(PROVINCES.values())
ICP = re.compile(
    rf"([{_P}])\s*[)）]?\s*icp\s*([备证])\s*案?\s*[:：]?\s*(\d{{5,12}})\s*号?(?:\s*[-－—–]\s*(\d{{1,4}}[a-z]?))?(?!\d)",
    re.I,
)
_ICP_LOOSE = re.compile(r"([\u4e00-\u9fff])\s*icp\s*[备证]\s*([\dx*]{3,14})", re.I)
_POLICE = re.compile(rf"([{_P}])\s*[)）]?\s*公\s*(?:网\s*)?安\s*备\s*案?\s*[:：]?\s*(\d{{10,16}})\s*号?")
_POLICE_WORD = re.compile(r"安\s*备")
_POLICE_LINK = re.compile(r"(?:recordcode|websearch\?code)=(\d{14})(?!\d)", re.I)
SITE_CODE = re.compile(r"(?:政府)?网站标识[码号]\s*[:：]?\s*(bm\d{2,12}|\d{6,14})(?!\d)", re.I)
_SITE_CODE_LINK = re.compile(r"site_?code=(bm\d{8}|\d{10})(?!\d)", re.I)
_META = re.compile(
    r"<meta[^<>]{0,40}name=[\"']?(siteidcode|sitedomain|sitename)[\"']?[^<>]{0,20}content=[\"']?([^\"'<>]{2,60})", re.I
)
_CONAC_ID = re.compile(r"conac\.cn/sitename\?method=show&(?:amp;)?id=([0-9a-f]{32})", re.I)
_PARTY_HOSTS = ("bszs.conac.cn", "dcs.conac.cn", "_ideconac", "/conac.png")
_PARTY = re.compile(r"(?:alt|title)=[\"']?[党政][政府]机关")
_INSTITUTION = re.compile(r"(?:alt|title)=[\"']?事业单位")
_ERROR_HOSTS = ("zfwzgl.www.gov.cn", "exposure/jiucuo")
_ERROR = re.compile(r"(?:alt|title)=[\"']?(?:政府网站)?找错")
# "主办" within a sentence ("由某协会主办，…") signs nothing: a label stands at a line's beginning or has a colon.
HOST_LINE = re.compile(
    r"(?:(?:^|(?<=[\s|丨｜]))(?:主办|主管|承办|网站维护|运营)(?:单位)?\s*[:： ]|"
    r"(?:主办|主管|承办|运营)单位|版权所有|copyright|©)"
    r"\s*[:：©(c)\d\-\s]*([^\n|。;；]{2,40})",
    re.I | re.M,
)
_BEYOND = re.compile(
    r"\s*(?:技术支持|技术保障|技术维护|建设维护|承办|协办|地址|电话|联系电话|邮编|icp|备案|[\u4e00-\u9fff]icp).*$", re.I
)
# Heads of pages are looked through so far for what they say about themselves.
_HEAD = 20_000
_OWNER_BEFORE = re.compile(
    r"(?:^|(?<=[\s|丨｜]))([\u4e00-\u9fff]{4,30}?)\s*[©(c)]*\s*(?:版权所有|主办)(?=$|[\s\n])", re.M
)


class Odd(NamedTuple):
    """What is wrong with a mark, in Chinese, and the words of the page that show it."""

    said: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks that a page shows.

    ``icp``: numbers as filed (京ICP备12025439号-3); ``police``: 14 digits each; ``site_codes``: 网站标识码;
    ``conac``: ids of the 党政机关 mark; ``meta``: what the page's head says by the standard of
    government sites (sitename, sitedomain, siteidcode); ``odd``: what is wrong with them.
    """

    icp: tuple[str, ...]
    police: tuple[str, ...]
    site_codes: tuple[str, ...]
    conac: tuple[str, ...]
    party_mark: bool
    institution_mark: bool
    error_mark: bool
    meta: tuple[tuple[str, str], ...]
    odd: tuple[Odd, ...]

    @property
    def site_code(self) -> str:
        """The first 网站标识码, or ""."""
        return self.site_codes[0] if self.site_codes else ""

    @property
    def government(self) -> bool:
        """True if the page shows a mark that only public bodies carry."""
        return bool(self.site_codes) or (self.party_mark and not self.institution_mark) or self.error_mark

    @property
    def numbers(self) -> tuple[str, ...]:
        """Everything that belongs to one owner only: filing numbers without the number of the single site."""
        return tuple(dict.fromkeys((*map(filing, self.icp), *self.police, *self.site_codes, *self.conac)))

    @property
    def areas(self) -> tuple[str, ...]:
        """The province codes (two digits) that the marks speak of, those of ministries left out."""
        found = [_CODES[number[0]] for number in self.icp if "备" in number]
        found += [number[:2] for number in (*self.police, *(c for c in self.site_codes if c.isdigit()))]
        return tuple(dict.fromkeys(found))


def filing(number: str) -> str:
    """Return an ICP number without the number of the single site (京ICP备12025439号-3 → 京ICP备12025439号)."""
    return re.sub(r"\s+", "", number).upper().partition("号")[0] + "号"


def spellings(number: str) -> tuple[str, ...]:
    """Return a number as pages may show it: whole, or its digits with something else around them."""
    return number, *re.findall(r"\d{5,}", number)


def marks_of(text: str, source: str, lowered: str = "") -> Marks:
    """Read the marks from visible text and from markup (links, titles of pictures, the head).

    The markup counts where the text has none: an image with the number in its title, a link that carries it.
    ``lowered``: the markup in lower case, where it is at hand.
    """
    if len(source) < len(text):
        source, lowered = text, ""
    low, small = lowered or source.lower(), text.lower()
    filed, police = _around(small, "icp", 6, 40), _around_police(small)
    codes = SITE_CODE.findall(_around(small, "标识", 6, 40))
    codes += _SITE_CODE_LINK.findall(_around(low, "code=", 6, 12))
    meta = tuple((key, value.strip()) for key, value in _META.findall(_around(low[:_HEAD], "<meta", 0, 200)))
    codes += [value for key, value in meta if key == "siteidcode" and re.fullmatch(r"bm\d{8}|\d{10}", value)]
    party = any(host in low for host in _PARTY_HOSTS) or bool(_PARTY.search(_around(low, "机关", 16, 2)))
    return Marks(
        icp=_icp(filed) or _icp(_around(low, "icp", 6, 40)),
        police=_police(police, low),
        site_codes=_unique(codes),
        conac=_unique(_CONAC_ID.findall(_around(low, "conac.cn/sitename", 0, 70))),
        party_mark=party,
        institution_mark=bool(_INSTITUTION.search(_around(low, "事业单位", 12, 2))) or (party and "/blue.png" in low),
        error_mark=any(h in low for h in _ERROR_HOSTS) or bool(_ERROR.search(_around(low, "找错", 16, 2))),
        meta=meta,
        odd=tuple(_odd(filed, police, _unique(codes))),
    )


def _around(text: str, word: str, before: int, after: int) -> str:
    """Return what stands around a word, one place a line: patterns then need not search a whole page."""
    places: list[tuple[int, int]] = []
    at = text.find(word)
    while at >= 0 and len(places) < 200:
        start, end = max(0, at - before), at + len(word) + after
        if places and start <= places[-1][1]:
            start = places.pop()[0]
        places.append((start, end))
        at = text.find(word, at + len(word))
    return "\n".join(text[start:end] for start, end in places)


def _around_police(text: str) -> str:
    """Return what stands around 备 if it may be that of a police number: the character alone is in every 设备."""
    return _around(text, "备", 12, 40) if _POLICE_WORD.search(text) else ""


def _police(near: str, source: str) -> tuple[str, ...]:
    """Return the 14 digits of 公安备案 numbers; very old ones have 12 and are left out."""
    found = _POLICE.findall(near) or _POLICE.findall(_around_police(source))
    numbers = [number for _, number in found if len(number) == 14]
    links = numbers or _POLICE_LINK.findall(_around(source, "code=", 12, 16))
    return _unique(links)


def _icp(text: str) -> tuple[str, ...]:
    rows = (f"{m[1]}ICP{m[2]}{m[3]}号" + (f"-{m[4].upper()}" if m[4] else "") for m in ICP.finditer(text))
    return _unique(rows)


def _unique(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))


def _odd(filed: str, police: str, codes: tuple[str, ...]) -> Iterator[Odd]:
    for match in _ICP_LOOSE.finditer(filed):
        if match[1] not in _P:
            yield Odd(said("备案号的地区字“{char}”不存在", char=match[1]), (match[0],))
        elif len(match[2]) not in (6, 8, 10):
            yield Odd(said("ICP 备案号位数不对：{words}", words=match[0].upper()), (match[0],))
    for match in _POLICE.finditer(police):
        if len(match[2]) == 14 and match[1] not in PROVINCES.get(match[2][:2], ""):
            yield Odd(said("公安备案号的地区字与号码不符：{words}", words=match[0]), (match[0],))
        elif len(match[2]) not in (12, 14):
            yield Odd(said("公安备案号位数不对：{words}", words=match[0]), (match[0],))
    yield from _odd_codes(police, codes)


def _odd_codes(police: str, codes: tuple[str, ...]) -> Iterator[Odd]:
    for code in codes:
        if not re.fullmatch(r"bm\d{8}|\d{10}", code):
            yield Odd(said("网站标识码位数不对：{code}", code=code), (code,))
        elif code.isdigit() and code[:2] not in PROVINCES:
            yield Odd(said("网站标识码的区划代码不存在：{code}", code=code), (code,))
    areas = {code[:2] for code in codes if code.isdigit()}
    if areas and (others := {m[2][:2] for m in _POLICE.finditer(police)} - areas):
        yield Odd(
            said(
                "网站标识码与公安备案号分属不同地区（{codes}，{police}）",
                codes="、".join(sorted(areas)),
                police="、".join(sorted(others)),
            ),
            codes,
        )
    if len(codes) > 1:
        yield Odd(said("同一页面有不同的网站标识码：{codes}", codes="、".join(codes[:3])), codes[:3])


_LABELS = ("主办", "主管", "承办", "运营", "网站维护", "版权所有", "opyright", "OPYRIGHT", "©")


def _lines_with(text: str, words: Iterable[str]) -> str:
    """Return the lines that hold one of the words, with the line after a label that ends one, in order."""
    starts: dict[int, int] = {}
    for word in words:
        at = text.find(word)
        while at >= 0 and len(starts) < 400:
            end = text.find("\n", at)
            if 0 <= end <= at + 8:  # "主办单位：" alone in its line: the name stands in the next
                end = text.find("\n", end + 1)
            starts[text.rfind("\n", 0, at) + 1] = len(text) if end < 0 else end
            at = text.find(word, at + 1)
    return "\n".join(text[start:end] for start, end in sorted(starts.items()))


_OPERATOR = re.compile(
    r"公司|学校|学院|培训中心|教育|协会|工作室|报社|日报|电视台|传媒|出版社|技术中心|宣教中心|考试中心|考核中心|研究院|研究所|科学院|大学|集团|个人"
)


def own_operator(text: str) -> str:
    """Return the line in which a page names an operator that is no authority, or ""."""
    own = next((line for line in host_lines(text) if _OPERATOR.search(line)), "")
    return next((line for line in text.split("\n") if own and own in line), own)


@lru_cache(maxsize=8)
def host_lines(text: str) -> tuple[str, ...]:
    """Return whom the page names as its host, operator or owner of the copyright."""
    text = _lines_with(text, _LABELS)
    before = (match[1].strip() for match in _OWNER_BEFORE.finditer(text))
    after = (_BEYOND.sub("", match[1].strip()) for match in HOST_LINE.finditer(text))
    return (*(line for line in after if len(line) >= 2), *before)
