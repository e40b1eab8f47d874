"""A rule's finding → a sentence for a letter: without the machine's own words, scores and asides."""

from __future__ import annotations

import re
from datetime import date

from takedown.clean import bare, defanged
from takedown.content import chinese_day
from takedown.facts import FindingFacts

# Said elsewhere in the letter (registration, contacts), or of use to analysts only.
ASIDES = frozenset(("P020", "P052", "P053", "P054", "P055", "P056", "P109", "P110", "P111", "P112", "P150", "P151"))
_TIDY = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        (r"；旁证：.*", ""),
        (r"[：，；][^：，；]{0,12}法第[一二三四五六七八九十百]+条.*", ""),  # laws come from the dated table only
        (r"（名称评分\s*\d+）", ""),
        (r"（试运行，不计分）", ""),
        (r"，域名不属于该单位", ""),
        (r"，可作线索$", ""),
        (r"查询结果早已写在页面里，不向任何服务器查询", "查询结果预先写在页面中，未经后台数据查询即显示"),
        (r"^只称“(.*)”，通篇不谈培训和考试((?:（[^）]*）)?)", r"宣称“\1”\2，未见培训、考试内容"),
        (r"(?<=[\u4e00-\u9fff]),(?=[\u4e00-\u9fff])", "，"),
        (r"(?<=[\u4e00-\u9fff])\?(?=[\u4e00-\u9fff]|$)", "？"),
        (r"(?<=[\u4e00-\u9fff])!(?=[\u4e00-\u9fff]|$)", "！"),
        (r"的官方页面上的编号", "官方网站公布的编号"),
        (r"^招徕的对象：", "涉及的证书："),
        (r"^标题或关键词本身就是招徕(?:（标题或关键词）)?$", "以招徕用语作为网页标题或者关键词"),
        (r"^自称：([^：；]+)$", r"页面使用“\1”字样"),
    )
)
# What a rule counted: 承诺……：甲、乙、丙. A word inside another one says nothing more.
_LISTED = re.compile(r"(?<=：)[^：；（）“”]+、[^：；（）“”]+")
_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)-(\d\d)-(\d\d)(?!\d)")
# GB/T 15834 knows no blanks between Chinese and digits; between words of Latin letters they stay.
_WIDE = r"[\u4e00-\u9fff，。；：、（）“”]"
_BLANK = re.compile(rf"(?<={_WIDE}) (?=[\x21-\x7e])|(?<=[\x21-\x7e]) (?={_WIDE})")


def said(finding: FindingFacts) -> str:
    """Return a finding as one sentence without its full stop; empty if a letter does not tell it."""
    if finding.rule in ASIDES:
        return ""
    text = finding.detail
    for pattern, instead in _TIDY:
        text = pattern.sub(instead, text)
    text = defanged(_ISO.sub(_day, _BLANK.sub("", _LISTED.sub(_once, text)))).rstrip("。.；;：: ")
    quote = quoted(finding.quote)
    if quote and bare(finding.quote) not in bare(text):
        text = f"{text}（页面原文：“{quote}”）"
    return text


def quoted(text: str) -> str:
    """Return a page's words for use between quotation marks: inner ones single (GB/T 15834, 4.8), no live link."""
    return defanged(text).replace("“", "‘").replace("”", "’").replace('"', "＂")


def enumerated(items: tuple[str, ...]) -> str:
    """Return 一是…；二是…, or a single item as it is, without a full stop; what another item begins with is dropped."""
    items = tuple(one for one in items if not any(one != o and o.startswith(one.rstrip("”")) for o in items))
    if len(items) < 2:
        return "".join(items)
    return "；".join(f"{number}是{item}" for number, item in zip("一二三四五六七八九", items, strict=False))


def _once(match: re.Match[str]) -> str:
    """Return the words of a list, each whole and once: a rule counts 人不到 and 不到场, a letter tells 人不到场."""
    words: list[str] = []
    for word in (part.split("，")[0] for part in match[0].split("、")):
        shared = _shared(words[-1], word) if words else 0
        if shared:
            words[-1] += word[shared:]
        elif word:
            words.append(word)
    return "、".join(word for word in words if not any(word != other and word in other for other in words))


def _shared(before: str, word: str) -> int:
    """Return how many characters (two at least, else 0) end one word and begin the next."""
    longest = min(len(before), len(word)) - 1
    return next((n for n in range(longest, 1, -1) if before.endswith(word[:n])), 0)


def _day(match: re.Match[str]) -> str:
    try:
        return chinese_day(date(int(match[1]), int(match[2]), int(match[3])))
    except ValueError:
        return match[0]
