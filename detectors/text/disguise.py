"""Words written as other words: the names of contact channels in all their disguises, and certificate words.

A row has triggers (found for a whole text in one pass), a pattern that must fit where a trigger stands, and what the
matched characters mean. A sound-alike counts only beside words that make its meaning certain (正 is 证 after 操作,
never alone), so that ordinary Chinese is left as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from detectors.finder import Finder
from detectors.text.edits import Change
from detectors.text.spellings import AFTER, long_words
from detectors.text.vocabulary import TRADE

_REACH = 14
_INSIDE = "abcdefghijklmnopqrstuvwxyz@._/-"
# What follows the name of a channel if it is one: a number, a handle, or a word about it.
_HANDLE = r"[:号是为\s]{0,3}(?:[a-z][a-z0-9_-]{4,}|\d{5,})"
_ABOUT = rf"(?=同号|号[:：\s]|客服|[:：]|{_HANDLE})"
_CERT = "电工|上岗|操作|毕业|离婚|房产|职称|资格|登高|焊工|学历|特种|作业"
# Not within a handle or an address, nor behind the name of the channel: there it begins the handle itself.
_NO_ID = r"(?<![a-z@._/-])(?!(?:(?<=信:)|(?<=信号:)|(?<=信 )|(?<=信: ))[a-z-]+[\d_-])"
_NEAR_QQ = r"(?=[^\u4e00-\u9fffa-z\d\n]{0,4}[1-9]\d{4})"


@dataclass(frozen=True, slots=True)
class _Row:
    """``triggers``: parted by blanks, _ for a blank; the pattern begins where one does, or at its ``last`` character.

    ``near_trade``: only with other words of the trade around.
    """

    triggers: str
    pattern: str
    meaning: str
    last: bool = False
    near_trade: bool = False


def _each(firsts: str, seconds: str) -> str:
    """Return every pair as a trigger: a common character alone would be looked at too often."""
    return " ".join(first + second for first in firsts for second in seconds)


_LAST = rf"[正政症征怔](?={AFTER.pattern})"

_ROWS = (
    _Row("薇 溦 徽", r"[薇溦徽]\s?[信芯訫伈❤❥♥x辛]", "微信"),
    _Row(_each("威维惟伟唯魏葳巍微", "信芯訫伈x辛_"), rf"[威维惟伟唯魏葳巍微]\s?[信芯訫伈x辛]{_ABOUT}", "微信"),
    _Row(_each("微威维", "訫伈❤❥♥💬x信_"), r"微\s?[訫伈❤❥♥💬x]|[威维]\s?[❤❥♥💬]|[威维]信同", "微信"),
    _Row(
        "v信 w信 v_信 w_信 v❤ w❤ v♥ w♥ v❥ w❥ v💬 w💬 v_❤ w_❤ √ ∨ ᐯ ∇",
        r"[vw√∨ᐯ∇][\s❤♥❥💬]{0,2}信|[vw√∨]\s?[❤♥❥💬](?![a-z\u4e00-\u9fff])",
        "微信",
    ),
    _Row("v_x w_x √ ∨", r"(?<![a-z0-9])(?<![a-z0-9] )[vw√∨]\s?x(?=\s?[:号])", "微信"),
    _Row(
        "weixin wechat vx wx wei 微xin v-x w-x √x ∨x",
        rf"{_NO_ID}(?:wei\s?xin|wechat|[vw√∨]-?x|wei信|微xin)(?![a-z_]|-[a-z])",
        "微信",
    ),
    _Row(_each("卫胃徽维微喂威", "星信"), r"(?:(?<=加)|(?<=加我))[卫胃徽维微喂威][星信]", "微信"),
    _Row("卫星 胃星 徽星 维星 微星", r"[卫胃徽维微]星(?=(?:同号|号?:)\s?[a-z0-9])", "微信"),
    _Row("绿泡 绿色", r"绿泡泡?|绿色聊天软件|(?<=加)绿色软件|绿色软件(?=号|:|\s?[a-z0-9])", "微信"),
    _Row("加薇 加威 加维 加微", rf"(?<=加)[微薇威维](?={_HANDLE})", "微信", last=True),
    _Row("围信", rf"围信(?={_HANDLE})", "微信"),
    _Row(
        _each("薇威维微", ":号_1"),
        r"(?<![\u4e00-\u9fff])[微薇威维](?=:\s?[a-z\d][a-z0-9_-]{4,}|[:号\s]{0,2}1[3-9]\d{9}(?!\d))",
        "微信",
    ),
    _Row("加v 我v +v", r"(?:(?<=加)|(?<=加我)|(?<=\+))v(?=\s?[:号\s]\s?[a-z0-9]|\d{5})", "微信", last=True),
    _Row("v:", r"(?<![a-z0-9])v(?=:\s?(?:[a-z][a-z0-9_-]{4,}|1[3-9]\d{9}(?!\d)))", "微信"),
    _Row("扣扣 叩叩 企鹅号 qq q_q", r"扣扣|叩叩|企鹅号|q\s?q", "qq"),
    _Row("企鹅 球球 抠抠", r"(?<=[加联])(?:企鹅|球球|抠抠)|[球抠]{2}(?=号|联系)", "qq"),
    _Row("球球 抠抠 秋秋 蔻蔻 丘丘 企鹅 口口", rf"(?:球球|抠抠|秋秋|蔻蔻|丘丘|企鹅|口口)号?{_NEAR_QQ}", "qq"),
    _Row(
        "电报 纸飞机 飞机 tg tele ✈",
        r"(?<![a-z@._/-])(?:电报号?|纸飞机|飞机号?|tg|tele|✈)(?=\s?[:号@])",
        "telegram",
    ),
    _Row("whats", r"(?<![a-z])whats\s?app(?![a-z])", "whatsapp"),
    _Row("dy号 斗音 douyin 抖in 抖yin", r"(?<![a-z@._/-])(?:dy(?=号)|douyin|斗音|抖in|抖yin)(?![a-z@._-])", "抖音"),
    _Row("小地瓜 小红薯 xhs xiaohongshu", r"(?<![a-z])(?:小地瓜|小红薯|xhs|xiaohongshu)(?=号|[:\s])", "小红书"),
    _Row("电hua dianhua 电吪", r"(?<![a-z@._/-])(?:电hua|dianhua|电吪)(?![a-z@._-])", "电话"),
    _Row("迦 伽 嘉 茄 咖 珈", r"(?<![\u4e00-\u9fff])[迦伽嘉茄咖珈](?=微信|qq|[vw]x|[薇v]\s?信|我微)", "加"),
    _Row(" ".join(c + s for c in _CERT.split("|") for s in "正政症征怔"), _LAST, "证", last=True),
    _Row(" ".join(c + "z" for c in _CERT.split("|")), r"z(?:heng|heg)?(?![a-z])", "证", last=True),
    _Row("业z 卖z 做z", r"(?<=作业)z(?![a-z])|(?<=[卖做])z(?![a-z])", "证", last=True),
    _Row("办z 办_z", r"办\s?(?:zheng(?:jian)?|zheg|z证?)(?![a-z])", "办证"),
    _Row("言正", r"言正(?=[件书号查])|(?<=[工作岗格业])言正", "证"),
    _Row("dgz", r"(?<![a-z])dgz(?=[办代])", "电工证"),
    _Row("miankao mian", r"(?<![a-z@._/-])mian\s?kao(?![a-z@._-])", "免考"),
    _Row("banzheng ban", r"(?<![a-z@._/-])ban\s?zheng(?![a-z@._-])", "办证"),
    _Row(
        "切正 切征 种正 种征 类正 类征 关正 套正 有正",
        r"(?:(?<=一切)|(?<=各种)|(?<=各类)|(?<=相关)|(?<=全套)|(?<=所有))[正征](?=件)",
        "证",
        last=True,
    ),
    _Row("代扳 代瓣 代板 代版", r"代[扳瓣]|代[板版](?=证|理)", "代办"),
    _Row("代半 代伴 代扮 代拌 代斑 带办", r"代[半伴扮拌斑]|带办(?!公)", "代办", near_trade=True),
    _Row("特仲 特钟 特重 特中", r"[仲钟重](?=作业|操作)|中(?=作业)", "种", last=True),
    _Row("免拷 免烤 免铐 免栲", r"[拷烤铐栲](?=[包试直,!。\s拿下]|$)", "考", last=True),
    _Row("兔考 勉考 免孝 兔拷 兔烤", r"兔考|(?:勉考|免孝|兔[拷烤])(?=[包试直,!。\s拿下]|$)", "免考"),
    _Row("包过 包国 苞过 包锅 饱过", r"(?:[苞饱]过|包[国锅])(?=[拿不,!。\s]|$)", "包过"),
    _Row(
        "办政 办正 办症 办征 办怔 出政 出正 出症 拿政 拿正 拿症 考政 考正 假正 假政 下政 下正",
        _LAST,
        "证",
        last=True,
        near_trade=True,
    ),
    _Row("刻张 刻彰 刻樟", r"刻[张彰樟]", "刻章", near_trade=True),
)


@dataclass(frozen=True, slots=True)
class _Sign:
    """What a trigger may be a sign of. Without a pattern the trigger itself is the disguised word."""

    meaning: str
    pattern: re.Pattern[str] | None = None
    last: bool = False
    guarded: bool = False
    near_trade: bool = False

    def span(self, text: str, start: int, end: int) -> tuple[int, int] | None:
        """Return what is to be replaced, or None if it is no disguise here."""
        if self.pattern is not None:
            match = self.pattern.match(text, end - 1 if self.last else start)
            if match is None:
                return None
            start, end = match.span()
        elif _is_cut(text, start, end) or (self.guarded and not AFTER.match(text, end)):
            return None
        return (start, end) if not self.near_trade or _in_trade(text, start, end) else None


def _is_cut(text: str, start: int, end: int) -> bool:
    """True if Latin letters go on where a spelling begins or ends with one, or it is part of a handle or address."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if text[start] < "{" and (before in _INSIDE if before else False):
        return True
    return text[end - 1] < "{" and (after in _INSIDE if after else False)


def _in_trade(text: str, start: int, end: int) -> bool:
    return bool(TRADE.search(text, max(0, start - _REACH), start) or TRADE.search(text, end, end + _REACH))


@cache
def _signs() -> Finder[tuple[_Sign, ...]]:
    table: dict[str, dict[_Sign, None]] = {}
    for row in _ROWS:
        sign = _Sign(row.meaning, re.compile(row.pattern), row.last, near_trade=row.near_trade)
        for trigger in row.triggers.split():
            table.setdefault(trigger.replace("_", " "), {})[sign] = None
    for spelling, word, guarded in long_words():
        table.setdefault(spelling, {}).setdefault(_Sign(word, guarded=guarded))
    return Finder({trigger: tuple(signs) for trigger, signs in table.items()}, quick=True)


def undone(text: str) -> list[Change]:
    """Return what disguised words of a text stand for: of those that overlap the first, of two there the longer."""
    found: list[tuple[int, int, str]] = []
    for start, end, signs in _signs().find(text):
        for sign in signs:
            if (span := sign.span(text, start, end)) is not None:
                found.append((span[0], -span[1], sign.meaning))
    changes: list[Change] = []
    for start, last, meaning in sorted(found):
        if (not changes or start >= changes[-1].end) and text[start:-last] != meaning:
            changes.append(Change(start, -last, meaning))
    return changes
