"""附件 证据清单: each capture with source, time, method, holder and the digests of its manifest and main files."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from takedown.content import Annex, Part, Table, Text
from takedown.facts import CaptureFacts, SiteFacts
from takedown.words import PROFILES
from zhenwei.address import defang
from zhenwei.clock import shown

# What the printed list names of a capture; the workbook lists every file.
PRINTED = ("exchanges.warc.gz", "page.html", "screenshot.png", "window.png")
NAMES = {
    "manifest.json": "取证清单",
    "exchanges.warc.gz": "网络交互原始记录",
    "page.html": "网页内容",
    "page.json": "访问记录",
    "screenshot.png": "整页截图",
    "window.png": "可见窗口截图",
    "favicon.bin": "网站图标",
}
FORMATS = {
    "json": "JSON",
    "gz": "WARC",
    "html": "HTML",
    "png": "PNG",
    "jpg": "JPEG",
    "gif": "GIF",
    "webp": "WebP",
    "svg": "SVG",
    "ico": "ICO",
    "bmp": "BMP",
    "bin": "二进制",
}


def evidence_list(sites: Sequence[SiteFacts], digest: str, holder: str, whole: Collection[str] = ()) -> Annex:
    """Return the list; ``whole`` are the captures (folders) whose files go along."""
    parts: list[Part] = [
        Text(
            "各项电子文件以SHA-256校验值锁定。取证清单（manifest.json）列明该份固定材料的全部文件；全部文件的校验值见 "
            f"annex-register.xlsx，并汇总于文件 evidence.sha256，该文件的SHA-256为 {digest}。持有人均为{holder}。"
            "下表只列主要文件，编号与 annex-register.xlsx 一致。"
        )
    ]
    for number, (_, capture) in enumerate(every_capture(sites), start=1):
        parts.append(Text(f"{evidence_number(number)}　{defang(capture.url)}", heading=True))
        parts.append(Text(capture_words(capture, capture.folder in whole)))
        rows = tuple(
            (f"{evidence_number(number)}-{place}", f"{what} {name}", f"{form} {size}", sha256)
            for place, (what, name, form, size, sha256) in enumerate(capture_rows(capture), start=1)
            if name in (*PRINTED, "manifest.json")
        )
        parts.append(Table(("编号", "名称、文件名", "格式、字节", "SHA-256"), rows, (14, 41, 17, 84)))
    return Annex("证据清单", tuple(parts))


def evidence_number(number: int) -> str:
    """Return the number under which a capture is cited."""
    return f"E{number:02d}"


def every_capture(sites: Sequence[SiteFacts]) -> list[tuple[SiteFacts, CaptureFacts]]:
    """Return each capture with its site, in the order of the evidence numbers."""
    return [(site, capture) for site in sites for capture in site.captures]


def made_how(capture: CaptureFacts) -> str:
    """Return as whom and by what a capture was made."""
    how = "浏览器渲染后固定" if capture.rendered else "直接获取后固定"
    return f"以{PROFILES.get(capture.profile, capture.profile)}身份访问公开页面，{how}"


def capture_words(capture: CaptureFacts, whole: bool) -> str:
    """Return how and when a capture was made, and whether it goes along."""
    return (
        f"固定时间：{shown(capture.captured_at)}（北京时间）；制作方式：{made_how(capture)}；"
        f"最终网址：{defang(capture.final_url)}；状态码：{capture.status}；保存位置：{capture.folder}；"
        + ("原件随附" if whole else "原件由持有人保存，可调取")
    )


def capture_rows(capture: CaptureFacts) -> list[tuple[str, str, str, str, str]]:
    """Return (name, file, format, bytes, SHA-256) of the manifest and then every file of a capture."""
    rows = [(NAMES["manifest.json"], "manifest.json", "JSON", "—", capture.manifest_sha256)]
    return rows + [(file_name(f.name), f.name, file_format(f.name), str(f.size), f.sha256) for f in capture.files]


def file_name(name: str) -> str:
    """Return what a file of a capture is, in words."""
    if name.startswith("pictures/"):
        return "网页图片"
    return NAMES.get(name, "网络交互原始记录（大文件）" if name.startswith("body-") else "附记")


def file_format(name: str) -> str:
    """Return the format of a file of a capture."""
    return FORMATS.get(name.rpartition(".")[2], "二进制")
