"""The leaflet as PDF: A4, one page, or an error that says what to shorten."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

from PIL import ImageFile

from takedown import layout
from takedown.reports.leaflet import Page, Place
from zhenwei.errors import BadInput

# Sans serif with a bold: a poster is read from further away than a letter.
FACES = ("Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "SimHei", "WenQuanYi Zen Hei")
# More text is set smaller, down to about 10 pt; what does not fit then is too much for a leaflet.
SCALES = (1.0, 0.94, 0.88, 0.82)
STYLE = Path(__file__).with_name("leaflet.css")


def leaflet_pdf(page: Page) -> tuple[bytes, str]:
    """Return (PDF, "") or (nothing, why this machine cannot make one). Raises BadInput if it does not fit one page."""
    try:
        html, fetcher = _weasyprint()
    except (ImportError, OSError) as error:
        return b"", f"PDF 未生成：本机缺少 WeasyPrint 的系统库（{str(error).splitlines()[0][:160]}）"
    inlined = fetcher(allowed_protocols=("data",), fail_on_errors=True)
    for scale in SCALES:
        document = html(string=leaflet_html(page, scale), url_fetcher=inlined).render()
        if len(document.pages) == 1:
            return bytes(document.write_pdf(zoom=scale)), ""
    raise BadInput("宣传单超过一页，请删减 report/leaflet.toml 中的文字")


def _weasyprint() -> tuple[Any, Any]:
    """Import WeasyPrint here: its system libraries (Pango) may be missing, and then there is no PDF, only a reason.

    It tells Pillow to take cut-off pictures for whole ones, everywhere in the process: that stays as it was.
    """
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    try:
        from weasyprint import HTML
        from weasyprint.urls import URLFetcher
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before
    return HTML, URLFetcher


def leaflet_html(page: Page, scale: float = 1) -> str:
    """Return the leaflet as one HTML page, every text escaped; the paper is larger the smaller it is to be printed."""
    paper = f"{layout.PAGE_WIDTH / scale:.3f}mm {layout.PAGE_HEIGHT / scale:.3f}mm"
    style = STYLE.read_text("utf-8").replace("PAPER", paper).replace("FACE", ", ".join(f'"{name}"' for name in FACES))
    changes = "".join(f"<li>{escape(one)}</li>" for one in page.changes)
    return (
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(page.title)}</title>'
        f"<style>{style}</style></head><body>"
        f"<header><h1>{escape(page.title)}</h1><p>{escape(page.lead)}</p></header><main>"
        f'<section class="where"><h2>官方查询平台</h2>{"".join(map(_main, page.main))}</section>'
        f'<div class="two"><section class="steps"><h2>这样查</h2><ol>{_items(page.steps)}</ol></section>'
        f'<section class="signs"><h2>见到这些要警惕</h2><ul>{_items(page.signs)}</ul></section></div>'
        + (f'<section class="new"><h2>政策变化</h2><ul>{changes}</ul></section>' if changes else "")
        + f'<section class="others"><h2>其他证件去哪查</h2>{_others(page)}</section>'
        '<section class="report"><h2>发现假冒网站、制售假证，请举报</h2>'
        f'<div class="lines">{_channels(page)}</div></section>'
        f'<p class="foot">{escape(page.foot)}</p></main>'
        f"<footer>{escape(page.sender)}　{page.day.year}年{page.day.month}月印制</footer></body></html>"
    )


def _items(texts: Sequence[str]) -> str:
    return "".join(f"<li>{escape(text)}</li>" for text in texts)


def _main(place: Place) -> str:
    account = (
        f'<span class="account">微信公众号：{escape(place.account)}（认准认证标识）</span>' if place.account else ""
    )
    unsure = "" if place.sure else '<span class="unsure">待确认</span>'
    return (
        f'<p class="place"><span class="organ">{escape(place.organ)}</span>'
        f'<span class="address">{escape(place.address)}</span>{unsure}{account}</p>'
    )


def _others(page: Page) -> str:
    cells = "".join(f"<td>{escape(one.organ)}<br><b>{escape(one.shown)}</b></td>" for one in page.others)
    return f"<table><tr>{cells}</tr></table>"


def _channels(page: Page) -> str:
    return "".join(
        f'<div class="line"><b>{escape(name)}</b><span>{escape(what)}</span></div>' for name, what in page.channels
    )
