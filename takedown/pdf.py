"""The same letter as PDF, by WeasyPrint, for looking at and for offices without a word processor.

Fonts: the office's own where installed, else stand-ins (the manifest names that). Nothing is fetched: pictures
are inlined and every other address is refused.
"""

from __future__ import annotations

import base64
from html import escape
from typing import Any

from PIL import ImageFile

from takedown import layout
from takedown.content import Annex, Letter, Pair, Part, Table, Text, chinese_day
from takedown.render import Mark

STAND_INS = {
    layout.FANG: ("FangSong_GB2312", "FangSong", "FandolFang", "Noto Serif CJK SC"),
    layout.KAI: ("KaiTi_GB2312", "KaiTi", "LXGW WenKai", "FandolKai", "Noto Serif CJK SC"),
    layout.HEI: ("SimHei", "WenQuanYi Zen Hei", "Noto Sans CJK SC"),
    layout.SONG: ("SimSun", "Noto Serif CJK SC"),
    layout.SONG_TITLE: ("FZXiaoBiaoSong-B05S", "Noto Serif CJK SC SemiBold", "Noto Serif CJK SC"),
}
CLASSES = {Mark.TITLE: "title", Mark.TO: "to", Mark.LEVEL1: "level1", Mark.LEVEL2: "level2", Mark.TEXT: "text"}


def letter_pdf(letter: Letter) -> tuple[bytes, str]:
    """Return (PDF, "") or (nothing, the reason why this machine cannot make one)."""
    try:
        html, fetcher = _weasyprint()
    except (ImportError, OSError) as error:
        return b"", f"PDF 未生成：本机缺少 WeasyPrint 的系统库（{str(error).splitlines()[0][:160]}）"
    only_inlined = fetcher(allowed_protocols=("data",), fail_on_errors=True)
    document = html(string=letter_html(letter), url_fetcher=only_inlined)
    return bytes(document.write_pdf()), ""


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


def letter_html(letter: Letter) -> str:
    """Return the letter as one HTML page, every text escaped."""
    several = len(letter.annexes) > 1
    parts = [
        f'<div class="flag">{escape(letter.sender)}</div>',
        f'<div class="head"><span class="draft">草稿</span><span class="number">{escape(letter.number)}</span></div>',
    ]
    title = "|".join(block.text for block in letter.blocks if block.mark is Mark.TITLE)
    parts.append(f"<h1>{'<br>'.join(escape(line) for line in layout.title_lines(title))}</h1>")
    parts += [
        f'<p class="{CLASSES[block.mark]}">{escape(block.text)}</p>'
        for block in letter.blocks
        if block.mark is not Mark.TITLE
    ]
    parts.append('<div class="list">')
    for number, annex in enumerate(letter.annexes, start=1):
        name = f"{number}. {annex.title}" if several else annex.title
        parts.append(
            f'<p class="annexes{"" if number > 1 else " first"}">{"附件：" if number == 1 else ""}{escape(name)}</p>'
        )
    parts.append("</div>")
    day = chinese_day(letter.day)
    for text, right in zip((letter.sender, day), layout.signature_indents(letter.sender, day), strict=True):
        parts.append(f'<p class="sign" style="margin-right:{right:.1f}em">{escape(text)}</p>')
    parts.append(f'<p class="text">（{escape(letter.contact)}）</p>')
    for number, annex in enumerate(letter.annexes, start=1):
        if not annex.separate:
            parts.append(_annex(annex, f"附件{number if several else ''}"))
    body = "\n".join(parts)
    size = layout.flag_size(letter.sender)
    return f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>{escape(letter.title)}</title>' + (
        f"<style>{_css(size)}</style><body>{body}</body></html>"
    )


def _annex(annex: Annex, label: str) -> str:
    parts = "\n".join(_part(part) for part in annex.parts)
    return f'<section class="annex"><p class="label">{label}</p><h2>{escape(annex.title)}</h2>{parts}</section>'


def _part(part: Part) -> str:
    if isinstance(part, Text):
        return f'<p class="{"note-head" if part.heading else "note"}">{escape(part.text)}</p>'
    if isinstance(part, Pair):
        cells = "".join(
            f"<td>{escape(f.caption)}{f'<br>{_image(f.jpeg)}' if f.jpeg else ''}</td>" for f in (part.left, part.right)
        )
        return f'<table class="pair"><tr>{cells}</tr></table>'
    return _table(part)


def _table(part: Table) -> str:
    columns = "".join(f'<col style="width:{width}mm">' for width in part.widths)
    head = "".join(f"<th>{escape(text)}</th>" for text in part.header)
    rows = "".join(f"<tr>{''.join(_cell(text) for text in row)}</tr>" for row in part.rows)
    return f"<table>{columns}{f'<thead><tr>{head}</tr></thead>' if head else ''}<tbody>{rows}</tbody></table>"


def _cell(text: str) -> str:
    return f"<td{' class=digest' if len(text) == 64 else ''}>{escape(text)}</td>"


def _image(jpeg: bytes) -> str:
    return f'<img src="data:image/jpeg;base64,{base64.b64encode(jpeg).decode()}" alt="">'


def _family(font: str) -> str:
    return ", ".join(f"'{name}'" for name in ("Times New Roman", "Liberation Serif", font, *STAND_INS[font]))


def _css(flag: float) -> str:
    over = (layout.LINE_WIDTH - layout.TYPE_WIDTH) / 2
    number = f"font: {layout.SIZE_SMALL}pt {_family(layout.SONG)}; vertical-align: top; padding-top: 4.5mm"
    red = f"#{layout.RED}"
    thin = layout.BOTTOM - layout.FOOT_LINE - 1.5  # mm: the thin line just above the thick border
    return f"""
@page {{ size: A4; margin: {layout.TOP}mm {layout.RIGHT}mm {layout.BOTTOM}mm {layout.LEFT}mm; }}
@page :right {{ @bottom-right {{ content: "— " counter(page) " —"; {number}; padding-right: 1em; }} }}
@page :left {{ @bottom-left {{ content: "— " counter(page) " —"; {number}; padding-left: 1em; }} }}
@page :first {{ margin-top: {layout.FLAG_TOP}mm;
  @bottom-right {{ content: none; }}
  @bottom-center {{ content: ""; width: {layout.LINE_WIDTH}mm; height: {layout.BOTTOM - layout.FOOT_LINE}mm;
    margin: 0 -{over}mm; vertical-align: top; box-sizing: border-box; align-self: start;
    border-bottom: 0.8mm solid {red};
    background: linear-gradient(transparent {thin}mm, {red} {thin}mm, {red} {thin + 0.25}mm,
      transparent {thin + 0.25}mm); }} }}
body {{ font: {layout.SIZE_BODY}pt/{layout.LINE_PITCH}pt {_family(layout.FANG)}; margin: 0; text-align: left;
  overflow-wrap: anywhere; word-break: break-all; }}
p {{ margin: 0; text-indent: 2em; letter-spacing: {layout.TIGHTEN}pt; orphans: 2; widows: 2; }}
.flag {{ font: {flag}pt/1 {_family(layout.SONG_TITLE)}; color: {red}; text-align: center; margin: 0 -{over}mm;
  white-space: nowrap; }}
.flag::after {{ content: ""; display: block; margin-top: {layout.LINE_GAP}mm; height: 0.4mm;
  border-top: 0.8mm solid {red}; border-bottom: 0.25mm solid {red}; }}
.head {{ display: flex; justify-content: space-between; margin-top: 2mm; white-space: pre; }}
.draft {{ font-family: {_family(layout.HEI)}; }}
h1, h2 {{ font: {layout.SIZE_TITLE}pt/33pt {_family(layout.SONG_TITLE)}; text-align: center;
  margin: {2 * layout.LINE_PITCH}pt 0 {layout.LINE_PITCH}pt; }}
.to {{ text-indent: 0; }}
.level1 {{ font-family: {_family(layout.HEI)}; break-after: avoid; }}
.level2 {{ font-family: {_family(layout.KAI)}; break-after: avoid; }}
.annexes {{ text-indent: -1em; margin-left: 6em; text-align: left; }}
.annexes.first {{ text-indent: -4em; margin-top: {layout.LINE_PITCH}pt; }}
.sign {{ text-align: right; text-indent: 0; break-before: avoid; }}
.list {{ break-inside: avoid; }}
.list + .sign {{ margin-top: {2 * layout.LINE_PITCH}pt; }}
.annex {{ break-before: page; }}
.label {{ font-family: {_family(layout.HEI)}; text-indent: 0; }}
.annex h2 {{ margin: {layout.LINE_PITCH}pt 0 4mm; }}
.note, .note-head {{ font-size: 12pt; line-height: 20pt; text-indent: 0; }}
.note-head {{ font-family: {_family(layout.HEI)}; break-after: avoid; text-align: left; }}
table {{ border-collapse: collapse; table-layout: fixed; width: {layout.TYPE_WIDTH}mm; margin-bottom: 4mm;
  font-size: {layout.SIZE_TABLE}pt; line-height: 15pt; text-align: left; }}
td, th {{ border: 0.5pt solid black; padding: 0.5mm 1.5mm; vertical-align: middle; font-weight: normal; }}
tr {{ break-inside: avoid; }}
th {{ font-family: {_family(layout.HEI)}; }}
.digest {{ font-size: 7.4pt; white-space: nowrap; }}
.pair td {{ vertical-align: top; width: 50%; }}
.pair img {{ width: 72mm; }}
"""
