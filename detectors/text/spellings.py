"""Other spellings of certificate words: sound-alikes, pinyin, split characters, characters of like shape.

Made from the vocabulary and four tables: readings of the common characters, halves, shapes, and what may
follow. Whole words are spelt out beforehand, so a text is searched once for all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import product

from detectors.text.sounds import by_sound, sounds
from detectors.text.vocabulary import LONG, SHORT

# Characters that fall into two that stand beside each other, with the forms that keyboards offer.
HALVES = {
    "证": "言正 讠正 訁正 讠登",
    "话": "言舌 讠舌 訁舌",
    "试": "言式 讠式",
    "训": "言川 讠川",
    "识": "言只 讠只",
    "询": "言旬 讠旬",
    "信": "亻言 人言",
    "代": "亻弋 人弋",
    "件": "亻牛 人牛",
    "作": "亻乍 人乍",
    "低": "亻氐 人氐",
    "付": "亻寸 人寸",
    "假": "亻叚 人叚",
    "仿": "亻方 人方",
    "做": "亻故 人故",
    "包": "勹己 勹巳",
    "过": "辶寸 寸辶 辵寸",
    "速": "辶束 辵束",
    "道": "辶首",
    "通": "辶甬",
    "办": "力八",
    "加": "力口",
    "特": "牛寺 牜寺",
    "种": "禾中",
    "操": "扌喿 手喿",
    "拿": "合手",
    "焊": "火旱",
    "登": "癶豆",
    "查": "木旦",
    "架": "加木",
    "格": "木各",
    "验": "马佥",
    "码": "石马",
    "真": "直八",
    "刻": "亥刂 亥刀",
    "章": "立早",
    "职": "耳只",
    "联": "耳关",
    "称": "禾尔",
    "资": "次贝",
    "货": "化贝",
    "款": "士示欠",
    "钱": "钅戋 金戋",
    "驶": "马史",
    "驾": "加马",
    "考": "耂丂 老丂",
    "结": "纟吉",
    "婚": "女昏",
    "别": "另刂",
    "理": "王里",
    "空": "穴工",
    "岗": "山冈",
    "压": "厂圡 厂土",
}
# Characters that the eye takes for others.
SHAPES = {
    "电": "甴曱龟申",
    "工": "エ土ㄒ⼯",
    "证": "诬讧",
    "焊": "悍捍旱",
    "登": "凳豋",
    "操": "澡",
    "作": "昨诈炸",
    "特": "持恃",
    "种": "钟仲冲",
    "低": "底抵",
    "压": "庄",
    "免": "兔",
    "考": "孝老拷",
    "过": "迂",
    "包": "饱句",
    "件": "仵",
    "书": "韦",
    "拿": "掌",
    "查": "杳",
    "微": "徽徵薇",
    "真": "直",
}
# After a sound-alike of 证 as the last character: what no ordinary word with it would go on with (正常, 政策, 整理).
AFTER = re.compile(
    r"(?:$|[^\u4e00-\u9fffa-z]|[书件本]|办理|代办|代考|包过|包拿|免考|免试|免培|可查|能查|快速(?:办|出|拿)|出售|出证|拿证|低压|高压|焊工|登高|"
    r"电工|制冷|特种|叉车|加(?:微|v|我|q|[:：])|复审|年审|联系(?:微|电|我|q|v)|咨询|价格|一手|网上|官网|全国|保真|真实|当天|直接|无需|不用|怎么(?:办|买)|刻章|各[种类]|等?[离结]婚|房产|毕业|学[历位]|资格|职称|驾驶|身份|"
    r"哪里|多少钱?|微信|电话|手机|qq|先[办看出]|货到|办$|考$)"
)
_MOST = 16
# What is left of a word without its first character stands in ordinary text behind anything (全面考核, 国家证件).
_ORDINARY = ("考试", "考核", "培训", "学习", "微信", "证件", "办证", "办证件")
# Words of their own.
_REAL = ("安检证", "学力证", "致冷证", "身分证", "无须考试", "无须培训", "官方可查")


def long_words() -> Iterator[tuple[str, str, bool]]:
    """Yield (spelling, word, guarded); a guarded one counts only where AFTER fits behind it."""
    for word in LONG:
        for place, char in enumerate(word):
            if place == 0 and word[1:] in _ORDINARY:
                continue
            last = place == len(word) - 1
            for other in (*_sounding(_syllables(word)[place], char), *SHAPES.get(char, "")):
                spelling = word[:place] + other + word[place + 1 :]
                if spelling not in LONG and spelling not in _REAL:
                    yield spelling, word, last
        for spelling in _split(word):
            yield spelling, word, False
    for word in (*LONG, *SHORT):
        yield from ((spelling, word, False) for spelling in (*_split(word), *_in_latin(word)))


def _split(word: str) -> Iterator[str]:
    """Yield a word with one or all of its characters in halves."""
    halves = [HALVES.get(char, "").split() for char in word]
    for place, pairs in enumerate(halves):
        yield from (word[:place] + pair + word[place + 1 :] for pair in pairs)
    if sum(map(bool, halves)) > 1:
        ways = [pairs[:2] or [char] for pairs, char in zip(halves, word, strict=True)]
        yield from ("".join(way) for way, _ in zip(product(*ways), range(_MOST), strict=False))


def _in_latin(word: str) -> Iterator[str]:
    """Yield a word with one of its characters in pinyin, and the whole of a longer one."""
    said = _syllables(word)
    for place, syllable in enumerate(said):
        if len(syllable) > 2 or (len(syllable) == 2 and len(word) > 2):
            before, after = word[:place], word[place + 1 :]
            yield before + syllable + after
            yield f"{before} {syllable} {after}".strip()
            yield f"{before} {syllable}{after}" if before else f"{syllable} {after}"
    if len("".join(said)) >= 9:
        yield from ("".join(said), " ".join(said))


@cache
def _syllables(word: str) -> tuple[str, ...]:
    return tuple(sounds().get(char, char) for char in word)


def _sounding(syllable: str, char: str) -> list[str]:
    return [other for other in by_sound().get(syllable, "") if other != char]
