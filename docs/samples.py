"""Draw the sample letters: ``python docs/samples.py`` writes one picture a kind of letter into docs/letters/.

A deployment of its own is filled with confirmed cases (docs/sample_cases.py) and drafts its letters as any other does.
The pages are those of the lab's small world, drawn by the browser from the files, without any network.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from pathlib import Path

import pypdfium2
from PIL import Image
from sample_cases import fill, sample_watchlist
from sample_sites import looked_at

from crawler.browser import find_browser
from takedown.draft import draft
from takedown.names import PDF
from zhenwei.config import Settings
from zhenwei.store.database import open_store
from zhenwei.types import Notice
from zhenwei.watchlist import load_watchlist

FOLDER = Path(__file__).parent / "letters"
DAY = date(2026, 11, 20)
SCALE, BORDER, COLUMNS, COLORS = 1.2, 12, 3, 64  # pixels a point, pixels, pages beside each other, colours a picture


def main() -> int:
    """Write the pictures; returns the exit code."""
    say = sys.stderr.write
    browser = find_browser(Settings(), os.environ)
    if browser is None:
        say("samples: no browser to draw the pages with (make browser)\n")
        return 1
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder))
        for notice in _drafted(settings, browser.path):
            pdf = settings.letters_dir / notice.folder / PDF
            if not pdf.exists():
                say(f"samples: letter {notice.id} has no PDF; see its drafter-notes.md\n")
                return 1
            target = FOLDER / f"{notice.kind}.png"
            if not target.exists():  # one of a kind
                target.write_bytes(_sheet(_pages(pdf)))
                say(f"{target}\n")
    return 0


def _drafted(settings: Settings, browser: Path) -> list[Notice]:
    store = open_store(settings.database)
    try:
        cases = fill(store, settings, looked_at(browser))
        return draft(store, settings, sample_watchlist(load_watchlist()), cases, "samples-analyst", day=DAY)
    finally:
        store.close()


def _pages(pdf: Path) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(pdf)
    return [page.render(scale=SCALE).to_pil().convert("RGB") for page in document]


def _sheet(pages: Sequence[Image.Image]) -> bytes:
    """Return all pages on one grey sheet, a few beside each other, as PNG."""
    width, height = pages[0].width + BORDER, pages[0].height + BORDER
    columns = min(COLUMNS, len(pages))
    rows = -(-len(pages) // columns)
    sheet = Image.new("RGB", (columns * width + BORDER, rows * height + BORDER), (190, 190, 190))
    for number, page in enumerate(pages):
        sheet.paste(page, (BORDER + number % columns * width, BORDER + number // columns * height))
    out = BytesIO()
    sheet.quantize(COLORS).save(out, "PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main())
