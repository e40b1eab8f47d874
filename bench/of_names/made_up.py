"""A list of names like a large day of registrations and host names, always the same, with look-alikes sown in by rule.

A fifth part is taken from real names where they are at hand; the rest is put together: pinyin, English compounds,
made-up brands, digits, one name in a hundred in Han (more than in the zone of .com), host names with labels in front.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

SEED = 20261122
# One name in two thousand.
SOWN = 2_000
_BLOCK = 100_000
_INITIALS = tuple("b p m f d t n l g k h j q x zh ch sh r z c s y w".split())  # noqa: SIM905
_FINALS = tuple("a o e ai ei ao ou an en ang eng ong i ia ie iao iu ian in ing u ua uo ui un uang".split())  # noqa: SIM905
_ENGLISH = (  # noqa: SIM905
    "air art auto bank bay bear best blue book box brand bright camp card care cargo casa chat city clean click "
    "cloud club code coin cool craft data day deal dental design digital direct dog dream drive earth easy eco "
    "edge energy event express farm fast film fire fit flow food forest free fresh fun garden gift global gold "
    "good green grow guide hair happy health hero home hope hotel house idea iron island jewel job joy key kids "
    "king kitchen lab lake land law lead learn life light line link live local love luck luxury mail map market "
    "master media member memory metal mind mobile money moon motor music nature net news next north nova office "
    "ocean online open orange organic pack paint paper park party pay pet photo pilot pixel planet plant play "
    "plus point power press prime print pro pulse pure quick rapid real red remember rent rescue river road rock "
    "rose royal safe sale school sea secure seed share ship shop silver simple sky smart smile snow social soft "
    "solar song sound south space spark speed sport spot spring star start stone store storm story stream street "
    "studio style sugar summit sun super swift talk taxi tea team tech time tool top touch tour toy track trade "
    "travel tree true trust turbo union unity urban vacation valley value video view village vision vital voice "
    "walk wall watch water wave way wealth web west white wild win wind wine wise wolf wood word work world yoga "
    "young zen zone "
).split()
_HAN = "天地人和山水风云金玉明华中国美好新大小安康乐福春秋江海龙凤文化科技电商网店商城汽车房产旅游教育食品服装家居"
_FRONT = tuple("www mail m api cdn img static blog shop app ftp ns1 ns2 smtp webmail cpanel dev test vpn".split())  # noqa: SIM905
_SUFFIXES = (
    ("com", 430), ("cn", 130), ("net", 50), ("org", 40), ("com.cn", 40), ("top", 45), ("xyz", 40), ("shop", 35),
    ("vip", 15), ("online", 15), ("site", 15), ("store", 15), ("info", 15), ("club", 8), ("icu", 8), ("cc", 8),
    ("de", 25), ("co.uk", 20), ("fr", 10), ("nl", 10), ("com.br", 10), ("ru", 10), ("eu", 6),
)  # fmt: skip


def write_names(path: Path, count: int, hosts: Sequence[str], real: Sequence[str] = ()) -> frozenset[str]:
    """Write ``count`` names, one a line; return those of them that are sown look-alikes of ``hosts``.

    ``hosts``: genuine names; ``real``: real names of which a fifth part is drawn. A temporary file is renamed.
    """
    rng = random.Random(SEED)
    labels = [_label(rng) for _ in range(min(200_000, max(2_000, count // 4)))]
    suffixes, weights = zip(*_SUFFIXES, strict=True)
    sown = set()
    part = path.with_suffix(".part")
    with part.open("w", encoding="ascii", errors="ignore") as file:
        for start in range(0, count, _BLOCK):
            size = min(_BLOCK, count - start)
            own, other, ends = (
                rng.choices(labels, k=size),
                rng.choices(labels, k=size),
                rng.choices(suffixes, weights, k=size),
            )
            lines = [f"{a}.{c}\n" for a, c in zip(own, ends, strict=True)]
            for number in range(0, size, 7):
                front = _FRONT[number % len(_FRONT)] if number % 2 else other[number]
                lines[number] = f"{front}.{lines[number]}"
            if real:
                for number, name in zip(range(3, size, 5), rng.choices(real, k=size // 5), strict=False):
                    lines[number] = f"{name}\n"
            for number in range(SOWN // 2, size, SOWN):
                imitation = look_alike(rng, rng.choice(hosts), labels)
                lines[number] = f"{imitation}\n"
                sown.add(imitation)
            file.writelines(lines)
    part.replace(path)
    return frozenset(sown)


def look_alike(rng: random.Random, host: str, labels: Sequence[str]) -> str:
    """Return an imitation of a genuine host in one of the plainest shapes."""
    flat, tail = host.replace(".", "-"), str(rng.randrange(1000))
    return rng.choice(
        (
            f"{flat}.{rng.choice(('com', 'top', 'cn', 'vip'))}",
            f"{flat}{tail}.com",
            f"cx-{flat}.{rng.choice(('com', 'net', 'xyz'))}",
            f"{host}.{rng.choice(labels)}{tail}.top",
            f"{host.replace('.', '')}{tail}.cn",
        )
    )


def _label(rng: random.Random) -> str:
    kind = rng.random()
    if kind < 0.40:
        word = "".join(rng.choice(_INITIALS) + rng.choice(_FINALS) for _ in range(rng.choice((1, 2, 2, 2, 3, 3, 4))))
    elif kind < 0.75:
        word = rng.choice(("", "", "-")).join(rng.choice(_ENGLISH) for _ in range(rng.choice((1, 2, 2, 2, 3))))
    elif kind < 0.90:
        word = "".join(rng.choice("bcdfghklmnprstvz") + rng.choice("aeiou") for _ in range(rng.choice((2, 3, 3, 4))))
    elif kind < 0.99:
        word = "".join(rng.choice("0123456789abcdefghijklmnopqrstuvwxyz") for _ in range(rng.choice((4, 6, 8, 12))))
    else:
        return "".join(rng.choice(_HAN) for _ in range(rng.choice((2, 3, 4)))).encode("idna").decode("ascii")
    return word + rng.choice(("", "", "", "", str(rng.randrange(100)), str(rng.randrange(10_000))))
