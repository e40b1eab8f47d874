"""Attacks inside the body: bombs, markup that breaks parsers, pictures, poisonous names."""

from __future__ import annotations

import gzip
import struct
import zlib
from functools import cache

import brotli

from tests.crawler.hostile.answers import HTML, PAGE, SALE, endless, head, page, says, whole
from tests.crawler.hostile.raw_farm import Answer, Attack, Talk
from tests.crawler.hostile.zstandard import zstd

BOMB = 20_000_000  # bytes unpacked; the tests allow far less
_WORDS = "特种作业操作证"


@cache
def plain() -> bytes:
    return PAGE + b" " * BOMB


def _packed(body: bytes, coding: str) -> Answer:
    return says(whole(body, f"Content-Encoding: {coding}"))


def _zstd_huge_window() -> bytes:
    """A zstd frame (RFC 8878, 3.1.1) whose header asks for a window of 2 GB."""
    return b"\x28\xb5\x2f\xfd" + b"\x00" + bytes([(31 - 10) << 3]) + struct.pack("<I", (5 << 3) | 1)[:3] + b"hello"


@cache
def bombs() -> dict[str, Attack]:
    packed = gzip.compress(plain(), 6)
    twice = gzip.compress(packed)
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(p), p) for p in (packed[i : i + 997] for i in range(0, len(packed), 997)))
    many = gzip.compress(PAGE) + gzip.compress(b"") * 20_000
    nine = PAGE
    for _ in range(9):
        nine = gzip.compress(nine)
    return {
        "bomb-gzip.example": Attack(_packed(packed, "gzip"), "too_large", True),
        "bomb-deflate.example": Attack(_packed(zlib.compress(plain()), "deflate"), "too_large", True),
        "bomb-brotli.example": Attack(_packed(brotli.compress(plain(), quality=2), "br"), "too_large", True),
        "bomb-zstd.example": Attack(_packed(zstd.compress(plain()), "zstd"), "too_large", True),
        "bomb-twice.example": Attack(_packed(twice, "gzip, gzip"), "too_large", True),
        "bomb-chunked.example": Attack(
            says(head(HTML, "Content-Encoding: gzip", "Transfer-Encoding: chunked"), chunks, b"0\r\n\r\n"),
            "too_large",
            True,
        ),
        "bomb-members.example": Attack(_packed(many, "gzip"), "ok", True),
        "bomb-nine.example": Attack(_packed(nine, ", ".join(["gzip"] * 9)), "bad_answer"),
        "bomb-window.example": Attack(_packed(_zstd_huge_window(), "zstd"), "bad_answer"),
        "packed-not.example": Attack(_packed(PAGE, "gzip"), "ok", True),
        "packed-noise.example": Attack(_packed(b"\x7f\x01noise" * 9, "gzip"), "bad_answer"),
        "packed-unknown.example": Attack(_packed(b"\x7f\x01noise" * 9, "lzw"), "bad_answer"),
        "packed-cut.example": Attack(_packed(packed[: len(packed) // 2], "gzip"), "too_large", True),
        "packed-bare.example": Attack(_packed(zlib.compress(PAGE)[2:-4], "deflate"), "ok", True),
    }


def markup() -> dict[str, Attack]:
    """All of these are pages: what a browser shows of them is captured."""
    bodies = {
        "deep.example": "<div>" * 100_000 + f"<p>{_WORDS}</p>",
        "deep-open.example": "<font>" * 5_000 + f"<p>{_WORDS}</p><img src=/p.png>",
        "links.example": SALE + "<a href=x>a</a>" * 35_000,
        "attributes.example": SALE + "<p " + " ".join(f"a{n}=x" for n in range(40_000)) + ">",
        "quotes.example": SALE + "<p " + " ".join(f"a{n}='<>\"'" for n in range(40_000)) + ">",
        "comments.example": SALE + "<!--" * 140_000,
        "scripts.example": SALE + "<script " * 70_000,
        "selects.example": SALE + "<select><option>" * 35_000,
        "tables.example": SALE + "<table><tr><td>" * 35_000,
        "entities.example": SALE + "&nbsp;&#x4e00;&#99999999;&lol9;" * 18_000,
        "xml-bomb.example": '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "特种"><!ENTITY b "&a;&a;&a;&a;">'
        '<!ENTITY c "&b;&b;&b;&b;"><!ENTITY x SYSTEM "file:///etc/passwd">]><html><p>&c;&x;' + SALE,
        "nul.example": SALE.replace("包过", "包\0过") + "\0" * 1000 + "<p>查询</p>",
        "controls.example": SALE + "".join(map(chr, range(1, 32))) + "\u202e\u200b\ufeff" * 1000,
        "surrogates.example": SALE + "<p>&#xD800;&#xDFFF;</p><title>&#xD83D;</title>",
        "meta-flood.example": SALE + "<meta http-equiv=refresh content='x' " * 14_000,
        "script-flood.example": "<script>" + "location.href=" * 40_000 + "</script>",
        "script-built.example": "<div id=app></div><script>document.write(unescape('%u7279%u79cd'))</script>",
        "title-long.example": f"<title>{'题' * 150_000}</title>" + SALE,
        "style-flood.example": SALE + "<style>" + "a{content:'x'} " * 35_000 + "</style>",
    }
    return {host: Attack(page(body), "ok", True) for host, body in bodies.items()}


def png(width: int, height: int) -> bytes:
    """A picture whose header promises more than anybody can hold."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress(b"\0" * 1_000_000)
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def gif(frames: int) -> bytes:
    """An animation of many frames of one point each (GIF89a)."""
    one = b"\x21\xf9\x04\x00\x01\x00\x00\x00\x2c\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02\x44\x01\x00"
    return b"GIF89a\x40\x1f\x40\x1f\x80\x00\x00\x00\x00\x00\xff\xff\xff" + one * frames + b"\x3b"


SVG = (
    b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY x SYSTEM "file:///etc/passwd">]>'
    b'<svg xmlns="http://www.w3.org/2000/svg" width="999999" height="999999"><script>alert(1)</script>'
    b"<text>&c;&x;</text><svg onload='alert(2)'/></svg>"
)


async def _echo_picture(talk: Talk) -> None:
    await talk.send(
        whole(png(1, 1), "Content-Disposition: attachment; filename=/etc/cron.d/x", kind="Content-Type: image/../../x")
    )


def pictures() -> dict[str, Attack]:
    names = ("..%2f..%2fetc%2fpasswd", "..\\..\\boot.ini", "con.png", "a%00b.png", "‮gnp.exe", "x" * 3_000 + ".png")
    poison = SALE + "".join(f'<img src="{name}">' for name in names)
    shown = ("big.png", "frames.gif", "a.svg", "endless.png", "html.png")
    huge = endless(head("Content-Type: image/x-icon", "Content-Length: 1073741824"), b"\0" * 65_536)
    endless_icon = endless(head("Content-Type: image/png"), b"\0" * 65_536)
    return {
        "pictures.example": Attack(
            page(SALE + "".join(f"<img src=/{name}>" for name in shown)),
            "ok",
            True,
            {
                "/big.png": says(whole(png(50_000, 50_000), kind="Content-Type: image/png")),
                "/frames.gif": says(whole(gif(40_000), kind="Content-Type: image/gif")),
                "/a.svg": says(whole(SVG, kind="Content-Type: image/svg+xml")),
                "/endless.png": endless_icon,
                "/html.png": page(SALE),
                "/favicon.ico": huge,
            },
        ),
        "poison.example": Attack(
            page(poison, HTML, 'Content-Disposition: attachment; filename="../../../etc/passwd"'),
            "ok",
            True,
            {f"/{name}": _echo_picture for name in ("..%2f..%2fetc%2fpasswd", "con.png", "a%00b.png", "boot.ini")},
        ),
    }  # fmt: skip


def mislabelled() -> dict[str, Attack]:
    text = f"<html><head><meta charset={{}}><title>{_WORDS}查询</title></head><body><p>应急管理部 证书真伪查询 电话</p>"
    cases = {
        "says-utf8-is-gbk.example": ("utf-8", "gb18030"),
        "says-gbk-is-utf8.example": ("gbk", "utf-8"),
        "says-latin-is-gbk.example": ("iso-8859-1", "gb18030"),
        "says-utf16-is-utf8.example": ("utf-16", "utf-8"),
        "says-big5-is-gbk.example": ("big5", "gb18030"),
    }
    return {
        host: Attack(page(text.format(said).encode(written), f"Content-Type: text/html; charset={said}"), "ok", True)
        for host, (said, written) in cases.items()
    }


def bodies() -> dict[str, Attack]:
    return {**bombs(), **markup(), **pictures(), **mislabelled()}
