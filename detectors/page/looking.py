"""When the pictures of a page are looked at, and what that may cost.

| the page | text in pictures | QR codes |
|---|---|---|
| says next to nothing (up to 80 characters) | WHOLE; without pictures the screenshot | yes |
| says little (up to 500 characters) | WHOLE | yes |
| names work certificates, promises nothing itself | BANNER | yes |
| speaks of certificates, a look-up or an offer in any way | no | yes |
| anything else | no | no |

Where pictures hold no code, the screenshot is searched for one.
"""

from __future__ import annotations

from dataclasses import dataclass

from detectors.page.ocr import Budget

# With this little text the pictures are the page.
BARE = 80
# A page with less text than this may keep its message in pictures.
THIN = 500
NOTHING = Budget(0, 0, 0)
# Two banners of an ordinary page: about 2 s at most on one core (bench/README.md).
BANNER = Budget(2, 1_000_000, 250)
# A page that is its pictures: about 4 s at most.
WHOLE = Budget(4, 2_500_000, 600)
# Groups of words (watchlist/lexicon) beside which a QR code says something.
TOPICS = ("goods_work", "goods_other", "lookup_work", "skip_exam", "forging", "forging_hint", "pay_later", "verifiable")


@dataclass(frozen=True, slots=True)
class Reason:
    """What is known of a page before its pictures: length of text, topics, and whether it promises by itself."""

    length: int
    certificates: bool
    promises: bool
    topical: bool

    @property
    def text(self) -> Budget:
        """What reading text in pictures may cost."""
        if self.length <= THIN:
            return WHOLE
        return BANNER if self.certificates and not self.promises else NOTHING

    @property
    def codes(self) -> bool:
        """True if QR codes are to be read."""
        return self.length <= THIN or self.topical

    @property
    def screenshot(self) -> bool:
        """True if the page says so little that only its screenshot may tell what visitors see."""
        return self.length <= BARE
