"""P017: The imitation is shown to some visitors only.

Why: an honest site has no reason to hide a look-up from desktops or to show it to WeChat alone.
Catches: claims or a look-up form for phones, WeChat or visitors from a search, and for computers another text, an
    empty page, an error or a notice of maintenance; also where every computer is shut out (TLS error, endless loading,
    a lost connection, a loop of redirects) and every phone gets through.
Spares: mobile layouts of one text (they claim the same), claims that any computer sees, pages that failed, asked for
    a captcha or a log-in, or speak another language to one visitor.
"""

from __future__ import annotations

from collections.abc import Iterator

from detectors.page.claims import Claim
from detectors.page.document import Document
from detectors.page.faces import Cloak, cloaks
from detectors.page.quoting import Words
from detectors.rules.base import Rule, View
from zhenwei.sentences import said
from zhenwei.types import Finding, Side


class CloakedCopy(Rule):
    """The imitation is shown to some visitors only."""

    id, side, version = "P017", Side.IMPERSONATION, 3
    about = "仅对部分访问者展示仿冒页面"

    def look(self, view: View) -> Iterator[Finding]:
        if not view.foreign or len(view.documents) + len(view.blank) + len(view.failed) < 2:
            return
        for cloak in cloaks(view.documents, view.blank, imitates, view.failed):
            claim = claimed(cloak.shown[0])
            if _says_it_too(claim, cloak):
                continue
            detail = said(
                "仿冒内容（{claim}）仅对部分访问方式展示（{who}），{instead}",
                claim=claim,
                who=cloak.who,
                instead=cloak.instead,
            )
            words, where = shown_words(cloak.shown[0])
            yield self.find(cloak.shown[0], self.worth("found"), detail, key="cloak", words=words, where=where)
            return


def imitates(doc: Document) -> bool:
    """True if a capture claims to be an organ or its platform, or looks certificates up."""
    return bool(doc.forms) or any(c.kind in ("organ", "lookup", "platform") for c in doc.claims)


def claimed(doc: Document) -> str:
    """What the capture claims, in its own words, or that it has a look-up form."""
    claim = _first_claim(doc)
    return said("“{words}”", words=claim.words[:30]) if claim else said("查询表单")


def shown_words(doc: Document) -> tuple[Words, str]:
    """Return the words by which a capture imitates, of its claim or its form, and the part of the page to look into."""
    claim = _first_claim(doc)
    if claim is not None:
        return claim.words, claim.place
    return (doc.forms[0].words if doc.forms else ""), "visible"


def _first_claim(doc: Document) -> Claim | None:
    return next((c for c in doc.claims if c.kind in ("organ", "lookup", "platform")), None)


def _says_it_too(claim: str, cloak: Cloak) -> bool:
    """True if those from whom it is kept read the same words, only not as the name of the page."""
    return claim.startswith("“") and any(claim.strip("“”") in d.visible.text for d in cloak.kept)
