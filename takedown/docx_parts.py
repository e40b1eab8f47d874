"""WordprocessingML of paragraphs (ECMA-376, part 1, 17), written as text; the order of elements is the schema's."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from takedown import layout
from takedown.clean import inert
from takedown.paper.annexed import PADDING
from takedown.paper.story import Para, Run, long_words

# Kind of paragraph → name of its style as a typist sees it, and its level in the outline.
STYLES = {
    "mark": ("份号密级紧急程度", 0),
    "flag": ("发文机关标志", 0),
    "number": ("发文字号", 0),
    "title": ("公文标题", 0),
    "addressee": ("主送机关", 0),
    "level1": ("一级标题", 1),
    "level2": ("二级标题", 2),
    "text": ("公文正文", 0),
    "annexes": ("附件说明", 0),
    "signature": ("署名和成文日期", 0),
    "note": ("附注", 0),
    "label": ("附件序号", 1),
    "subhead": ("附件小标题", 0),
    "remark": ("附件说明文字", 0),
    "cell": ("表格文字", 0),
    "copies": ("抄送机关", 0),
    "issued": ("印发机关和日期", 0),
    "page": ("页码", 0),
    "blank": ("空行", 0),
    "gap": ("间隔", 0),
}
CHINESE = '<w:lang w:val="zh-CN" w:eastAsia="zh-CN"/></w:rPr>'
ALIGN = {"left": "left", "right": "right", "center": "center", "justify": "both"}
# What every paragraph has: its own exact pitch instead of the page's grid, 避头尾, lines that fill pages to the end.
# ``overflowPunct``: LibreOffice reads this switch the wrong way round (on: no punctuation beyond the margin).
PLAIN = (
    '<w:widowControl w:val="0"/>{bars}{tabs}<w:kinsoku/>{wrap}<w:overflowPunct w:val="1"/>'
    '<w:adjustRightInd w:val="0"/><w:snapToGrid w:val="0"/>'
)


def twips(points: float) -> int:
    """Return points in twentieths, the unit of most lengths."""
    return round(points * 20)


def run_properties(run: Run) -> str:
    """Return font, spacing, width, colour and size. The hint makes quotation marks and dashes Chinese ones."""
    song = run.font == layout.SONG
    latin = run.font if song else layout.LATIN
    fonts = f'w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{run.font}" w:cs="{layout.LATIN}"'
    parts = [f'<w:rFonts w:hint="eastAsia" {fonts}/>']
    if run.color:
        parts.append(f'<w:color w:val="{run.color}"/>')
    if run.size == layout.SIZE_BODY:
        parts.append(f'<w:spacing w:val="{twips(layout.TIGHTEN)}"/>')
    if run.scale != 100:
        parts.append(f'<w:w w:val="{run.scale}"/>')
    half = round(run.size * 2)
    return f'<w:rPr>{"".join(parts)}<w:kern w:val="0"/><w:sz w:val="{half}"/><w:szCs w:val="{half}"/></w:rPr>'


def run_xml(run: Run) -> str:
    """Return a run; its text can be nothing but text.

    An address or a digest is a run of its own, called Chinese: LibreOffice then breaks it anywhere (Word:
    ``wordWrap``).
    """
    form, text = run_properties(run), inert(run.text)
    pieces, place = [], 0
    for word in long_words(run).finditer(text):
        pieces += [(form, text[place : word.start()]), (form.replace("</w:rPr>", CHINESE), word.group())]
        place = word.end()
    pieces.append((form, text[place:]))
    return "".join(f'<w:r>{f}<w:t xml:space="preserve">{escape(t)}</w:t></w:r>' for f, t in pieces if t)


def paragraph_properties(para: Para, bars: str = "") -> str:
    """Return the properties of a paragraph, all of them: a typist who changes a style changes what follows it."""
    parts = [f'<w:pStyle w:val="{para.kind}"/>' if para.kind in STYLES else ""]
    parts += ["<w:keepNext/>" if para.keep else "", "<w:pageBreakBefore/>" if para.page else ""]
    tabs = ""
    if para.end:
        tabs = f'<w:tabs><w:tab w:val="right" w:pos="{twips(layout.BODY_WIDTH - para.right)}"/></w:tabs>'
    wrap = '<w:wordWrap w:val="0"/>' if any(long_words(run).search(run.text) for run in para.runs) else ""
    parts.append(PLAIN.format(bars=bars, tabs=tabs, wrap=wrap))
    before = f' w:before="{twips(para.before)}"' if para.before else ' w:before="0"'
    parts.append(f'<w:spacing{before} w:after="0" w:line="{twips(para.pitch)}" w:lineRule="exact"/>')
    right = 0 if para.end else twips(para.right)
    indents = {"left": twips(para.left), "right": right, "firstLine": twips(para.first)}
    if para.first < 0:
        indents["hanging"] = -indents.pop("firstLine")
    said = "".join(f' w:{side}="{value}"' for side, value in indents.items() if value)
    parts.append(f"<w:ind{said}/>" if said else "")
    parts.append(f'<w:jc w:val="{ALIGN[para.align]}"/>')
    if level := STYLES.get(para.kind, ("", 0))[1]:
        parts.append(f'<w:outlineLvl w:val="{level - 1}"/>')
    return f"<w:pPr>{''.join(parts)}{_mark_properties(para)}</w:pPr>"


def _mark_properties(para: Para) -> str:
    """Return the size of the paragraph's own mark, which an empty line is measured by."""
    if para.runs:
        return run_properties(para.runs[-1])
    return run_properties(Run("", size=min(layout.SIZE_BODY, max(1.0, round(para.pitch / 1.8)))))


def paragraph(para: Para, bars: str = "", inside: str = "") -> str:
    """Return a paragraph; ``inside`` is put in place of its runs (a field)."""
    runs = inside or "".join(run_xml(run) for run in para.runs)
    if para.end:
        last = para.end[0]
        runs += f"<w:r>{run_properties(last)}<w:tab/></w:r>" + "".join(run_xml(run) for run in para.end)
    return f"<w:p>{paragraph_properties(para, bars)}{runs}</w:p>"


def bars(**sides: tuple[str, float, float, str]) -> str:
    """Return the lines above and below a paragraph: kind, thickness (pt), distance from the text (pt), colour."""
    lines = "".join(
        f'<w:{side} w:val="{kind}" w:sz="{round(thick * 8)}" w:space="{round(space)}" w:color="{color}"/>'
        for side, (kind, thick, space, color) in sides.items()
    )
    return f"<w:pBdr>{lines}</w:pBdr>"


def page_field(size: float) -> str:
    """Return the page number between dashes: ``— 2 —``, 四号宋体 (GB/T 9704-2012, 7.5)."""
    form = run_properties(Run("", layout.SONG, size))
    pieces = [run_xml(Run("— ", layout.SONG, size))]
    for mark in ("begin", "", "separate", "2", "end"):
        inner = (
            f'<w:fldChar w:fldCharType="{mark}"/>'
            if mark.isalpha()
            else '<w:instrText xml:space="preserve"> PAGE </w:instrText>'
        )
        pieces.append(f"<w:r>{form}{'<w:t>2</w:t>' if mark == '2' else inner}</w:r>")
    return "".join([*pieces, run_xml(Run(" —", layout.SONG, size))])


def style_sheet(samples: Sequence[Para]) -> str:
    """Return styles.xml: each kind of paragraph as a style with a Chinese name, formed like the first of it."""
    normal = _untightened(run_properties(Run("")))
    first: dict[str, Para] = {}
    for para in samples:
        if para.kind in STYLES:
            first.setdefault(para.kind, para)
    styles = "".join(_style(kind, para) for kind, para in sorted(first.items()))
    return (
        f'<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault>{normal}</w:rPrDefault>'
        '<w:pPrDefault/></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
        f'<w:name w:val="Normal"/><w:qFormat/>{normal}</w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
        f'<w:left w:w="{twips(PADDING)}" w:type="dxa"/><w:right w:w="{twips(PADDING)}" w:type="dxa"/>'
        f"</w:tblCellMar></w:tblPr></w:style>{styles}</w:styles>"
    )


def _untightened(form: str) -> str:
    """Leave the closer setting of the body's characters out: what inherits it would be set closer too."""
    return form.replace(f'<w:spacing w:val="{twips(layout.TIGHTEN)}"/>', "")


def _style(kind: str, para: Para) -> str:
    name, _ = STYLES[kind]
    form = paragraph_properties(Para("", para.runs, para.align, para.pitch, para.first, para.left, keep=para.keep))
    form = form[: form.rindex("<w:rPr>")] + "</w:pPr>"
    font = run_properties(para.runs[0]) if para.runs else ""
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{kind}"><w:name w:val={quoteattr(name)}/>'
        f'<w:basedOn w:val="Normal"/><w:qFormat/>{form}{font}</w:style>'
    )


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
