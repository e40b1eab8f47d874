"""The pure parts: visible text, masks, excerpts, capture folders, pictures."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from detectors.text.solid import Solid
from review import shot
from review.captured import evidence_files, locate, markup_of, text_of
from review.excerpt import Excerpt, excerpt
from review.masking import mask, stars
from review.printable import visible
from review.views.names import host_name
from tests.review.review_desk import picture, write_evidence


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("特种作业操作证", "特种作业操作证"),
        ("plain text", "plain text"),
        ("a\u202eb", "a‹U+202E›b"),
        ("a\u200bb", "a‹U+200B›b"),
        ("a\u2066b\u2069", "a‹U+2066›b‹U+2069›"),
        ("a\x00\x1b[31m", "a‹U+0000›‹U+001B›[31m"),
        ("e\u0301", "e‹U+0301›"),
        ("a\nb\tc\rd", "a b cd"),
        ("\ue000", "‹U+E000›"),
        ("\U000e0041", "‹U+E0041›"),
        ("“quotes” — é ü", "“quotes” — é ü"),
        ("x" * 301, "x" * 300 + "…"),
    ],
)
def test_visible(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_visible_keeps_lines_where_asked() -> None:
    assert visible("a\r\n\tb", lines=True) == "a\n\tb"


def test_visible_is_never_longer_than_asked() -> None:
    assert len(visible("\u0301" * 1000, 50)) == 51


PHONE = {"kind": "phone", "value": "19000001234", "masked": "190****1234", "quote": "190-0000-1234"}
CHAT = {"kind": "wechat", "value": "dgz_kf8", "masked": "dg***8", "quote": "V信 dgz_kf8"}


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("电话 190-0000-1234 联系", "190-0000-1234"),
        ("电话 19000001234 联系", "19000001234"),
        ("加 V信 dgz_kf8 办理", "dgz_kf8"),
        ("另一个 190 0000 5678", "190 0000 5678"),
        ("证件 11010119000101123X 号", "11010119000101123X"),
        ("邮箱 someone@mail.example 。", "someone"),
    ],
)
def test_mask_hides(text: str, gone: str) -> None:
    masked = mask(text, [PHONE, CHAT])
    assert gone not in masked
    assert len(masked) == len(text)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-21 02:30",
        "京ICP备12345678号",
        "第 1900 号文件",
        "bm12345678",
        "价格 1500 元",
        "123456789012345678901234567890",
    ],
)
def test_mask_spares(text: str) -> None:
    assert mask(text, [PHONE]) == text


def test_stars_keep_the_length() -> None:
    assert [stars(value) for value in ("abc", "abcdefgh", "19000001234")] == ["***", "ab****gh", "19*******34"]


TEXT = "甲" * 100 + "低价办证" + "乙" * 100


@pytest.mark.parametrize(
    ("text", "quote", "start", "expected"),
    [
        (TEXT, "低价办证", 100, Excerpt("…" + "甲" * 60, "低价办证", "乙" * 60 + "…")),
        ("低价办证", "低价办证", 0, Excerpt("", "低价办证", "")),
        ("办证 x 办证 y", "办证", 5, Excerpt("办证 x ", "办证", " y")),
        ("办证 x 办证 y", "办证", 0, Excerpt("", "办证", " x 办证 y")),
        ("无关", "低价 \n办证", 0, Excerpt("", "低价 办证", "")),
        ("低价 办证", "低价\n办证", 999, Excerpt("", "低价 办证", "")),
        ("低价 办证 快", "低价办证", 0, Excerpt("", "低价 办证", " 快")),
        ("低价办证快", "低价 办 证", 0, Excerpt("", "低价办证", "快")),
        (TEXT, " ", 0, None),
    ],
)
def test_excerpt(text: str, quote: str, start: int, expected: Excerpt | None) -> None:
    assert excerpt(Solid(text), quote, start, []) == expected


def test_a_number_cut_by_the_edge_of_an_excerpt_is_masked() -> None:
    text = "甲" * 50 + "办证" + "乙" * 55 + "19000005678" + "丙" * 50
    found = excerpt(Solid(text), "办证", 50, [])
    assert found is not None
    assert "19000" not in found.after


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>甲<b>乙</b></p><script>no</script><style>no</style><p>丙", "甲 乙 丙"),
        ("<head><title>no</title></head><body>甲<!-- no --></body>", "甲"),
        ('<?xml version="1.0" encoding="gbk"?><html><body>甲</body></html>', "甲"),
        ("plain", "plain"),
        ("\x00<p>a\x00b</p>", "ab"),
        ("", ""),
        ("   ", ""),
        ("<!-- only -->", ""),
        ("<", ""),
    ],
)
def test_text_of_markup(markup: str, text: str) -> None:
    assert text_of(markup).replace("<", "") == text


@pytest.mark.parametrize("folder", ["", "..", "../outside", "a/../../outside", "/etc", "a\x00b", "x" * 5000, "link"])
def test_nothing_outside_the_evidence_is_read(tmp_path: Path, folder: str) -> None:
    root = tmp_path / "evidence"
    root.mkdir()
    (tmp_path / "outside").mkdir()
    for place in (tmp_path, tmp_path / "outside"):
        (place / "page.html").write_text("secret")
    (root / "link").symlink_to(tmp_path / "outside")
    assert locate(root, folder, "page.html") is None
    assert markup_of(root, folder) == ""
    assert evidence_files(root, folder) is None


def test_a_capture_is_read(tmp_path: Path) -> None:
    write_evidence(tmp_path, "000001/a.example/1-desktop", {"page.html": b"<p>hi", "screenshot.png": b"x"})
    files = evidence_files(tmp_path, "000001/a.example/1-desktop")
    assert files is not None
    assert [(file.name, file.size) for file in files] == [("page.html", 5), ("screenshot.png", 1)]


@pytest.mark.parametrize("manifest", ["", "[]", "{}", '{"files": 3}', '{"files": {"a": {"bytes": "x"}}}', "\xff"])
def test_a_damaged_manifest_is_none(tmp_path: Path, manifest: str) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "manifest.json").write_text(manifest, "latin-1")
    assert evidence_files(tmp_path, "a") is None


def bomb(width: int, height: int) -> bytes:
    """Return a PNG whose header promises a size that its few bytes do not hold."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b"")]
    body = b"".join(struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in chunks)
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.mark.parametrize(
    "data",
    [
        bomb(30_000, 30_000),
        bomb(9_000, 9_000),
        bomb(100, 100),
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<html></html>",
        b"BM" + b"\0" * 60,
        picture()[:60],
    ],
    ids=["bomb", "large", "short", "empty", "svg", "html", "bmp", "cut"],
)
def test_what_is_no_picture_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x").write_bytes(data)
    with pytest.raises(shot.NotAPicture):
        shot.redraw(tmp_path / "x")


@pytest.mark.parametrize(
    ("size", "served"),
    [
        ((200, 300), (200, 300)),
        ((2800, 1000), (1400, 500)),
        ((300, 10_000), (300, 9_000)),
        ((1600, 12_000), (1400, 9_000)),
    ],
)
def test_pictures_are_bounded(tmp_path: Path, size: tuple[int, int], served: tuple[int, int]) -> None:
    (tmp_path / "x").write_bytes(picture(*size))
    with Image.open(io.BytesIO(shot.redraw(tmp_path / "x"))) as made:
        assert made.size == served
        assert made.format == "WEBP"


def test_a_file_that_is_too_large_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shot, "LARGEST_FILE", 10)
    (tmp_path / "x").write_bytes(picture())
    with pytest.raises(shot.NotAPicture, match="too large"):
        shot.redraw(tmp_path / "x")


@pytest.mark.parametrize(
    ("host", "shown", "ascii_"),
    [
        ("a.example", "a[.]example", ""),
        ("xn--fiq06l2rdsvs.example", "中文域名[.]example", "xn--fiq06l2rdsvs[.]example"),
        ("xn--.example", "xn--[.]example", ""),
    ],
)
def test_host_names(host: str, shown: str, ascii_: str) -> None:
    name = host_name(host)
    assert (name.shown, name.ascii) == (shown, ascii_)
