"""Where fonts lie, and which stands in for which: an official one if installed, a free one, the one that we carry.

Noto Sans SC and Noto Serif SC (SIL OFL 1.1) come with the package pylopdf-fonts-zh-cn and cover GBK and the names of
the 通用规范汉字表, so a PDF can be made on any machine. What a better stand-in lacks is taken from the next.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pylopdf_fonts_zh_cn

from takedown import layout

FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol",
    "~/.local/share/fonts",
    "~/.fonts",
    "/System/Library/Fonts",
    "/Library/Fonts",
    "C:/Windows/Fonts",
)
SANS, SERIF = "NotoSansSC-Regular.otf", "NotoSerifSC-Regular.otf"  # the ones that we carry


@dataclass(frozen=True, slots=True)
class Source:
    """A font file by its lower-case name; ``index`` within a collection; ``bold`` draws it with a thin outline."""

    file: str
    name: str
    index: int = 0
    bold: bool = False


_SERIF, _SANS = Source(SERIF.lower(), "Noto Serif SC"), Source(SANS.lower(), "Noto Sans SC")
_WIDE = (
    Source("notoserifcjk-regular.ttc", "Noto Serif CJK SC", 2),
    Source("babelstonehan.ttf", "BabelStone Han"),
    Source("hanazono-mincho-b.ttf", "HanaMinB"),
    Source("hanaminb.ttf", "HanaMinB"),
)

# Best first. The office's own fonts only where they are installed: they may not be shipped.
CHAINS: Mapping[str, tuple[Source, ...]] = {
    layout.FANG: (
        Source("simfang.ttf", "FangSong"),
        Source("仿宋_gb2312.ttf", "FangSong_GB2312"),
        Source("fandolfang-regular.otf", "FandolFang"),
        _SERIF,
        *_WIDE,
    ),
    layout.KAI: (
        Source("simkai.ttf", "KaiTi"),
        Source("楷体_gb2312.ttf", "KaiTi_GB2312"),
        Source("lxgwwenkai-regular.ttf", "LXGW WenKai"),
        Source("fandolkai-regular.otf", "FandolKai"),
        _SERIF,
        *_WIDE,
    ),
    layout.HEI: (Source("simhei.ttf", "SimHei"), _SANS, _SERIF, *_WIDE),
    layout.SONG: (Source("simsun.ttc", "SimSun"), _SERIF, *_WIDE),
    layout.SONG_TITLE: (
        Source("fzxbsjw.ttf", "FZXiaoBiaoSong-B05S"),
        Source("方正小标宋简体.ttf", "FZXiaoBiaoSong-B05S"),
        Source("notoserifcjk-semibold.ttc", "Noto Serif CJK SC SemiBold", 2),
        Source(SERIF.lower(), "Noto Serif SC", bold=True),
        *_WIDE,
    ),
    layout.LATIN: (
        Source("times.ttf", "Times New Roman"),
        Source("liberationserif-regular.ttf", "Liberation Serif"),
        Source("tinos-regular.ttf", "Tinos"),
        _SERIF,
    ),
}


@cache
def files(folders: tuple[str, ...] = FOLDERS) -> Mapping[str, Path]:
    """Return the font files of a machine by lower-case name; the first of a name counts, ours always."""
    wanted = {source.file for chain in CHAINS.values() for source in chain}
    found: dict[str, Path] = {}
    for folder in folders:
        for root, inner, names in os.walk(Path(folder).expanduser()):
            inner.sort()
            for name in sorted(names):
                if name.lower() in wanted:
                    found.setdefault(name.lower(), Path(root, name))
    own = Path(pylopdf_fonts_zh_cn.__file__).parent
    return found | {name.lower(): own / name for name in (SANS, SERIF)}


def chain(role: str, available: Iterable[str]) -> tuple[Source, ...]:
    """Return the fonts of a role that are there, best first."""
    there = frozenset(available)
    return tuple(source for source in CHAINS[role] if source.file in there)
