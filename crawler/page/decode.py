"""Bytes to text, for pages that say one charset and are written in another.

The bytes decide, then the claims: what is UTF-8 throughout is UTF-8; anything else is read in each charset that it
could be, and the reading that looks like text wins (crawler/page/likely.py). A claim of a charset that is not Chinese
is believed unless the text is Chinese all the same.
"""

from __future__ import annotations

from dataclasses import dataclass

from crawler.page.claims import claims_of
from crawler.page.likely import Likeness, likeness
from crawler.page.rare import euc_tw, iso_2022_cn, seven_bit_charset, wide_charset

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe\x00\x00", "utf-32-le"), (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"),
)  # fmt: skip
_CHINESE = ("gb18030", "big5", "utf-8")
_SEVEN_BIT = ("hz", "iso-2022-cn", "iso2022_jp", "iso2022_jp_2", "iso2022_kr")
# Latin text of western Europe: what browsers take for a page that says nothing and is none of the others.
_WESTERN = "cp1252"
# From here on a text is Chinese whatever the page says of itself.
_SURELY = 1.0
_BEYOND_DOUBT = 1.25
_CLEARLY = 0.08  # of frequent characters


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text, the charset it was read in, and the one that the header or the page claimed (may differ)."""

    text: str
    charset: str
    claimed: str


def decode(body: bytes, content_type: str = "") -> Decoded:
    """Decode a page. Never raises; what cannot be read becomes U+FFFD."""
    if body[:1] in (b"\xef", b"\xff", b"\xfe", b"\x00") and (marked := _marked(body, content_type)) is not None:
        return marked
    claims = claims_of(body, content_type)
    claimed = claims[0] if claims else ""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(body) - 3:
            return _weighed(body, claims)
        text = body[: error.start].decode("utf-8")  # cut off at the size limit, inside a character
        if len(text) == error.start:  # nothing but ASCII before: the last bytes decide nothing
            return _weighed(body, claims)
    if len(text) == len(body):
        return _ascii(body, text, claims)
    if claimed in ("", "utf-8") or not _could_be(body, claimed):
        return Decoded(text, "utf-8", claimed)
    return _weighed(body, claims)


def _marked(body: bytes, content_type: str) -> Decoded | None:
    """Decode what begins with a byte order mark, unless the mark lies."""
    for mark, charset in _BOMS:
        if not body.startswith(mark):
            continue
        rest = body[len(mark) :]
        text = rest.decode(charset, "replace")
        claims = claims_of(rest, content_type)
        claimed = claims[0] if claims else charset
        wrong = text.count("\ufffd") * 20 > len(text)
        if charset != "utf-8":
            # Markup in UTF-16 has ASCII in it; plain bytes taken in pairs give rare hanzi and hardly a "<".
            wrong = wrong or ("<" not in text[:4000] and b"<" in rest[:4000] and likeness(text).score < _SURELY)
        if wrong:
            found = decode(rest, content_type)
            return Decoded(found.text, found.charset, claimed)
        return Decoded(text, charset, claimed)
    return None


def _ascii(body: bytes, text: str, claims: list[str]) -> Decoded:
    """Seven bits throughout: nearly always plain, now and then Chinese in disguise."""
    claimed = claims[0] if claims else ""
    charset = seven_bit_charset(body) or next((c for c in claims if c in _SEVEN_BIT and c != "hz"), "")
    if charset and (b"\x1b" in body or charset == "hz"):
        return Decoded(_read(body, charset), charset, claimed)
    if "\0" in text[:4000] and (wide := wide_charset(body)):
        return Decoded(body.decode(wide, "replace"), wide, claimed)
    return Decoded(text, "utf-8", claimed)


def _could_be(body: bytes, claimed: str) -> bool:
    """True where valid UTF-8 is so by accident: short Chinese in an old charset whose pairs look like two-byte letters.

    Chinese in UTF-8 takes three bytes each, so one look at the first byte beyond ASCII is enough.
    """
    if claimed not in ("gb18030", "big5"):
        return False
    first = next((byte for byte in body if byte > 0x7F), 0)
    return 0xC2 <= first <= 0xDF and not any(byte >= 0xE0 for byte in body)


def _weighed(body: bytes, claims: list[str]) -> Decoded:
    claimed = claims[0] if claims else ""
    if wide := wide_charset(body):
        return Decoded(body.decode(wide, "replace"), wide, claimed)
    # Nearly always the claim is right, or nothing is claimed and it is the mainland's charset.
    first = claimed if claimed in ("gb18030", "big5") else "gb18030"
    if (said := _strict(body, first)) is not None and likeness(said).score >= _BEYOND_DOUBT:
        return Decoded(said, first, claimed)
    charset, text, seen = max(
        ((c, t, likeness(t)) for c in _CHINESE for t in (_read(body, c),)),
        key=lambda one: one[2].score + (0.05 if one[0] in claims else 0.0),
    )
    if seen.score < _SURELY and (other := _taiwan(body, seen)) is not None:
        charset, text, seen = "euc-tw", other, likeness(other)
    foreign = [c for c in claims if c not in _CHINESE and c != "euc-tw"]
    if not (seen.score >= _SURELY and seen.frequent >= _CLEARLY):
        for name in foreign:
            if name != _WESTERN and (said := _strict(body, name)) is not None:
                return Decoded(said, name, claimed)
        if charset != claimed and seen.known < 0.6:
            # Neither Chinese nor what it says: lone letters with accents among ASCII, most often.
            name = claimed if claimed and not foreign and _few_wrong(body, claimed) else _WESTERN
            return Decoded(_read(body, name), name, claimed)
    return Decoded(text, charset, claimed)


def _taiwan(body: bytes, best: Likeness) -> str | None:
    text = euc_tw(body[:200_000])
    return euc_tw(body) if likeness(text).score > max(best.score, 0.9) else None


def _few_wrong(body: bytes, charset: str) -> bool:
    text = _read(body, charset)
    return text.count("\ufffd") * 50 < max(len(text), 1) and likeness(text).wrong < 0.3


def _read(body: bytes, charset: str) -> str:
    if charset == "euc-tw":
        return euc_tw(body)
    if charset == "iso-2022-cn":
        return iso_2022_cn(body)
    return body.decode("big5hkscs" if charset == "big5" else charset, "replace")


def _strict(body: bytes, charset: str) -> str | None:
    # A body cut off at the size limit may end inside a character.
    for end in range(4):
        try:
            return body[: len(body) - end].decode(charset)
        except UnicodeDecodeError as error:
            if error.start < len(body) - 4:
                return None
        except LookupError:
            return None
    return None
