"""P142: Title, description or keywords offer certificates, the page itself knows nothing of it.

Why: search engines show the head, readers the body; intruders change what is found and leave what is read.
Catches: an offer in the head of a page whose own text, heading and signature are about something else, also where a
    script puts the old title back.
Spares: sellers whose page is a picture or a script (no text of its own), pages that speak of certificates at all.
"""

from __future__ import annotations

from collections.abc import Iterator

from detectors.page.planting import alien_head
from detectors.page.steering import titles_set
from detectors.rules.base import Rule, View
from detectors.rules.sale import core
from zhenwei.sentences import said
from zhenwei.types import Finding, Side


class AlienHead(Rule):
    """Title, description or keywords offer what the page itself does not speak of."""

    id, side = "P142", Side.SALE
    about = "标题或关键词的招徕与正文无关"
    levels = ("covered", "alien")

    def look(self, view: View) -> Iterator[Finding]:
        for doc in view.documents:
            if not core(doc.head) or not alien_head(doc):
                continue
            level, detail = "alien", said("标题或关键词中的招徕与网页正文无关")
            if back := next((t for t in titles_set(doc) if t and t not in doc.title), ""):
                level, detail = "covered", said("标题中的招徕只给搜索引擎看，脚本随后改为“{title}”", title=back[:30])
            yield self.cite(doc, "head", doc.head, core(doc.head)[0], self.worth(level), detail)
            return
