"""Letters as pictures: pages of our own PDFs, drawn by PDFium, so that a browser's PDF reader never runs on the desk.

The policy of the pages allows pictures from the desk and nothing embedded; so a preview is pictures, too.
"""

from __future__ import annotations

import hashlib
import io
from collections import OrderedDict
from threading import Lock

import pypdfium2

WIDTH = 900  # pixels of a drawn page
MOST_PREVIEWS = 32
MOST_BYTES = 64_000_000

# PDFium may be entered by one thread at a time.
_drawing = Lock()


class NoPage(Exception):
    """Raised for a page that is not there, or a file that is no PDF; the route answers 404."""


def page_count(pdf: bytes) -> int:
    """Return how many pages a PDF has. Raises NoPage."""
    with _drawing, _opened(pdf) as document:
        return len(document)


def draw_page(pdf: bytes, number: int, width: int = WIDTH) -> bytes:
    """Return a page (from 1) as WebP. Raises NoPage."""
    with _drawing, _opened(pdf) as document:
        if not 1 <= number <= len(document):
            raise NoPage(number)
        page = document[number - 1]
        picture = page.render(scale=width / page.get_width()).to_pil()
    out = io.BytesIO()
    picture.convert("RGB").save(out, "WEBP", quality=88, method=3)
    return out.getvalue()


def _opened(pdf: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        raise NoPage(str(error)) from error


class Previews:
    """PDFs of texts that nobody has saved: in memory only, the newest few; whoever comes late previews again."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._lock = Lock()

    def keep(self, owner: str, pdf: bytes) -> str:
        """Keep a person's preview and return its name, which nobody else can use."""
        name = hashlib.sha256(owner.encode() + b"\0" + pdf).hexdigest()
        with self._lock:
            self._kept[name] = pdf
            self._kept.move_to_end(name)
            while len(self._kept) > MOST_PREVIEWS or (
                len(self._kept) > 1 and sum(map(len, self._kept.values())) > MOST_BYTES
            ):
                self._kept.popitem(last=False)
        return name

    def get(self, owner: str, name: str) -> bytes:
        """Return a person's preview. Raises NoPage if it has gone, or is another person's."""
        with self._lock:
            pdf = self._kept.get(name)
        if pdf is None or hashlib.sha256(owner.encode() + b"\0" + pdf).hexdigest() != name:
            raise NoPage(name)
        return pdf
