"""A DOCX as a file: the parts of the package (ECMA-376, part 2), the same bytes for the same parts."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from datetime import date
from io import BytesIO
from xml.sax.saxutils import escape

from takedown import layout
from takedown.docx_parts import W

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
FIXED = (1980, 1, 1, 0, 0, 0)  # of every member: a ZIP of 2026 and one of 2027 are the same
# What a program uses that lacks an official font: names under which others carry the same or a like one.
ALIKE = {
    layout.SONG_TITLE: "FZXiaoBiaoSong-B05S",
    layout.FANG: "FangSong",
    layout.KAI: "KaiTi",
    layout.HEI: "SimHei",
    layout.SONG: "SimSun",
}
STORED = (".jpeg",)  # packed already


def write_docx(title: str, day: date, draft: bool, parts: Mapping[str, str], pictures: Mapping[bytes, int]) -> bytes:
    """Return the package. ``parts`` are the XML parts below word/ by name (document, styles, header1 …)."""
    files: dict[str, bytes] = {
        "[Content_Types].xml": _types(parts).encode(),
        "_rels/.rels": _package_relations().encode(),
        "word/_rels/document.xml.rels": _relations(parts, pictures).encode(),
        "docProps/core.xml": _core(title, day, draft).encode(),
        "docProps/app.xml": (HEAD + APPLICATION).encode(),
        "word/settings.xml": (HEAD + SETTINGS).encode(),
        "word/fontTable.xml": (HEAD + _fonts()).encode(),
    }
    files |= {f"word/{name}.xml": (HEAD + text).encode() for name, text in parts.items()}
    files |= {f"word/media/picture{number}.jpeg": jpeg for jpeg, number in pictures.items()}
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            member = zipfile.ZipInfo(name, FIXED)
            member.create_system, member.external_attr = 3, 0o100644 << 16
            member.compress_type = zipfile.ZIP_STORED if name.endswith(STORED) else zipfile.ZIP_DEFLATED
            archive.writestr(member, data, compresslevel=6)
    return out.getvalue()


def _kind(name: str) -> str:
    return name.rstrip("0123456789")


def _types(parts: Mapping[str, str]) -> str:
    every = {"document": "document.main", **{name: _kind(name) for name in parts if name != "document"}}
    every |= {"settings": "settings", "fontTable": "fontTable"}
    rows = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{WORD}.{kind}+xml"/>' for name, kind in every.items()
    )
    return (
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="jpeg" ContentType="image/jpeg"/>'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        '<Override PartName="/docProps/app.xml" '
        f'ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/>{rows}</Types>'
    )


def _package_relations() -> str:
    return (
        f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{OFFICE}/relationships/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="r2" Type="{PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
        f'<Relationship Id="r3" Type="{OFFICE}/relationships/extended-properties" Target="docProps/app.xml"/>'
        "</Relationships>"
    )


def _relations(parts: Mapping[str, str], pictures: Mapping[bytes, int]) -> str:
    targets = {name: (_kind(name), f"{name}.xml") for name in parts if name != "document"}
    targets |= {"settings": ("settings", "settings.xml"), "fontTable": ("fontTable", "fontTable.xml")}
    targets |= {f"picture{number}": ("image", f"media/picture{number}.jpeg") for number in pictures.values()}
    rows = "".join(
        f'<Relationship Id="{name}" Type="{OFFICE}/relationships/{kind}" Target="{target}"/>'
        for name, (kind, target) in targets.items()
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{rows}</Relationships>'


def _core(title: str, day: date, draft: bool) -> str:
    moment = f'xsi:type="dcterms:W3CDTF">{day.isoformat()}T00:00:00Z<'
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator></dc:creator>"
        f"<dc:description>{'草稿，未经审核签发' if draft else ''}</dc:description>"
        "<cp:lastModifiedBy></cp:lastModifiedBy>"
        f"<cp:revision>1</cp:revision><dcterms:created {moment}/dcterms:created>"
        f"<dcterms:modified {moment}/dcterms:modified>"
        "<dc:language>zh-CN</dc:language></cp:coreProperties>"
    )


def _fonts() -> str:
    rows = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{alike}"/><w:charset w:val="86"/><w:pitch w:val="fixed"/></w:font>'
        for name, alike in ALIKE.items()
    )
    return f'<w:fonts xmlns:w="{W}">{rows}</w:fonts>'


APPLICATION = f'<Properties xmlns="{OFFICE}/extended-properties"><Application>Zhenwei</Application></Properties>'
SETTINGS = (
    f'<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:bordersDoNotSurroundHeader/><w:bordersDoNotSurroundFooter/>'
    '<w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/><w:characterSpacingControl w:val="doNotCompress"/>'
    f'<w:noLineBreaksAfter w:lang="zh-CN" w:val="{escape(layout.NOT_LAST)}"/>'
    f'<w:noLineBreaksBefore w:lang="zh-CN" w:val="{escape(layout.NOT_FIRST)}"/>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    '</w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
)
