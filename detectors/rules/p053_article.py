"""P053: The page is an article: source, date, running text.

Why: articles name regulators in headings and quote look-ups.
Catches: 来源/发布时间 with a date and 400 characters of running text, without a form (damping).
Spares: copied government articles: their host lines and marks speak louder.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from detectors.rules.base import Rule, View
from zhenwei.sentences import said
from zhenwei.types import Finding, Side

_DAY = re.compile(r"20\d\d[-年/.]\d{1,2}(?:[-月/.]\d{1,2}日?)?")


class Article(Rule):
    """The page is an article: source, date, running text."""

    id, side = "P053", Side.NOTE
    about = "新闻或文章体裁"

    def look(self, view: View) -> Iterator[Finding]:
        for doc in view.documents:
            text = doc.reading.folded.text
            dated = re.search(r"(?:来源|发布时间|作者|编辑|记者|时间|日期)[^\n]{0,20}", text) and _DAY.search(text)
            if dated and not doc.forms and text.count("。") >= 5:
                detail = said("文章体裁：有来源、日期和成段叙述")
                yield self.find(doc, self.worth("found"), detail, words=dated[0])
