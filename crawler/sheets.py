"""What was read from markup, kept for a while: most sites answer several profiles with the same bytes."""

from __future__ import annotations

from collections import OrderedDict

from crawler.page.parts import Sheet, sheet_of

MOST = 4_096
# A sheet that holds more than addresses (pictures within the markup, long scripts) is read again instead.
HEAVIEST = 20_000

Key = tuple[str, int, int]


class Sheets:
    """The newest sheets, at most ``MOST`` of at most ``HEAVIEST`` bytes each beside their addresses."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: OrderedDict[Key, Sheet] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def of(self, url: str, text: str) -> Sheet:
        """Return the sheet of a page. Equal text is told by Python's own keyed hash and the length."""
        key = (url, len(text), hash(text))
        if (sheet := self._kept.get(key)) is not None:
            self._kept.move_to_end(key)
            return sheet
        sheet = sheet_of(url, text)
        if sheet.weight <= HEAVIEST:
            self._kept[key] = sheet
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return sheet
