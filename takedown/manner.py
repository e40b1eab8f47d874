"""How a letter speaks: kind of document, names for sender and addressee, the time asked for, its last sentence.

Kinds of document: 党政机关公文处理工作条例 art. 8 and 15. A 函 goes between organs of which none is above the
other; upward goes a 报告, which may ask for nothing, or a 请示 if something is asked for.
"""

from __future__ import annotations

from dataclasses import dataclass

from takedown.content import Style
from takedown.documents import Document, relation_of
from takedown.grouping import Plan
from zhenwei.watchlist.models import Sender

LETTER, REPORT, REQUEST = (document.value for document in (Document.LETTER, Document.REPORT, Document.REQUEST))
# What a body of that name calls itself and is called, by the end of its name; the longer end first.
_ENDS = (
    ("委员会办公室", "办"),
    ("网信办", "办"),
    ("办公室", "办"),
    ("委员会", "委"),
    ("管理局", "局"),
    ("局", "局"),
    ("厅", "厅"),
    ("部", "部"),
    ("署", "署"),
    ("总队", "总队"),
    ("支队", "支队"),
    ("大队", "大队"),
    ("中心", "中心"),
    ("公司", "公司"),
    ("研究院", "院"),
    ("医院", "院"),
    ("学院", "院"),
    ("大学", "校"),
    ("学校", "校"),
    ("协会", "协会"),
)
# Working days that a letter asks for; the drafter changes them in the text.
DEFAULT_DAYS = 10
DAYS = {
    "disposal": 10,
    "market-clue": 15,  # what 市场监督管理行政处罚程序规定 gives for the first look at a clue
    "police-clue": 15,
    "equipment-clue": 15,
    "housing-clue": 15,
    "filing-check": 10,
    "registrar-check": 5,
    "regional-check": 10,
    "confirmation": 5,
    "owner-notice": 5,
    "platform-notice": 5,
}
# What ends a letter that asks; one that tells ends with 特此函告.
_ASKING = frozenset(("disposal", "filing-check", "registrar-check", "regional-check", "confirmation"))


@dataclass(frozen=True, slots=True)
class Manner:
    """``own`` and ``you`` are 我办 and 贵局; ``you`` is the whole name where the office stands above the sender."""

    document: str
    style: Style
    own: str
    you: str
    tell: str
    closing: str
    days: int


def manner_of(plan: Plan, sender: Sender) -> Manner:
    """Return how a planned letter speaks."""
    document = plan.document.value
    closing = {REPORT: "特此报告。", REQUEST: "妥否，请批示。"}.get(
        document, "此函。" if plan.kind.slug in _ASKING else "特此函告。"
    )
    return Manner(
        document=document,
        style=plan.style,
        own=own_name(sender.name),
        you=plan.office.name
        if document != LETTER
        else called(plan.office.name, below=relation_of(sender, plan.office) == "subordinate"),
        tell={REPORT: "报告", REQUEST: "请示"}.get(document, "函告"),
        closing=closing,
        days=DAYS.get(plan.kind.slug, DEFAULT_DAYS),
    )


def own_name(name: str) -> str:
    """Return what a body calls itself: 我办, 我局 …; 我单位 where its name does not say."""
    return f"我{_end(name) or '单位'}"


def called(name: str, *, below: bool = False) -> str:
    """Return what a body is called: 贵局 …, from above 你局."""
    return f"{'你' if below else '贵'}{_end(name) or '单位'}"


def _end(name: str) -> str:
    return next((short for end, short in _ENDS if name.endswith(end)), "")
