"""P012: Favicon or pictures equal those of a recorded genuine page.

Why: logos are copied first.
Catches: the same favicon (SHA-256) or a picture within 6 of 64 bits (pHash).
Spares: plain and tiny pictures (not hashed), the emblem alone without other evidence.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from detectors.page.pictures import hash_distance, picture_hash
from detectors.rules.base import Rule, View
from zhenwei.types import Finding, Side


class PictureLikeness(Rule):
    """Favicon or pictures equal those of a recorded genuine page."""

    id, side = "P012", Side.IMPERSONATION
    about = "使用官方网站的图标或图片"
    levels = ("icon", "picture")

    def look(self, view: View) -> Iterator[Finding]:
        if not view.foreign or not view.references:
            return
        for doc in view.documents:
            icon = hashlib.sha256(doc.page.favicon).hexdigest() if doc.page.favicon else ""
            hashes = [h for p in doc.pictures[:20] if len(p.data) > 600 and (h := picture_hash(p.data))]
            for reference in view.references:
                if icon and icon == reference.favicon:
                    yield self.find(
                        doc,
                        self.worth("icon"),
                        "网站图标与官方网站相同",
                        target=reference.organ,
                        against=reference.url,
                        key="favicon",
                    )
                    break
                if any(hash_distance(a, b) <= 6 for a in hashes for b in reference.pictures):
                    yield self.find(
                        doc,
                        self.worth("picture"),
                        "图片与官方网站相同或极近",
                        target=reference.organ,
                        against=reference.url,
                        key="picture",
                    )
                    break
