"""Where the weights of a name meet: words and government marks become reasons, points and a target.

Rules N010 to N019 speak of organs, N020 of certificates, N030 of look-ups, N040 to N043 of what strengthens or weakens.
One family of evidence counts once, with its strongest word: repeating a word proves nothing more.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from detectors.names.opinion import Reason
from detectors.names.pinyin import is_han, spelled
from detectors.names.platforms import CHEAP_SUFFIXES, CHINESE_SUFFIXES
from detectors.names.split import SplitName
from detectors.names.vocabulary import Kind, Word
from zhenwei.sentences import said
from zhenwei.watchlist import Level, Watchlist

# What the bare government word is worth at least beside an office, a certificate or a place.
_BESIDE = 30.0
_DOUBLE = re.compile(r"\.(com|net|org|ac|edu)\.cn$|\.cn\.com$")
# For writing a word so that only the eye reads it.
DISGUISE = "N041"
# Shorter general names of offices (yjj, yjt) are shared with other authorities.
_GENERAL = 4
# Up to here a sign is a mere coincidence of letters.
_FAINT = 10.0
Verdict = tuple[str, tuple[Reason, ...]]


class Weigher:
    """Turns the evidence found in one name into reasons."""

    def __init__(self, watchlist: Watchlist, national: str) -> None:
        self._watchlist = watchlist
        self._national = national
        self._places = _places(watchlist)
        self._hosts = frozenset(d.split(".")[0] for o in watchlist.protected for d in o.domains if d.count(".") == 2)

    def weigh(
        self,
        name: SplitName,
        found: Sequence[Word],
        mark: Reason | None,
        gov: Reason | None,
        *,
        disguised: bool,
    ) -> Verdict:
        """Return the target and the reasons. ``mark``: a strong government sign, ``gov``: the bare word."""
        organ = _strongest(found, Kind.HOST, Kind.ORGAN)
        regulator = _strongest(found, Kind.REGULATOR)
        certificate = _strongest(found, Kind.CERTIFICATE)
        hotline = _strongest(found, Kind.HOTLINE)
        office = _stronger(organ, regulator)
        chinese = any(w.kind is Kind.PLACE and len(w.text) > 3 for w in found)
        reasons: list[Reason] = []
        if mark:
            reasons.append(mark)
        elif gov and (office or certificate or chinese):
            reasons.append(replace(gov, points=max(_BESIDE, gov.points)))
        elif gov:
            reasons.append(gov)
        subject = [r for r in (_of_office(office), _of_certificate(certificate), _of_hotline(hotline)) if r]
        reasons += subject
        if subject:
            reasons += _supporting(name, found, office)
            reasons += self._exactly(name, found, office, certificate)
            if disguised:
                reasons.append(Reason(DISGUISE, 6, said("用形近的数字、字母或外文字符代替，读起来才是上述字样")))
        elif reasons and reasons[0].points > _FAINT:
            reasons += _of_suffix(name, 8)
        return self._target(found, organ, regulator, certificate, hotline), tuple(reasons)

    def _exactly(
        self, name: SplitName, found: Sequence[Word], office: Word | None, certificate: Word | None
    ) -> list[Reason]:
        own = name.registrable.split(".")[0].replace("-", "")
        readable = name.chosen.split(".")[-1]
        if office and own == office.text and own in self._hosts and name.suffix in CHINESE_SUFFIXES:
            return [Reason("N045", 10, said("与官方域名同名，只换了后缀（.{suffix}）", suffix=name.suffix))]
        if office and len(own) >= 5 and office.text in (own, readable):
            return [Reason("N044", 10, said("注册域名恰为机构名称或其拼写"))]
        if office and self._with_its_place(own, office, found):
            return [Reason("N044", 8, said("注册域名恰为地名加机构名称"))]
        if certificate and certificate.points >= 42 and certificate.text in (own, readable):
            return [Reason("N044", 8, said("注册域名恰为证件名称或其拼写"))]
        return []

    @staticmethod
    def _with_its_place(own: str, office: Word, found: Sequence[Word]) -> bool:
        if office.kind is not Kind.REGULATOR or len(office.text) < _GENERAL:
            return False
        places = [word.text for word in found if word.kind is Kind.PLACE]
        return any(own in (place + office.text, office.text + place) for place in places)

    def _target(self, found: Sequence[Word], organ: Word | None, *others: Word | None) -> str:
        if organ is not None and organ.organ:
            return organ.organ
        regulator, certificate, hotline = others
        if organ or regulator or certificate or (hotline and hotline.text == "12350"):
            places = [self._places[w.text] for w in found if w.kind is Kind.PLACE and w.text in self._places]
            return places[0] if places and regulator else self._national
        return ""


def _supporting(name: SplitName, found: Sequence[Word], office: Word | None) -> list[Reason]:
    reasons = []
    query = _strongest(found, Kind.QUERY)
    training = _strongest(found, Kind.TRAINING)
    place = _strongest(found, Kind.PLACE)
    if query:
        reasons.append(Reason("N030", query.points, said("带有查询、证书、官方一类字样“{text}”", text=query.text)))
    elif training:
        reasons.append(
            Reason("N042", -6, said("带有培训、考试一类字样“{text}”，合法培训机构也这样取名", text=training.text))
        )
    hotline = _strongest(found, Kind.HOTLINE)
    if place and (office or hotline or (place.points > 8 and not training)):
        reasons.append(
            Reason("N031", place.points, said("机构、证件或热线字样之外还带有地名或国名“{text}”", text=place.text))
        )
    if _DOUBLE.search(name.before):
        reasons.append(Reason("N047", 6, said("真正的后缀之前还有一重后缀（{before}）", before=name.before)))
    if name.suffix in CHINESE_SUFFIXES:
        extra = 8 if name.suffix == "org.cn" else 3
        reasons.append(Reason("N040", extra, said("使用与 gov.cn 相近的中国后缀 .{suffix}", suffix=name.suffix)))
    else:
        reasons += _of_suffix(name, 3)
    return reasons


def _of_suffix(name: SplitName, points: float) -> list[Reason]:
    if name.suffix.rsplit(".", 1)[-1] in CHEAP_SUFFIXES or name.platform:
        return [
            Reason(
                "N043",
                points,
                said("使用廉价后缀、免费托管或动态域名（{suffix}）", suffix=name.platform or name.suffix),
            )
        ]
    return []


def _of_office(word: Word | None) -> Reason | None:
    if word is None:
        return None
    if word.slip_of:
        return Reason(
            "N015", word.points, said("“{text}”与“{slip_of}”只差一个字母", text=word.text, slip_of=word.slip_of)
        )
    if is_han(word.text):
        return Reason("N012", word.points, said("含机构名称“{text}”", text=word.text))
    if word.kind is Kind.HOST:
        return Reason("N010", word.points, said("把官方域名连写为“{text}”", text=word.text))
    if word.kind is Kind.ORGAN:
        return Reason("N011", word.points, said("含机构的拼音、缩写或关键词“{text}”", text=word.text))
    return Reason("N013", word.points, said("含应急管理（安监）机构通称的拼写“{text}”", text=word.text))


def _of_certificate(word: Word | None) -> Reason | None:
    if word is None:
        return None
    if word.slip_of:
        return Reason(
            "N021",
            word.points,
            said("“{text}”与证件名称的拼写“{slip_of}”只差一个字母", text=word.text, slip_of=word.slip_of),
        )
    return Reason("N020", word.points, said("含证件或作业名称“{text}”", text=word.text))


def _of_hotline(word: Word | None) -> Reason | None:
    if word is None:
        return None
    return Reason("N025", word.points, said("含政府服务或举报热线号码“{text}”", text=word.text))


def _strongest(found: Sequence[Word], *kinds: Kind) -> Word | None:
    fitting = [word for word in found if word.kind in kinds]
    return max(fitting, key=lambda w: (w.points, len(w.text), w.text), default=None)


def _stronger(first: Word | None, second: Word | None) -> Word | None:
    if first is None or second is None:
        return first or second
    return first if first.points >= second.points else second


def _places(watchlist: Watchlist) -> dict[str, str]:
    """Return the organ of a place by the place's spellings: zhejiang, zj."""
    found: dict[str, str] = {}
    for organ in watchlist.protected:
        if organ.level is not Level.PROVINCE:
            continue
        for alias in organ.names:
            place = alias.split("应急")[0].rstrip("省市")
            if alias.find("应急") > 0 and place:
                found.setdefault(spelled(place), organ.slug)
                found.setdefault(place, organ.slug)
        for domain in organ.domains:
            labels = domain.split(".")
            if len(labels) > 3:
                found.setdefault(labels[-3], organ.slug)
    return found
