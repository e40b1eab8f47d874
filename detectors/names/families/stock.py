"""The parts that several families put together: own labels, government tails, words, serial numbers."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from string import ascii_lowercase

from detectors.names.parts import Part, Row, listed, part
from detectors.names.subjects import Subject

# What a look-up of certificates is called, and what a Chinese office's site is called besides.
CHINESE_WORDS = """
cx
chaxun zs zscx
cxpt zhengshu
cha gw 12350 yanzheng
px ks bm wsbs zwfw mail
fw pt zx guanwang zsyz cxxt
xinxi xinxiwang wang zhongxin
www app m wap ks12350 kaoshi peixun baoming fuwu pingtai rz xt
online cert wx gzh zg china gj guojia quanguo zhongguo xxcx cjcx zgcx jypx sp oa login
"""
# What phishing of officials and citizens elsewhere puts around an office's name; a line is two decibels.
WORLD_WORDS = """
mail
support service login my portal online
webmail services secure account info e www email it
help helpdesk itsupport center app web net cloud tax payment refund verify id update notice fine pay apply org hr hq
official auth user admin public claim register benefit grant fines parking toll tolls subsidy penalty pcn pension visa
download docs file files share drive doc pdf news press media www2 owa smtp sso gateway access connect www1 dept office
"""
# Between a word and a name a hyphen is what people expect.
GLUE = part([("-", 0), ("", 3)])


@lru_cache(maxsize=512)
def own(subject: Subject) -> Part:
    """Return the genuine hosts' labels written in one: memgov's mem, cxmem, cx-mem, mem-cx."""
    return part(*(_dearer(_written(labels), later(at)) for at, labels in enumerate(subject.hosts)))


def later(at: int) -> int:
    """Return what the n-th genuine host costs: an organ with two hundred is known by the first few."""
    return min(at // 2, 8)


def _dearer(rows: list[Row], cost: int) -> list[Row]:
    return [(text, own + cost) for text, own in rows]


@lru_cache(maxsize=512)
def old(subject: Subject) -> Part:
    """The same of hosts that were given up."""
    return part(*(_written(labels) for labels in subject.old_hosts))


def _written(labels: tuple[str, ...]) -> list[Row]:
    rows: list[Row] = [("".join(labels), 0), ("-".join(labels), 0)]
    if len(labels) > 1:
        rows += [("".join(labels[::-1]), 2), ("-".join(labels[::-1]), 1)]
        # The office alone may be any office's (yjt); a name of five letters hardly is.
        rows.append((labels[0], 3 if len(labels[0]) > 4 else 8))
        if len(labels) > 2:
            rows.append(("".join(labels[:2]), 4))
        if len(labels[-1]) > 2:
            rows.append((labels[-1], 6))
    return rows


@lru_cache(maxsize=512)
def keywords(subject: Subject) -> Part:
    """Return the Latin names that people have written down; the first ones tell more."""
    return part([(word, min(at, 6) + (3 if len(word) < 4 else 0)) for at, word in enumerate(subject.keywords)])


@lru_cache(maxsize=64)
def tails(word: str, country: str) -> Part:
    """Return what reads as a government's suffix written in one with the name: -gov, govcn, -gov-cn, -cn-gov."""
    rows: list[Row] = []
    for at, gov in enumerate(_government_words(word)):
        dear = (0, 8, 10)[min(at, 2)]
        rows += [(f"-{gov}", dear), (gov, dear)]
        if country:
            rows += [
                (f"-{gov}-{country}", dear),
                (f"{gov}{country}", dear + 1),
                (f"-{gov}{country}", dear + 1),
                (f"{gov}-{country}", dear + 3),
                (f"-{country}-{gov}", dear + 4),
                (f"{country}{gov}", dear + 6),
                (f"-{country}{gov}", dear + 6),
            ]
    if country:
        rows += [(f"-{country}", 5), (country, 8)]
    return part(rows)


@lru_cache(maxsize=64)
def heads(word: str, country: str) -> Part:
    """Return the same moved to the front: gov-, gov-cn-, cn-, china-."""
    gov = _government_words(word)[0]
    rows: list[Row] = [(f"{gov}-", 0), (gov, 2)]
    if country:
        rows += [
            (f"{gov}-{country}-", 4),
            (f"{gov}{country}-", 5),
            (f"{gov}{country}", 6),
            (f"{country}-{gov}-", 6),
            (f"{country}gov-", 7),
            (f"{country}-", 2),
            (country, 6),
        ]
    return part(rows)


def _government_words(word: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((word or "gov", "gov", "govt")))


@lru_cache(maxsize=8)
def words(*, chinese: bool) -> Part:
    """Return the words put beside a name."""
    if chinese:
        return part(listed(CHINESE_WORDS), listed(WORLD_WORDS, step=2, start=5))
    return part(listed(WORLD_WORDS, step=2))


@lru_cache(maxsize=1)
def numbers() -> Part:
    """Return what tells one of a batch from the next: digits, years, letters. A cost holds for each, not for all."""
    return part(
        [(str(n), 0 if n in (1, 2, 3) else 2) for n in range(10)],
        [(str(year), 3) for year in range(2023, 2028)],
        [(f"{n:02d}", 4) for n in range(100)],
        [(text, 5) for text in ("88", "66", "123", "365", "666", "888", "114", "110", "12350")],
        [(letter, 4) for letter in ascii_lowercase],
        [(a + b, 8) for a in ascii_lowercase for b in ascii_lowercase],
        [(f"{n:03d}", 12) for n in range(1000)],
    )


@lru_cache(maxsize=512)
def core(subject: Subject) -> Part:
    """Return the name in every short form that a look-alike is made of: own labels, then keywords."""
    return part(own(subject).rows(), ((text, cost + 3) for text, cost in keywords(subject).rows()))


def altered(words: Part, change: Callable[[str], list[Row]]) -> Part:
    """Return what a change makes of each word, dearer by what the word costs itself."""
    rows: list[Row] = []
    for word, dear in words.rows():
        rows += [(text, cost + dear) for text, cost in change(word)]
    return part(rows)


def altered_marks(tails: Part, change: Callable[[str], list[Row]]) -> Part:
    """Return the same for the government's tails, whose hyphen in front stays: -gvo, goov-cn."""
    rows: list[Row] = []
    for tail, dear in tails.rows():
        hyphen = "-" if tail[0] == "-" else ""
        if "gov" in tail or len(tail.strip("-")) > 2:
            rows += [(hyphen + text, cost + dear) for text, cost in change(tail.strip("-"))]
    return part(rows)


def long_ones(words: Part, least: int) -> Part:
    """Return the words of so many letters and more."""
    return part((text, cost) for text, cost in words.rows() if len(text) >= least)
