"""P017: The imitation is shown to some visitors only.

Why: an honest site has no reason to hide a look-up from desktops or to show it to WeChat alone.
Catches: claims or a look-up form under one profile, none and other text under another.
Spares: mobile layouts of one text (they claim the same).
"""

from __future__ import annotations

from collections.abc import Iterator

from detectors.rules.base import Rule, View
from zhenwei.types import Finding, Side


class CloakedCopy(Rule):
    """The imitation is shown to some visitors only."""

    id, side = "P017", Side.IMPERSONATION
    about = "仅对部分访问者展示仿冒页面"

    def look(self, view: View) -> Iterator[Finding]:
        if not view.foreign or len(view.documents) < 2:
            return
        said = [
            (d, bool(d.forms) or any(c.kind in ("organ", "lookup", "platform") for c in d.claims))
            for d in view.documents
        ]
        shown = [d for d, yes in said if yes]
        profiles = {(d.page.url, d.page.profile) for d in shown}
        other = [
            d
            for d, yes in said
            if not yes
            and d.page.status < 500
            and any(d.page.url == url and d.page.profile != profile for url, profile in profiles)
            and (d.page.url, d.page.profile) not in profiles
        ]
        if shown and other:
            names = "、".join(dict.fromkeys(d.page.profile.value for d in shown))
            points = self.worth("found")
            yield self.find(shown[0], points, f"仿冒内容仅对部分访问方式展示（{names}）", key="cloak")
