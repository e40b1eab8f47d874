"""Which document a letter is: 函, 报告 or 请示 (党政机关公文处理工作条例, art. 8), by how the two offices stand."""

from __future__ import annotations

import re
from enum import StrEnum

from takedown.content import Style
from takedown.kinds import KINDS, MATTERS, Kind
from zhenwei.sentences import said
from zhenwei.watchlist import Office, Sender
from zhenwei.watchlist.regions import NATION, lies_in

# What the name of an office says of its system (recipients of letters; organ: 应急管理).
_SYSTEMS = (
    ("cyberspace", r"互联网信息办公室|网信办|网络安全和信息化"),
    ("police", r"公安"),
    ("market", r"市场监督管理|市场监管"),
    ("telecom", r"通信管理局"),
    ("housing", r"住房和城乡建设|住房城乡建设|住建"),
    ("organ", r"应急管理|安全生产委员会"),
)


class Document(StrEnum):
    """A kind of official document (法定文种)."""

    LETTER = "函"
    REPORT = "报告"
    REQUEST = "请示"

    @property
    def style(self) -> Style:
        """The page that it is set on: upward documents are no letters."""
        return Style.LETTER if self is Document.LETTER else Style.ORDINARY


def system_of(sender: Sender) -> str:
    """Return which kind of office the sender is, as recipients are called; "" if nobody knows."""
    if sender.system or sender.placeholder:
        return sender.system
    return next((system for system, words in _SYSTEMS if re.search(words, sender.name)), "")


def relation_of(sender: Sender, office: Office) -> str:
    """Return how the office stands to the sender: ``superior``, ``subordinate`` or ``peer``.

    Offices of one system stand above each other by region; those of different systems are not subordinate to each
    other, whatever their levels (函). A row that says otherwise is believed.
    """
    if office.relation:
        return office.relation
    if not sender.placeholder and system_of(sender) == office.recipient:
        if lies_in(sender.region, office.region):
            return "superior"
        if lies_in(office.region, sender.region) or (sender.region == NATION != office.region):
            return "subordinate"
    return "peer"


def document_said(kind: str, title: str) -> str:
    """Return a letter's kind (by its slug) by the word that its title ends with: 提请处置函, but 请示·提请处置."""
    if kind not in KINDS:
        return kind
    upward = (Document.REQUEST, Document.REPORT)
    document = next((one for one in upward if title.endswith(one.value)), Document.LETTER)
    return kind_said(KINDS[kind], document)


def kind_said(kind: Kind, document: Document) -> str:
    """Return a kind of letter as the document that it is."""
    match document:
        case Document.REQUEST:
            return said("请示·{matter}", matter=MATTERS[kind.slug])
        case Document.REPORT:
            return said("报告·{matter}", matter=MATTERS[kind.slug])
    return kind.name


def document_for(sender: Sender, office: Office, kind: Kind) -> Document:
    """Return what the letter is. To a superior: what asks is a 请示 (one matter, with 签发人), what tells a 报告."""
    if relation_of(sender, office) != "superior":
        return Document.LETTER
    return Document.REQUEST if kind.asks else Document.REPORT
