"""The families of copies: each a function from a subject to first labels (or whole names) with a plausibility.

Plausibility is 0 to 1 and only orders the output; a suffix multiplies it. Families follow what counterfeits have been
seen to do: dots of the genuine host dropped or turned into hyphens, ``gov`` and ``cn`` moved to the left, a word of
the look-up added, pinyin, the certificate instead of the organ, Han, one slip, free labels on hosting platforms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from detectors.names.subjects import Subject
from detectors.names.typos import likely_slips

Stem = tuple[str, float]

QUERY_WORDS = ("cx", "chaxun", "zscx", "zs", "cxpt", "zhengshu", "yanzheng", "cha", "gw")
MORE_WORDS = ("gov", "cn", "china", "12350", "px", "ks", "bm", "wsbs", "fw", "pt", "app", "www", "online")
CERTIFICATES = (
    ("tezhongzuoye", 0.9),
    ("tzzyczz", 0.9),
    ("tzzy", 0.85),
    ("tezhongzuoyezheng", 0.7),
    ("tezhongzuoyecaozuozheng", 0.7),
    ("caozuozheng", 0.55),
    ("aqsc", 0.6),
    ("aqscks", 0.5),
    ("anquanshengchan", 0.5),
    ("diangongzheng", 0.5),
    ("dgzcx", 0.3),
    ("hangongzheng", 0.4),
    ("denggaozheng", 0.4),
)
HAN_CERTIFICATES = ("特种作业操作证", "特种作业", "特种作业证", "电工证", "焊工证", "登高证", "操作证", "安全生产考试")
HAN_QUERY = ("查询", "证书查询", "查询网", "查询平台", "官网", "网", "")


def written_together(subject: Subject) -> Iterator[Stem]:
    """cxmemgovcn, cx-mem-gov-cn, memgov, gov-mem."""
    for labels in subject.stems:
        for order, weight in {labels: 1.0, labels[::-1]: 0.7}.items():
            for ending, likely in ((("gov", "cn"), 1.0), (("gov",), 0.95)):
                whole = (*order, *ending)
                yield "".join(whole), weight * likely
                yield "-".join(whole), weight * likely
                if len(whole) > 2:
                    yield "".join(order) + "-" + "-".join(ending), weight * likely * 0.9
                    yield "".join(order) + "-" + "".join(ending), weight * likely * 0.85
            yield "gov-" + "-".join(order), weight * 0.75
            yield "gov" + "".join(order), weight * 0.7
            yield "cn-" + "-".join(order), weight * 0.5
            yield "china-" + "-".join(order), weight * 0.5
            yield "-".join(order) + "-cn", weight * 0.5


def other_suffix(subject: Subject) -> Iterator[Stem]:
    """mem.org.cn: the host's own label under another suffix."""
    for labels in subject.stems:
        yield "".join(labels), 0.8
        yield "-".join(labels), 0.8
        if len(labels) > 1:
            yield "".join(labels[::-1]), 0.7
            yield "-".join(labels[::-1]), 0.6


def with_a_word(subject: Subject) -> Iterator[Stem]:
    """memcx, cx-mem, mem-chaxun."""
    for labels in subject.stems:
        for own in dict.fromkeys(("".join(labels), "".join(labels[::-1]))):
            yield from _combined(own, 0.85)


def pinyin(subject: Subject) -> Iterator[Stem]:
    """yingjiguanlibu, yjglbcx."""
    for at, word in enumerate(subject.words):
        weight = max(0.3, 0.85 - 0.04 * at)
        yield word, weight
        yield word + "gov", weight * 0.8
        yield word + "-gov", weight * 0.75
        yield from _combined(word, weight * 0.85)


def certificate(subject: Subject) -> Iterator[Stem]:
    """tzzyczzcx, tezhongzuoye-chaxun; for the organ that the certificates' look-up belongs to."""
    if subject.certificates:
        for word, weight in CERTIFICATES:
            yield word, weight
            yield word + "gov", weight * 0.7
            yield from _combined(word, weight * 0.95)


def slip(subject: Subject) -> Iterator[Stem]:
    """memgv, memqov, rnemgov."""
    for labels in subject.stems:
        for at, text in enumerate(likely_slips("".join(labels) + "gov")):
            yield text, 0.55 - min(0.3, at * 0.004)


def han(subject: Subject) -> Iterator[Stem]:
    """应急管理部, 特种作业操作证查询."""
    names = [(name, 0.8 - 0.1 * at) for at, name in enumerate(subject.han)]
    if subject.certificates:
        names += [(name, 0.8 - 0.05 * at) for at, name in enumerate(HAN_CERTIFICATES)]
    for name, weight in names:
        for at, word in enumerate(HAN_QUERY):
            yield name + word, weight * (1 if not word else 0.95 - 0.08 * at)


def below_a_carrier(subject: Subject) -> Iterator[Stem]:
    """cx.mem.gov-cn.com: the whole host below a name that reads as gov.cn. Yields labels up to the carrier."""
    for labels in subject.stems:
        for carrier, weight in (("gov-cn", 0.8), ("govcn", 0.7), ("gov.cn", 0.5), ("cn-gov", 0.5)):
            yield ".".join((*labels, carrier)), weight


def _combined(own: str, weight: float) -> Iterator[Stem]:
    for at, word in enumerate((*QUERY_WORDS, *MORE_WORDS)):
        likely = weight * (1 - 0.03 * at)
        yield own + word, likely
        yield word + own, likely * 0.95
        yield f"{own}-{word}", likely * 0.85
        yield f"{word}-{own}", likely * 0.8


FAMILIES: tuple[tuple[str, Callable[[Subject], Iterator[Stem]]], ...] = (
    ("written-together", written_together),
    ("other-suffix", other_suffix),
    ("with-a-word", with_a_word),
    ("pinyin", pinyin),
    ("certificate", certificate),
    ("slip", slip),
    ("han", han),
    ("below-a-carrier", below_a_carrier),
)
