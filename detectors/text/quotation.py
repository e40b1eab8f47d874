"""Quotation versus offer: is a seller's word said by the page itself, or reported, warned of, forbidden, studied?

News, police notices, courts, schools that warn and this project's own papers all use the sellers' words. What tells
them apart is not the word but its sentence: a reporting verb, a negation before it in the clause, quotation marks in
a text that reports, or a whole text of reporting genre in which no way of contact stands beside the word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from detectors.text.lexicon import Hit
from detectors.text.sentences import Sentences, clause_start

_NEGATION = re.compile(
    r"(?:严禁|禁止|不得|杜绝|拒绝|抵制|不存在|没有(?!门槛|后顾|[^，,。]{0,8}的(?:朋友|人|师傅|同学|老板|工友|您|你))|并无|无法|不能|不可(?!思议)|不会|绝不|从不|概不|谨防|警惕|切勿|请勿|不要|勿|莫|别信|非|"
    r"不承接|不承印|不制作|不印制|不办理|不代办|不提供|不受理|不做|不接|拒接|谢绝)"
    r"[^，,。！？!?；;\n]{0,20}$|(?:^|[^，,、。]{0,6})(?:从|绝|也|并|决|均|一律)?不(?:提供|办理|办|做|接|搞|承诺|参与|介绍)?[“”]?$"
)
# The same in English, which names what is not done before it.
_DENIED = re.compile(
    r"\b(?:nobody|no one|none|never|not|cannot|can't|don't|illegal|unlawful|fake|fraud\w*|scam\w*|beware|claim\w*)\b"
    r"[^.。\n]{0,60}$"
)
_NEIGHBOUR = frozenset(
    [
        "骗局",
        "诈骗",
        "骗子",
        "上当",
        "受骗",
        "被骗",
        "谨防",
        "警惕",
        "切勿",
        "不要相信",
        "不要轻信",
        "勿信",
        "勿轻信",
        "不轻信",
        "不可信",
        "莫信",
        "别信",
        "违法",
        "非法",
        "犯罪",
        "查处",
        "抓获",
        "警方",
        "民警",
        "嫌疑人",
        "被告人",
        "判处",
        "不法分子",
        "不法人员",
        "虚假宣传",
        "虚假广告",
        "冒充",
        "不得",
        "严禁",
        "禁止",
        "典型案例",
    ]
)
# What a lawful body says about issuing: after the examination has been passed, or who is exempt by rule.
_PASSED = re.compile(
    r"(?:考试|考核|成绩|实操|理论|培训|审核|鉴定)[^。！？\n]{0,8}(?:合格|通过|及格|结束|达标)|合格(?:后|者|人员|的)|通过考试|通过考核|结业|"
    r"\b(?:exam|examination|test|training)\b[^.。\n]{0,12}\b(?:passed|completed)"
    r"|\b(?:pass|passed|passing|after) (?:the|your|an) (?:exam|test)"
)
_EXEMPT = re.compile(
    r"^[^。！？\n，,]{0,4}(?:条件|科目|申请|规定|政策|部分|资格|入学|就读|情形|范围|的人员|人员|一科|对象|费用?(?![低全]))|^(?:费|的规定)"
)
_LIST_INTRO = re.compile(r"(?:以下|下列|如下|这些|此类|这类|几种|几类|常见|套路|手段|话术)[^。！？\n]{0,30}[:：]\s*$")
_TRICKS = re.compile(r"(?:说法|套路|骗术|骗局|手段|话术|陷阱|谎言|伎俩)[^。！？\n]{0,16}[:：]\s*$")
# Who asks whether it can be true does not offer it.
_DOUBT = re.compile(
    r"(?:真的吗|是真的|真的假的|是真是假|真假|可信|能信|靠谱吗|靠得住吗|合法吗|违法吗|是不是骗|骗人|有用吗|管用吗|能行吗|会不会被|算不算|怎么辨|如何辨|怎么识别|如何识别)"
)
# Replacing a lost or an expiring certificate needs no examination by rule.
_REPLACED = re.compile(
    r"遗失|丢失|挂失|损毁|补证|补发|换发|期满换证|重新考试|转档|办好后|寄递|邮政|办结|受理之日|不收取任何费用"
)
# Engravers, photographers and copy shops are quick by trade.
_AT_A_COUNTER = re.compile(r"公安备案|凭营业执照|证件照|复印|打印|拍摄|名片|印章备案")
# "All such papers are false": the verdict on the words stands in their own sentence.
_FALSE = re.compile(
    r"(?:都是|均为|均属|一律(?:是|为)?|全是|皆为|就是|属于)[^。！？\n，,]{0,4}(?:假|骗|违法|非法|无效|伪造|犯罪)"
)
# Whoever tells what was offered to them, and doubts or warns, passes on even the seller's number.
_OFFERED_TO_ME = re.compile(
    r"(?:收到|接到|看到|刷到|碰到|遇到|遇上)[^。！？\n]{0,12}(?:短信|电话|微信|消息|信息|邮件|广告|视频|链接|帖子|传单|名片|的人)|"
    r"(?:有|一)个?人[^。！？\n，,]{0,12}(?:说|称|问我|联系我|加我|找我)|(?:对方|他|她|骗子)(?:说|称|让我|叫我|要我)"
)
_BELIEVES_NOT = re.compile(
    r"骗|上当|别信|不要信|千万别|(?<!最)靠谱吗|可信吗|能信吗|真的吗|真的假的|是真是假|假的吧|举报|违法|犯法|小心点|提醒大家|提醒各位"
)
# What a text says to readers whom it wants as customers, before or after a private way of contact.
_INVITES = re.compile(
    r"有需要|需要的|想办|想要|要办|感兴趣|欢迎|咨询|拨打|添加|加微信|加我|加好友|找我|找他|找她|联系|报名|下单|预约|复制|优惠|九折|八折|私聊|私信"
)
_WARNS = re.compile(
    r"法律|律师|维权|报案|线索|举报|报警|民警|警官|采访|爆料|投稿|来信|监督|投诉|受害|嫌疑|受骗|被骗|骗子|账号|发布|声称|谎称|自称|留言称"
)
_QUOTES = (("“", "”"), ("「", "」"), ("『", "』"), ("‘", "’"), ("《", "》"), ('"', '"'))
_FAR = 80
# So long is what people write who tell of an offer: a message, a comment, a post.
_TOLD_IN = 300
# How programmers write: lists of literals, regular expressions, names of files, words set in code.
_CODE = re.compile(
    r"[\"'`]\s?,\s{0,6}[\"'`]|\(\?[:=!<]|\{\d,\d*\}|`[^`\n]{1,40}`|\b[a-z_\d]{2,}\.(?:py|toml|jsonl?|md)\b"
)
_CODE_LEAST, _CODE_WINDOW = 3, 160
# A text with this many marks, one in so many characters, is about a program as a whole.
_CODE_MARKS, _CODE_APART = 10, 250


@dataclass(frozen=True, slots=True)
class Voice:
    """How a text speaks as a whole: distinct words of reporting genre, of study, and of any reporting."""

    genre: int
    analysis: int
    reported: int


def voice_of(hits: Sequence[Hit]) -> Voice:
    """Count the distinct words of each reporting group."""
    words: dict[str, set[str]] = {}
    for hit in hits:
        words.setdefault(hit.group, set()).add(hit.word)
    return Voice(*(len(words.get(group, ())) for group in ("strong_reported", "analysis", "reported")))


class Quotation:
    """Decides for single hits of one text. ``contacts``: folded places at which contact values stand."""

    def __init__(self, text: str, sentences: Sentences, hits: Sequence[Hit], contacts: Sequence[int]) -> None:
        self._text = text
        self._sentences = sentences
        self._reported: dict[int, set[str]] = {}
        for hit in hits:
            if hit.group in ("reported", "strong_reported"):
                self._reported.setdefault(sentences.at(hit.start), set()).add(hit.word)
        self._contacts = {sentences.at(place) for place in contacts}
        self._invited = {n for n in self._contacts if self._invites(n)}
        self.voice = voice_of(hits)
        self._told: dict[Hit, bool] = {}
        self._of_sentence: dict[int, bool] = {}
        self._introduces: dict[int, bool] = {}

    def is_reported(self, hit: Hit) -> bool:
        """True if the page does not speak the words as its own offer."""
        known = self._told.get(hit)
        if known is None:
            known = self._told[hit] = self._judged(hit)
        return known

    def _judged(self, hit: Hit) -> bool:
        number = self._sentences.at(hit.start)
        if self.voice.analysis >= 6 or self._is_negated(hit) or self._is_lawful(hit, number):
            return True
        if self._is_cited(hit):
            return True
        verdict = self._of_sentence.get(number)
        if verdict is None:
            verdict = self._of_sentence[number] = self._is_told_of(number)
        return verdict

    def _is_told_of(self, number: int) -> bool:
        """True if a sentence is told of others, whatever is offered in it."""
        if self._is_called_false(number) or self._passed_on:
            return True
        if self._is_doubted(number) and not self._contacts & {number, number + 1}:
            return True
        if self._in_listed(number):
            return True
        near = bool(self._contacts & {number, number + 1})
        if near and self.voice.genre < 2:
            return len(self._said_of(number) & _NEIGHBOUR) >= 2
        if self._invited & set(range(number, number + 5)):
            # An advertisement in the dress of news: reporters and warnings come before the seller's own number.
            return bool(self._said_of(number) & _NEIGHBOUR)
        if self._said_of(number):
            return True
        if any(self._reported.get(n, set()) & _NEIGHBOUR for n in (number - 1, number + 1)):
            return not near
        return self.voice.genre >= 3 and not (self._contacts & {number - 1, number, number + 1, number + 2})

    @cached_property
    def _passed_on(self) -> bool:
        """True if a short text is about an offer that its writer was made and does not believe."""
        if len(self._text) > _TOLD_IN:
            return False
        return bool(_OFFERED_TO_ME.search(self._text) and _BELIEVES_NOT.search(self._text))

    def _invites(self, number: int) -> bool:
        """True if a sentence with a contact calls on readers to use it, neither quoted nor told of others."""
        start, end = self._sentences.span(number)
        before = self._sentences.span(number - 1)[0] if number else start
        said = self._text[start:end]
        quoted = any(said.count(left) and said.count(right) for left, right in _QUOTES if left != "《")
        return bool(_INVITES.search(self._text[before:end])) and not _WARNS.search(said) and not quoted

    def _is_called_false(self, number: int) -> bool:
        start, end = self._sentences.span(number)
        return bool(_FALSE.search(self._text[start:end]))

    def _is_doubted(self, number: int) -> bool:
        start, end = self._sentences.span(number)
        return bool(_DOUBT.search(self._text[start:end]))

    def _said_of(self, number: int) -> set[str]:
        return self._reported.get(number, set())

    def _is_negated(self, hit: Hit) -> bool:
        start = clause_start(self._text, hit.start)
        said = self._text[start : hit.start]
        return bool(_NEGATION.search(said) or (hit.word.isascii() and _DENIED.search(said)))

    def _is_lawful(self, hit: Hit, number: int) -> bool:
        """True for issuing after an examination passed, and for exemptions by rule."""
        if hit.group == "fast_issue":
            start, end = self._sentences.span(number)
            said = self._text[start:end]
            return bool(_PASSED.search(said) or _REPLACED.search(said) or _AT_A_COUNTER.search(said))
        if hit.group != "skip_exam":
            return False
        start, end = self._sentences.span(number)
        replaced = _REPLACED.search(self._text[start:end]) and not self._contacts & {number, number + 1}
        return bool(_EXEMPT.search(self._text[hit.end : hit.end + 8]) or replaced)

    def _is_cited(self, hit: Hit) -> bool:
        """True within quotation marks of a text that reports or studies, and in a program's papers."""
        speaks = self.voice.reported >= 2 or self.voice.analysis >= 3
        return (speaks and self._is_quoted(hit)) or self._is_in_code(hit)

    def _is_in_code(self, hit: Hit) -> bool:
        """True within a word list, a regular expression or a page about a program."""
        if not self._has_code:
            return False
        around = self._text[max(0, hit.start - _CODE_WINDOW) : hit.end + _CODE_WINDOW]
        return len(_CODE.findall(around)) >= _CODE_LEAST or self._is_a_paper_about_code

    @cached_property
    def _has_code(self) -> bool:
        # Every mark has a comma, a bracket, a back quote or a dot; a part of a mark may be one, a part of none is none.
        return any(sign in self._text for sign in ("(?", "}", "`", ".", "'", '"'))

    @cached_property
    def _is_a_paper_about_code(self) -> bool:
        marks = len(_CODE.findall(self._text))
        return marks >= _CODE_MARKS and len(self._text) <= _CODE_APART * marks

    def _is_quoted(self, hit: Hit) -> bool:
        before = self._text[max(0, hit.start - _FAR) : hit.start]
        after = self._text[hit.end : hit.end + _FAR]
        for left, right in _QUOTES:
            if left == right:
                if before.count(left) % 2 == 1 and right in after:
                    return True
            elif before.rfind(left) > before.rfind(right) and right in after:
                return True
        return False

    def _in_listed(self, number: int) -> bool:
        """True within a list whose introduction reports ("常见骗术如下:")."""
        return any(self._is_introduction(number - back) for back in range(1, min(number, 6) + 1))

    def _is_introduction(self, number: int) -> bool:
        known = self._introduces.get(number)
        if known is None:
            start, end = self._sentences.span(number)
            line = self._text[start:end].rstrip()
            known = line.endswith((":", "：")) and bool(
                _TRICKS.search(line) or (self.voice.reported >= 2 and _LIST_INTRO.search(line))
            )
            self._introduces[number] = known
        return known
