"""References: what a genuine page looks like, kept small enough to lie beside the organ's watchlist file."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from detectors.page.likeness import minhash, structure
from detectors.page.pictures import all_pictures, data_pictures, inline_icon, picture_hash
from detectors.page.screens import screen_print
from detectors.text.fold import fold
from detectors.text.visible import read_html
from zhenwei.errors import BadInput
from zhenwei.types import Page


@dataclass(frozen=True, slots=True)
class Reference:
    """A genuine page of ``organ``: text MinHash, counted DOM paths, favicon and picture fingerprints."""

    organ: str
    url: str
    title: str
    text: tuple[int, ...]
    dom: Mapping[str, int] = field(default_factory=dict)
    favicon: str = ""
    pictures: tuple[str, ...] = ()
    # How the icon looks (perceptual hash), and the page as a browser shows it (detectors/page/screens.py).
    icon_look: str = ""
    screen: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return plain values for a JSON file."""
        return {
            "organ": self.organ, "url": self.url, "title": self.title, "text": list(self.text), "dom": dict(self.dom),
            "favicon": self.favicon, "pictures": list(self.pictures),
            "icon_look": self.icon_look, "screen": list(self.screen),
        }  # fmt: skip

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Reference:
        """Read what to_json wrote. Raises BadInput naming the missing or wrong key."""
        try:
            return cls(
                organ=str(row["organ"]), url=str(row["url"]), title=str(row["title"]),
                text=tuple(int(v) for v in row["text"]), dom={str(k): int(v) for k, v in row.get("dom", {}).items()},
                favicon=str(row.get("favicon", "")), pictures=tuple(str(v) for v in row.get("pictures", ())),
                icon_look=str(row.get("icon_look", "")), screen=tuple(str(v) for v in row.get("screen", ())),
            )  # fmt: skip
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise BadInput(f"不是官方页面指纹：{error!r}") from error


def reference_of(page: Page, organ: str) -> Reference:
    """Take the fingerprints of a genuine page."""
    visible = read_html(page.html)
    title = visible.tree.findtext(".//title") if visible.tree is not None else ""
    icon = page.favicon or inline_icon(visible.tree)
    pictures = all_pictures(page.pictures, data_pictures(visible.tree, visible.styles))
    return Reference(
        organ=organ,
        url=page.final_url or page.url,
        title=(title or "").strip(),
        text=minhash(fold(visible.text).text),
        dom=structure(visible.tree),
        favicon=hashlib.sha256(icon).hexdigest() if icon else "",
        pictures=tuple(h for p in pictures[:20] if len(p.data) > 600 and (h := picture_hash(p.data))),
        icon_look=picture_hash(icon),
        screen=screen_print(page.screenshot),
    )
