"""References: what a genuine page looks like, kept small enough to lie beside the organ's watchlist file.

Kept are the address, the title, sketches (detectors/page/sketch.py) and the public marks of the foot, no text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from detectors.page import sketch
from detectors.page.footer import marks_of
from detectors.page.pictures import all_pictures, data_pictures, inline_icon, picture_hash
from detectors.page.screens import screen_print
from detectors.page.sketch import EMPTY, Sketch
from detectors.text.visible import Visible, read_html, read_text
from zhenwei.errors import BadInput
from zhenwei.sentences import said
from zhenwei.types import Page

# Pages that show less than this many shingles are known by their markup, too: their text is made by scripts.
_THIN = 20


@dataclass(frozen=True)
class Impression:
    """What likeness looks at in a page. ``markup`` is "" for plain text. Sketches are made when asked for."""

    shown: str
    markup: str

    @cached_property
    def text(self) -> Sketch:
        """The visible text; of a page that shows next to none, its markup with scripts."""
        found = sketch.of_text(self.shown)
        return found if found.size >= _THIN or not self.markup else sketch.of_text(self.markup)

    @cached_property
    def lines(self) -> Sketch:
        """The short lines: menus, labels, the foot."""
        return sketch.of_words(sketch.short_lines(self.shown), sketch.LINE_VALUES)

    @cached_property
    def shape(self) -> Sketch:
        """Class names, ids and the order of tags."""
        return sketch.of_shape(self.markup) if self.markup else EMPTY

    @cached_property
    def files(self) -> Sketch:
        """Names of pictures, scripts and styles."""
        return sketch.of_files(self.markup) if self.markup else EMPTY


def is_plain(page: Page) -> bool:
    """True for a page that was given as plain text."""
    kind = next((v for k, v in page.headers.items() if k.lower() == "content-type"), "")
    return kind.startswith("text/plain")


@dataclass(frozen=True, slots=True)
class Reference:
    """A genuine page of ``organ``. ``framed``: it was recorded with its menus and foot, not as a bare document;
    ``marks``: filing numbers and codes of its foot; ``favicon``: SHA-256."""

    organ: str
    url: str
    title: str
    text: Sketch = EMPTY
    lines: Sketch = EMPTY
    shape: Sketch = EMPTY
    files: Sketch = EMPTY
    framed: bool = False
    marks: tuple[str, ...] = ()
    favicon: str = ""
    pictures: tuple[str, ...] = ()
    # How the icon looks (perceptual hash), and the page as a browser shows it (detectors/page/screens.py).
    icon_look: str = ""
    screen: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return plain values for a JSON file."""
        return {
            "organ": self.organ, "url": self.url, "title": self.title,
            "text": self.text.to_json(), "lines": self.lines.to_json(), "shape": self.shape.to_json(),
            "files": self.files.to_json(), "framed": self.framed, "marks": list(self.marks), "favicon": self.favicon,
            "pictures": list(self.pictures), "icon_look": self.icon_look, "screen": list(self.screen),
        }  # fmt: skip

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Reference:
        """Read what to_json wrote. Raises BadInput naming the missing or wrong key."""
        try:
            parts = {key: Sketch.from_json(row[key]) for key in ("text", "lines", "shape", "files")}
            return cls(
                organ=str(row["organ"]), url=str(row["url"]), title=str(row["title"]), **parts,
                framed=bool(row.get("framed", False)),
                marks=tuple(str(v) for v in row.get("marks", ())), favicon=str(row.get("favicon", "")),
                pictures=tuple(str(v) for v in row.get("pictures", ())),
                icon_look=str(row.get("icon_look", "")), screen=tuple(str(v) for v in row.get("screen", ())),
            )  # fmt: skip
        except KeyError as error:
            raise BadInput(said("不是官方页面指纹：缺少 {why}", why=error.args[0])) from error
        except (TypeError, ValueError, AttributeError) as error:
            raise BadInput(said("不是官方页面指纹：{error}", error=error)) from error

    def same_page(self, other: Reference) -> bool:
        """True if both are of one page: the same text, or one address and title with most of the text unchanged."""
        if self.text == other.text and self.lines == other.lines and self.shape == other.shape:
            return True
        same = (self.url, self.title) == (other.url, other.title) and bool(self.url)
        return same and sketch.overlap(self.text, other.text) >= 0.5


def reference_of(page: Page, organ: str) -> Reference:
    """Take the fingerprints of a genuine page."""
    visible = read_text(page.html) if is_plain(page) else read_html(page.html)
    seen = Impression(visible.text, "" if is_plain(page) else page.html)
    numbers = marks_of(visible.text, page.html).numbers
    icon = page.favicon or inline_icon(visible.tree)
    pictures = all_pictures(page.pictures, data_pictures(visible.tree, visible.styles))
    return Reference(
        organ=organ,
        url=page.final_url or page.url,
        title=_title(visible),
        text=seen.text,
        lines=seen.lines,
        shape=seen.shape,
        files=seen.files,
        framed=bool(numbers) or sketch.is_framed(seen.markup),
        marks=numbers,
        favicon=hashlib.sha256(icon).hexdigest() if icon else "",
        pictures=tuple(h for p in pictures[:20] if len(p.data) > 600 and (h := picture_hash(p.data))),
        icon_look=picture_hash(icon),
        screen=screen_print(page.screenshot),
    )


def _title(visible: Visible) -> str:
    if visible.tree is None:
        first = visible.text.split("\n", 1)[0]
        return first[:80] if "\n" in visible.text and len(first) <= 80 else ""
    return " ".join((visible.tree.findtext(".//title") or "").split())[:120]
