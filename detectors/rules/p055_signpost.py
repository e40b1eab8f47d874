"""P055: The page only shows the way to the genuine look-up.

Why: directories, schools and self-help pages carry the platform's name because they link to it.
Catches: a link to a protected organ's host, no form that asks for a person, no record shown (damping).
Spares: copies that link to the genuine site beside their own form or record, or under government marks: no damping
    there.
"""

from __future__ import annotations

from collections.abc import Iterator

from detectors.rules.base import Rule, View
from zhenwei.sentences import said
from zhenwei.types import Finding, Side


class Signpost(Rule):
    """The page only shows the way to the genuine look-up."""

    id, side = "P055", Side.NOTE
    about = "仅指向官方查询地址"

    def look(self, view: View) -> Iterator[Finding]:
        if any(doc.forms or len(doc.reading.words("result")) >= 4 for doc in view.documents):
            return
        for doc in view.documents:
            if not doc.names_officials or doc.marks.government:
                continue  # it does not point to the organ, it wears its clothes
            for host in dict.fromkeys(doc.hosts_linked):
                organ = view.watchlist.genuine_organ(host)
                if organ is not None and organ.role == "protected":
                    detail = said("页面链接到官方地址（{host}），自身不提供查询", host=host)
                    words = [text for text, led in doc.links_out if led == host]
                    yield self.find(doc, self.worth("found"), detail, against=host, words=words)
                    return
