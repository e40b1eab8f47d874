"""Pictures drawn for tests and benchmarks: banners, records, whole screens of text, QR codes in every plight.

Nothing here is taken from anywhere: words, numbers (1900000xxxx) and addresses (example.*) are made up.
"""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path

import zxingcpp
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont

OFFER = ("低压电工证 焊工证 免考办理", "无需到场 三天出证", "官网可查 先出证后付款", "电话 19000001234")
RECORD = (
    "中华人民共和国特种作业操作证",
    "姓名：张样",
    "作业类别：电工作业",
    "准操项目：低压电工作业",
    "有效期限：2025-01-01至2031-01-01",
    "签发机关：某市应急管理局",
    "状态：有效",
)
_LINE = "安全生产培训考试须知第{}条报名人员应当携带本人身份证件按时到达考点参加理论与实际操作考试"


@cache
def font_file() -> str:
    """Return the path of a Chinese font as fontconfig knows it, else as the usual folders hold it, or ""."""
    try:
        command = ["fc-match", "-f", "%{file}\\n%{lang}", "sans:lang=zh-cn"]
        said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=20).stdout
        path, _, languages = said.partition("\n")
        if "zh" in languages and Path(path).suffix.lower() in (".ttf", ".ttc", ".otf"):
            return path
    except (OSError, subprocess.SubprocessError):
        pass
    for folder in ("/usr/share/fonts", "/usr/local/share/fonts"):
        for pattern in ("*CJK*Regular*", "*wqy*", "*Fandol*Hei*", "*lxgw*", "*uming*"):
            if found := sorted(Path(folder).rglob(pattern)):
                return str(found[0])
    return ""


def png(image: Image.Image) -> bytes:
    """Return the picture as PNG."""
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def jpeg(image: Image.Image, quality: int) -> bytes:
    """Return the picture as JPEG."""
    out = io.BytesIO()
    image.convert("RGB").save(out, "JPEG", quality=quality)
    return out.getvalue()


def lines(
    rows: tuple[str, ...],
    size: int = 36,
    ink: str = "black",
    ground: str = "white",
    width: int = 0,
    gap: float = 1.9,
) -> Image.Image:
    """Draw rows of text; ``size`` in pixels of the em, ``gap`` the distance of rows in ems."""
    font = ImageFont.truetype(font_file(), size)
    wide = width or int(max(font.getlength(row) for row in rows)) + 2 * size
    image = Image.new("RGB", (wide, int(size * gap * len(rows)) + size), ground)
    draw = ImageDraw.Draw(image)
    for number, row in enumerate(rows):
        draw.text((size, int(size * (0.5 + gap * number))), row, font=font, fill=ink)
    return image


def screen(rows: int = 60, width: int = 1366, size: int = 16) -> Image.Image:
    """Draw a whole page of text as a screenshot shows it."""
    return lines(tuple(_LINE.format(n) for n in range(1, rows + 1)), size, width=width)


def banner(width: int = 1200, height: int = 400) -> Image.Image:
    """Draw an advertisement: a gradient, a coloured disc, white and yellow words."""
    image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    image = Image.blend(image, Image.new("RGB", image.size, "#c01818"), 0.75)
    draw = ImageDraw.Draw(image)
    draw.ellipse((width - 330, 40, width - 30, 340), fill="#2050c0")
    for number, (row, ink) in enumerate(zip(OFFER, ("white", "#ffe060", "white", "#ffe060"), strict=True)):
        font = ImageFont.truetype(font_file(), 46 if number == 0 else 38)
        draw.text((50, 40 + 84 * number), row, font=font, fill=ink)
    return image


def banners() -> dict[str, Callable[[], bytes]]:
    """Return the offer in the plights of banners, by name."""
    return {
        "plain": lambda: png(lines(OFFER)),
        "small type (14 px)": lambda: png(lines(OFFER, 14)),
        "large type (90 px)": lambda: png(lines(OFFER, 90)),
        "white on red": lambda: png(lines(OFFER, 32, "white", "#c01818")),
        "gradient and disc": lambda: png(banner()),
        "low contrast": lambda: png(lines(OFFER, 32, "#a8a8a8", "#d8d8d8")),
        "JPEG quality 30": lambda: jpeg(lines(OFFER, 28), 30),
        "turned by 5 degrees": lambda: png(lines(OFFER, 32).rotate(5, expand=True, fillcolor="white")),
        "upside down": lambda: png(lines(OFFER, 32).rotate(180)),
        "blurred": lambda: png(lines(OFFER, 32).filter(ImageFilter.GaussianBlur(1.6))),
        "in columns": lambda: png(_upright(("低压电工证焊工证", "免考办理无需到场", "三天出证官网可查"))),
        "turned by 90 degrees": lambda: png(lines(OFFER, 32).rotate(90, expand=True)),
        "white on a transparent ground": lambda: png(_cut_out(lines(OFFER, 32), 255)),
        "one line strip": lambda: png(lines(("焊工证免考包过 电话 19000001234",), 24)),
        "in a wide empty page": lambda: png(_in_page(lines(OFFER, 24), 1366, 2200)),
    }


def _in_page(image: Image.Image, width: int, height: int) -> Image.Image:
    page = Image.new("RGB", (width, height), "white")
    page.paste(image, (60, height // 2))
    return page


def code(text: str, scale: int = 6, level: str = "M") -> Image.Image:
    """Draw a QR code, ``scale`` pixels a module, with its quiet zone. ``level``: L, M, Q or H."""
    made = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level=level)
    return Image.fromarray(made.to_image(scale=scale)).convert("RGB")


def _with_logo(text: str) -> Image.Image:
    image = code(text, 8, "H")
    side = image.width // 5
    left = (image.width - side) // 2
    ImageDraw.Draw(image).rounded_rectangle((left, left, left + side, left + side), 8, fill="#20a040")
    return image


def _framed(image: Image.Image, width: int = 750, height: int = 1334) -> Image.Image:
    """Put a code into the screenshot of a phone: bars above and below, a grey ground, a white card."""
    page = Image.new("RGB", (width, height), "#ededed")
    draw = ImageDraw.Draw(page)
    draw.rectangle((0, 0, width, 120), fill="#303030")
    draw.rectangle((60, 260, width - 60, 1000), fill="white")
    page.paste(image, ((width - image.width) // 2, 400))
    return page


def codes(text: str) -> dict[str, Callable[[], bytes]]:
    """Return a QR code of ``text`` in the plights in which sellers' pages show it, by name."""
    small = code(text, 3)
    return {
        "plain": lambda: png(code(text)),
        "small (2 px a module)": lambda: png(code(text, 2)),
        "tiny (1 px a module)": lambda: png(code(text, 1)),
        "inverted": lambda: png(Image.eval(code(text), lambda v: 255 - v)),
        "coloured": lambda: png(_tinted(code(text), "#1060c0", "#fff0c0")),
        "turned by 17 degrees": lambda: png(code(text).rotate(17, expand=True, fillcolor="white")),
        "turned by 90 degrees": lambda: png(code(text).rotate(90, expand=True)),
        "mirrored": lambda: png(code(text).transpose(Image.Transpose.FLIP_LEFT_RIGHT)),
        "logo in the middle": lambda: png(_with_logo(text)),
        "low contrast (grey on grey)": lambda: png(_tinted(code(text), "#909090", "#b4b4b4")),
        "very low contrast": lambda: png(_tinted(code(text), "#c0c0c0", "#cccccc")),
        "JPEG quality 10": lambda: jpeg(code(text), 10),
        "blurred": lambda: png(code(text).filter(ImageFilter.GaussianBlur(2.2))),
        "pale and noisy": lambda: png(_noisy(_tinted(code(text), "#707070", "#d0d0d0"))),
        "no quiet zone": lambda: png(_without_border(code(text))),
        "round dots": lambda: png(_dotted(text)),
        "in a screenshot": lambda: png(_framed(code(text, 5))),
        "in a screenshot in a screenshot": lambda: png(_framed(_framed(code(text, 8)).resize((375, 667)))),
        "small in a large page": lambda: png(_in_page(small, 1366, 3000)),
        "transparent ground": lambda: png(_cut_out(code(text), 0)),
        "white on a transparent ground": lambda: png(_cut_out(code(text), 255)),
    }


def _tinted(image: Image.Image, dark: str, light: str) -> Image.Image:
    mask = image.convert("L").point(lambda v: 255 if v > 128 else 0)
    return Image.composite(Image.new("RGB", image.size, light), Image.new("RGB", image.size, dark), mask)


def _noisy(image: Image.Image) -> Image.Image:
    noise = Image.effect_noise(image.size, 60).convert("RGB")
    return ImageEnhance.Contrast(Image.blend(image, noise, 0.25)).enhance(0.9)


def _without_border(image: Image.Image) -> Image.Image:
    box = Image.eval(image.convert("L"), lambda v: 255 - v).getbbox()
    return image.crop(box)


def _dotted(text: str) -> Image.Image:
    small = code(text, 1).convert("L")
    image = Image.new("RGB", (small.width * 10, small.height * 10), "white")
    draw = ImageDraw.Draw(image)
    for x in range(small.width):
        for y in range(small.height):
            value = small.getpixel((x, y))
            if isinstance(value, (int, float)) and value < 128:
                draw.ellipse((x * 10, y * 10, x * 10 + 9, y * 10 + 9), fill="black")
    return image


def _cut_out(image: Image.Image, ink: int) -> Image.Image:
    solid = Image.new("RGBA", image.size, (ink, ink, ink, 255))
    solid.putalpha(Image.eval(image.convert("L"), lambda v: 255 - v))
    return solid


def _upright(words: tuple[str, ...], size: int = 40) -> Image.Image:
    """Draw columns of characters from right to left, as shop signs have them."""
    font = ImageFont.truetype(font_file(), size)
    image = Image.new("RGB", (2 * size * len(words), int(1.1 * size * max(map(len, words))) + size), "white")
    draw = ImageDraw.Draw(image)
    for column, word in enumerate(words):
        for row, character in enumerate(word):
            place = (image.width - 2 * size * (column + 1) + size // 2, int(size * (0.4 + 1.1 * row)))
            draw.text(place, character, font=font, fill="black")
    return image
