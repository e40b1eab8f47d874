"""A column chart as a native part of a DOCX (DrawingML, ECMA-376 part 1, clause 21.2), with its numbers in a workbook.

Drawn by whoever opens the document, in the document's own fonts: sharp in print, and an official may change it. The
fills differ in lightness, so the columns are told apart on a black-and-white printer too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any

from docx.document import Document
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from takedown import layout
from takedown.clean import plain
from takedown.reports.sheets import Content, Sheet, workbook

CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TO_CHART = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/chart"
TO_BOOK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/package"
NAMES = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
FILLS = ("1F3864", "5B87C5", "B8CCE8", "FFFFFF")
EDGE = "1F3864"


@dataclass(frozen=True, slots=True)
class Columns:
    """A chart: ``series`` are a name and one number a category. ``alt`` tells it to who cannot see it."""

    title: str
    categories: Sequence[str]
    series: Sequence[tuple[str, Sequence[int]]]
    alt: str


def add_chart(
    document: Document, paragraph: Paragraph, chart: Columns, day: date, *, width: float, height: float
) -> None:
    """Put a chart into a paragraph; ``width`` and ``height`` in millimetres."""
    package = document.part.package
    columns = [("月份", 12.0), *((name, 12.0) for name, _ in chart.series)]
    rows: list[list[Content]] = [
        [category, *(numbers[place] for _, numbers in chart.series)] for place, category in enumerate(chart.categories)
    ]
    book = workbook([Sheet("数据", columns, rows)], chart.title, day)
    part = Part(PackURI("/word/charts/chart1.xml"), CHART, b"", package)
    inside = part.relate_to(Part(PackURI("/word/embeddings/chart1.xlsx"), BOOK, book, package), TO_BOOK)
    part._blob = _chart_xml(chart, inside).encode()
    relation = document.part.relate_to(part, TO_CHART)
    run = paragraph.add_run()
    run._r.append(_drawing(chart, relation, Mm(width), Mm(height)))


def _drawing(chart: Columns, relation: str, width: int, height: int) -> Any:
    words = escape(plain(chart.alt), quote=True)
    return parse_xml(
        '<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        f'{NAMES}><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
        f'<wp:docPr id="1" name="{escape(plain(chart.title), quote=True)}" descr="{words}"/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
        f'<c:chart r:id="{relation}"/></a:graphicData></a:graphic></wp:inline></w:drawing>'
    )


def _chart_xml(chart: Columns, inside: str) -> str:
    series = "".join(_series(chart, place) for place in range(len(chart.series)))
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><c:chartSpace {NAMES}><c:roundedCorners val="0"/>'
        f"<c:chart><c:title><c:tx><c:rich><a:bodyPr/><a:p><a:pPr>{_font(1200, 'defRPr')}</a:pPr><a:r>"
        f"{_font(1200, 'rPr')}<a:t>{escape(plain(chart.title))}</a:t></a:r></a:p></c:rich></c:tx>"
        '<c:overlay val="0"/></c:title><c:autoTitleDeleted val="0"/><c:plotArea><c:layout/>'
        f'<c:barChart><c:barDir val="col"/><c:grouping val="clustered"/><c:varyColors val="0"/>{series}'
        '<c:gapWidth val="60"/><c:axId val="1001"/><c:axId val="1002"/></c:barChart>'
        '<c:catAx><c:axId val="1001"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/>'
        '<c:axPos val="b"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>{_text(900)}<c:crossAx val="1002"/></c:catAx>'
        '<c:valAx><c:axId val="1002"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/></c:scaling>'
        '<c:delete val="0"/><c:axPos val="l"/><c:majorGridlines><c:spPr><a:ln w="6350"><a:solidFill>'
        '<a:srgbClr val="D9D9D9"/></a:solidFill></a:ln></c:spPr></c:majorGridlines>'
        '<c:numFmt formatCode="0" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="nextTo"/>{_text(900)}<c:crossAx val="1001"/>{_unit(chart)}</c:valAx></c:plotArea>'
        f'<c:legend><c:legendPos val="b"/><c:overlay val="0"/>{_text(1000)}</c:legend><c:plotVisOnly val="1"/>'
        f'<c:dispBlanksAs val="gap"/></c:chart><c:externalData r:id="{inside}"><c:autoUpdate val="0"/>'
        "</c:externalData></c:chartSpace>"
    )


def _unit(chart: Columns) -> str:
    """Small numbers of cases get whole steps on the axis: there is no half a site."""
    most = max((value for _, numbers in chart.series for value in numbers), default=0)
    return '<c:majorUnit val="1"/>' if most <= 6 else ""


def _series(chart: Columns, place: int) -> str:
    name, numbers = chart.series[place]
    column, last = chr(ord("B") + place), len(chart.categories) + 1
    fill = FILLS[place % len(FILLS)]
    return (
        f'<c:ser><c:idx val="{place}"/><c:order val="{place}"/><c:tx><c:strRef><c:f>数据!${column}$1</c:f>'
        f'<c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>{escape(plain(name))}</c:v></c:pt></c:strCache></c:strRef>'
        f'</c:tx><c:spPr><a:solidFill><a:srgbClr val="{fill}"/></a:solidFill><a:ln w="9525"><a:solidFill>'
        f'<a:srgbClr val="{EDGE}"/></a:solidFill></a:ln></c:spPr><c:invertIfNegative val="0"/>'
        f"<c:cat><c:strRef><c:f>数据!$A$2:$A${last}</c:f>{_cache('strCache', chart.categories)}</c:strRef></c:cat>"
        f"<c:val><c:numRef><c:f>数据!${column}$2:${column}${last}</c:f>{_cache('numCache', numbers)}</c:numRef></c:val>"
        "</c:ser>"
    )


def _cache(kind: str, values: Sequence[str] | Sequence[int]) -> str:
    points = "".join(f'<c:pt idx="{n}"><c:v>{escape(plain(str(v)))}</c:v></c:pt>' for n, v in enumerate(values))
    return f'<c:{kind}><c:ptCount val="{len(values)}"/>{points}</c:{kind}>'


def _text(size: int) -> str:
    return f"<c:txPr><a:bodyPr/><a:p><a:pPr>{_font(size, 'defRPr')}</a:pPr><a:endParaRPr/></a:p></c:txPr>"


def _font(size: int, tag: str) -> str:
    return (
        f'<a:{tag} sz="{size}" b="0"><a:solidFill><a:srgbClr val="000000"/></a:solidFill>'
        f'<a:latin typeface="{layout.LATIN}"/><a:ea typeface="{layout.SONG}"/></a:{tag}>'
    )
