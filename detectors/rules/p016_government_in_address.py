"""P016: The address holds gov or gov.cn although it is no government name.

Why: readers look for gov.cn anywhere in the address.
Catches: labels like gov-cn, mem-gov, x.gov.cn.example.com; a first path that is a gov.cn host on a code host.
Spares: gov.cn itself, foreign governments, words that merely contain the letters (governor).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from detectors.rules.base import Rule, View
from zhenwei.address import suffix
from zhenwei.types import Finding, Side

_LABEL = re.compile(r"(?:^|[.-])[a-z]{0,12}gov(?:cn|-cn)?(?:[.-]|$)")


class GovernmentInAddress(Rule):
    """The address holds gov or gov.cn although it is no government name."""

    id, side = "P016", Side.IMPERSONATION
    about = "地址中夹带 gov 字样"
    levels = ("path", "host")

    def look(self, view: View) -> Iterator[Finding]:
        if not view.foreign or not view.documents:
            return
        path = urlsplit(view.documents[0].page.final_url or view.documents[0].page.url).path.lower()
        if "gov" not in suffix(view.host).split(".") and _LABEL.search(view.host.removesuffix(suffix(view.host))):
            detail = f"域名夹带 gov 字样（{view.host}），并非政府域名"
            yield self.find(view.documents[0], self.worth("host"), detail, key="host")
        elif re.match(r"/[a-z0-9.-]*gov\.cn(?:/|$)", path):
            yield self.find(view.documents[0], self.worth("path"), "网址路径仿冒政府域名", key="path")
