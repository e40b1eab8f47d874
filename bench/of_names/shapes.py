"""Whether the built-in watchlist alone finds every shape of imitation, on names made by rule from its organs.

The rules are written anew here and share nothing with ``zhenwei expand``: a name is found for what it is, not for
having been made by the same code. Beside them stand the first variants that ``zhenwei expand`` makes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import pypinyin

from bench.of_names.command import screened
from bench.of_names.figures import Figures, Findings
from detectors.names.expand import expand
from zhenwei.address import ascii_host
from zhenwei.watchlist import Organ, load_watchlist

MOST_VARIANTS = 100_000
RECAUGHT = 5_000
CERTIFICATES = ("特种作业操作证", "特种作业证查询", "安全生产许可证查询")
_HAN = range(0x4E00, 0xA000)


def measure(*, quick: bool, data: Path | None) -> Figures:
    """Return the figures."""
    return look(quick=quick, data=data).figures


def look(*, quick: bool, data: Path | None) -> Findings:
    """Return recall per shape over all protected organs of the built-in watchlist; quick judges fewer variants."""
    organs = load_watchlist().protected
    judged = RECAUGHT // 10 if quick else RECAUGHT
    made = {shape: sorted({name for organ in organs for name in rule(organ)}) for shape, rule in SHAPES.items()}
    made["initials"] += certificate_initials()
    variants = [
        variant.domain for variant in islice(expand(load_watchlist()), MOST_VARIANTS // 5 if quick else MOST_VARIANTS)
    ]
    seen = screened([name for names in made.values() for name in names] + variants[:judged])
    found = Findings({"shape_names": sum(map(len, made.values()))})
    found.figures["variants"] = len(variants)
    found.figures["variants_recaught"] = round(sum(map(seen.flagged, variants[:judged])) / judged, 4)
    for shape, names in made.items():
        missed = [name for name in names if not seen.flagged(name)]
        found.figures[f"recall_shape_{shape}"] = round(1 - len(missed) / len(names), 4)
        found.lists[f"shape missed: {shape} ({len(missed)} of {len(names)})"] = missed
    return found


def flattened(organ: Organ) -> Iterator[str]:
    """cx-mem-gov-cn.com, memgov.cn, mem.gov.cn.com."""
    for own, domain in _governmental(organ):
        yield f"{domain.replace('.', '-')}.com"
        yield f"cx-{domain.replace('.', '-')}.com"
        yield f"{own.replace('.', '')}govcn.net"
        yield f"{own.replace('.', '-')}-gov.cn"
        yield f"{domain}.com"


def sub_domain(organ: Organ) -> Iterator[str]:
    """cx.mem.gov.cn.evil.top: the genuine name, whole or flattened, as labels of another's name."""
    for _, domain in _governmental(organ):
        yield f"{domain}.qmxv8.top"
        yield f"www.cx.{domain}.hulanqi.xyz"
        yield f"{domain.replace('.', '-')}.bluewidget.com"


def function_words(organ: Organ) -> Iterator[str]:
    """The name in Latin letters with the word of a service."""
    for word in _latin(organ):
        yield f"{word}-chaxun.com"
        yield f"{word}zscx.cn"
        yield f"cx-{word}.com"
        yield f"{word}-12350.cn"


def han(organ: Organ) -> Iterator[str]:
    """The official name in Han, alone or with 查询."""
    for name in _chinese(organ):
        yield ascii_host(f"{name}.com")
        yield ascii_host(f"{name}查询.cn")
        yield ascii_host(f"{name}.中国")


def pinyin(organ: Organ) -> Iterator[str]:
    """The official name spelled out."""
    for name in _chinese(organ):
        word = "".join(pypinyin.lazy_pinyin(name))
        yield f"{word}.com"
        yield f"{word}.cn"
        yield f"{word}chaxun.top"


def initials(organ: Organ) -> Iterator[str]:
    """The first letters of the official name, with the word of a service: by themselves four letters are anyone's."""
    for name in _chinese(organ):
        word = _first_letters(name)
        if len(word) > 4:
            yield f"{word}cx.com"
            yield f"{word}-gov.cn"
            yield f"cx-{word}.cn"


def retired(organ: Organ) -> Iterator[str]:
    """Names given up, and their copies."""
    for domain in organ.retired:
        yield domain
        yield f"www.{domain}"
        yield f"{domain.replace('.', '-')}.com"
        yield f"cx.{domain}.qmxv8.top"


def hosting(organ: Organ) -> Iterator[str]:
    """The genuine name as what a customer of a platform chose: account, label, path, bucket."""
    for own, domain in _governmental(organ):
        flat = domain.replace(".", "-")
        yield f"{flat}.pages.dev"
        yield f"{flat}.vercel.app"
        yield f"{flat}.github.io/index"
        yield f"someone.github.io/{domain}"
        yield f"cx-{own.replace('.', '-')}-gov.netlify.app"
        yield f"{flat}.oss-cn-hangzhou.aliyuncs.com"


SHAPES: dict[str, Callable[[Organ], Iterator[str]]] = {
    "flattened": flattened,
    "sub_domain": sub_domain,
    "function_words": function_words,
    "han": han,
    "pinyin": pinyin,
    "initials": initials,
    "retired": retired,
    "hosting": hosting,
}
KEYS = ("shape_names", "variants", "variants_recaught", *(f"recall_shape_{shape}" for shape in SHAPES))


def certificate_initials() -> list[str]:
    """Return names made of the first letters of certificates: tzzyczz.cn."""
    return [f"{_first_letters(name)}{end}" for name in CERTIFICATES for end in (".cn", "cx.com", "-cx.cn")]


def _governmental(organ: Organ) -> Iterator[tuple[str, str]]:
    """Yield each genuine name below gov.cn with its own part: (yjt.zj, yjt.zj.gov.cn)."""
    for domain in organ.domains:
        if domain.endswith(".gov.cn"):
            yield domain.removesuffix(".gov.cn"), domain


def _latin(organ: Organ) -> Iterator[str]:
    yield from (word for word in organ.keywords if word.isascii())
    yield from (own.replace(".", "") for own, _ in _governmental(organ))


def _chinese(organ: Organ) -> Iterator[str]:
    return (name for name in organ.names if len(name) > 4 and all(ord(letter) in _HAN for letter in name))


def _first_letters(name: str) -> str:
    return "".join(pypinyin.lazy_pinyin(name, style=pypinyin.Style.FIRST_LETTER))
