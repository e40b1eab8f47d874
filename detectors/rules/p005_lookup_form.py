"""P005: A foreign host asks for a person's name, ID or certificate number to look up a work-safety certificate.

Why: there is one lawful national look-up; others can only invent answers or collect numbers.
Catches: name + ID + certificate number with a query button on a page about 特种作业.
Spares: log-in and enrolment forms, look-ups of other trades, links to the genuine look-up.
"""

from __future__ import annotations

from collections.abc import Iterator

from detectors.page.borrowing import host_in
from detectors.page.claims import ministry
from detectors.page.document import Document
from detectors.page.forms import LookupForm, loads_from
from detectors.rules.base import Rule, View
from zhenwei.sentences import listed, said
from zhenwei.types import Finding, Side

_ASKS = {"name": said("姓名"), "id": said("证件号码"), "certificate": said("证书编号"), "captcha": said("验证码")}


class LookupFormOnForeignHost(Rule):
    """A foreign host asks for a person's name, ID or certificate number to look up a work-safety certificate."""

    id, side = "P005", Side.IMPERSONATION
    about = "非官方网站提供安全生产证件查询"
    levels = ("two_fields", "one_field")

    def look(self, view: View) -> Iterator[Finding]:
        if not view.foreign:
            return
        for doc in view.documents:
            topical = doc.reading.of("lookup_work") or doc.head.of("lookup_work") or doc.claims
            for form in doc.forms if topical else ():
                two = len(form.asks & {"name", "id", "certificate"}) >= 2
                yield self.find(
                    doc,
                    self.worth("two_fields" if two else "one_field"),
                    _told(form, doc),
                    target=ministry(view.watchlist),
                    key="form",
                    words=form.words,
                )


def _told(form: LookupForm, doc: Document) -> str:
    asks = listed(_ASKS[field] for field in sorted(form.asks))
    if other := _sent_to(form, doc):
        return said("页面设有安全生产证件查询表单（要求填写：{asks}；填写内容提交到 {other}）", asks=asks, other=other)
    return said("页面设有安全生产证件查询表单（要求填写：{asks}）", asks=asks)


def _sent_to(form: LookupForm, doc: Document) -> str:
    """Return where the form sends what was typed, if it is another host: in its action, or in a script's request."""
    action = host_in(form.action) if form.action.startswith(("http:", "https:", "//")) else ""
    return next((host for host in (action, *loads_from(doc.visible.scripts)) if host and host != doc.host), "")
