"""P016: The address holds gov or gov.cn although it is no government name.

Why: readers look for gov.cn anywhere in the address.
Catches: labels like gov-cn, mem-gov, x.gov.cn.example.com; a first path that is a gov.cn host; on code hosts any of
    the first folders (github.com/someone/x.gov.cn/).
Spares: gov.cn itself, foreign governments, words that merely contain the letters (governor).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from detectors.rules.base import Rule, View
from zhenwei.address import is_below, suffix
from zhenwei.sentences import said
from zhenwei.types import Finding, Side

_LABEL = re.compile(r"(?:^|[.-])[a-z]{0,12}gov(?:cn|-cn)?(?:[.-]|$)")

_PATH = re.compile(r"/[a-z0-9.-]*gov\.cn(?:/|$)")
_FOLDER = re.compile(r"/(?:[^/]+/){1,3}[a-z0-9.-]*\.gov\.cn(?:[/@]|$)")
_CODE_HOSTS = (
    "github.com", "githubusercontent.com", "github.io", "gitee.com", "gitee.io", "gitlab.com", "gitlab.io",
    "gitcode.com",
    "bitbucket.org", "codeberg.org", "codeberg.page", "jsdelivr.net", "statically.io", "coding.net",
)  # fmt: skip


class GovernmentInAddress(Rule):
    """The address holds gov or gov.cn although it is no government name."""

    id, side = "P016", Side.IMPERSONATION
    about = "地址中夹带 gov 字样"
    levels = ("path", "host")

    def look(self, view: View) -> Iterator[Finding]:
        if not view.foreign or not view.documents:
            return
        if (
            "gov" not in view.host
            and "gov" not in (view.documents[0].page.final_url or view.documents[0].page.url).lower()
        ):
            return
        path = urlsplit(view.documents[0].page.final_url or view.documents[0].page.url).path.lower()
        if "gov" not in suffix(view.host).split(".") and _LABEL.search(view.host.removesuffix(suffix(view.host))):
            detail = said("域名夹带 gov 字样（{host}），并非政府域名", host=view.host)
            yield self.find(view.documents[0], self.worth("host"), detail, key="host")
        elif _PATH.match(path) or (_FOLDER.match(path) and any(is_below(view.host, code) for code in _CODE_HOSTS)):
            yield self.find(view.documents[0], self.worth("path"), said("网址路径仿冒政府域名"), key="path")
