"""Fonts in a PDF: only the glyphs that are used (ISO 32000-1, 9.7: composite fonts whose CIDs are glyph numbers)."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field

import pydyf
import uharfbuzz

from takedown.paper.glyphs import Face

ASCENT, DESCENT = 880, -120  # of a Chinese character's square, in 1/1000 of the size
KEPT = ("CFF ", "cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "OS/2", "name", "post")


@dataclass(slots=True)
class Used:
    """A face with the glyphs that a document draws from it: code in the document by glyph of the file."""

    face: Face
    name: str
    texts: dict[int, str] = field(default_factory=dict)
    codes: dict[int, int] = field(default_factory=dict)

    def subset(self) -> bytes:
        """Cut the font down and number its glyphs anew; ``codes`` then says how."""
        wanted = uharfbuzz.SubsetInput()
        wanted.glyph_set.update(self.texts)
        wanted.flags = uharfbuzz.SubsetFlags.NO_HINTING | uharfbuzz.SubsetFlags.CFF_IDENTITY_CHARSET
        wanted.layout_feature_tag_set.clear()
        dropped = set(self.face.face.table_tags) - set(KEPT)
        wanted.drop_table_tag_set.update(int.from_bytes(tag.encode(), "big") for tag in dropped)
        plan = uharfbuzz.SubsetPlan(self.face.face, wanted)
        self.codes = dict(plan.old_to_new_glyph_mapping)
        return squared(bytes(plan.execute().blob.data))

    def widths(self) -> pydyf.Array:
        """Return the W array: each glyph's own advance."""
        rows = pydyf.Array()
        for glyph, code in sorted(self.codes.items(), key=lambda pair: pair[1]):
            rows += [code, pydyf.Array([round(self.face.advance(glyph) * 1000)])]
        return rows

    def to_unicode(self) -> bytes:
        """Return the CMap that gives the text back when it is copied or searched."""
        pairs = sorted((self.codes[glyph], text) for glyph, text in self.texts.items())
        out = [
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
            "1 begincodespacerange <0000> <ffff> endcodespacerange",
        ]
        for start in range(0, len(pairs), 100):
            some = pairs[start : start + 100]
            out.append(f"{len(some)} beginbfchar")
            out += [f"<{code:04x}> <{text.encode('utf-16-be').hex()}>" for code, text in some]
            out.append("endbfchar")
        out.append("endcmap CMapName currentdict /CMap defineresource pop end end")
        return "\n".join(out).encode()


def squared(font: bytes) -> bytes:
    """Give a font the heights of a Chinese character's square, so that programs that measure text see its place."""
    data = bytearray(font)
    tables = {}
    for number in range(struct.unpack_from(">H", data, 4)[0]):
        tag, _, offset, length = struct.unpack_from(">4sIII", data, 12 + 16 * number)
        tables[tag] = (offset, length)
    upem = struct.unpack_from(">H", data, tables[b"head"][0] + 18)[0]
    up, down = round(ASCENT * upem / 1000), round(DESCENT * upem / 1000)
    struct.pack_into(">hhh", data, tables[b"hhea"][0] + 4, up, down, 0)
    if b"OS/2" in tables:
        struct.pack_into(">hhhHH", data, tables[b"OS/2"][0] + 68, up, down, 0, up, -down)
    return bytes(data)


def packed(data: bytes, extra: Mapping[str, object] | None = None) -> pydyf.Stream:
    """Return a compressed stream (pydyf's own compression takes three times as long for two parts in a hundred)."""
    return pydyf.Stream([zlib.compress(data, 6)], {"Filter": "/FlateDecode", **(extra or {})})


def add_font(pdf: pydyf.PDF, used: Used, tag: str) -> pydyf.Dictionary:
    """Add a font to a document and return its dictionary."""
    data = used.subset()
    compact = data[:4] == b"OTTO"
    program = packed(data, {"Subtype": "/OpenType"} if compact else {"Length1": len(data)})
    pdf.add_object(program)
    source = used.face.source
    name = f"/{tag}+{source.name.replace(' ', '')}"
    descriptor = pydyf.Dictionary(
        {
            "Type": "/FontDescriptor",
            "FontName": name,
            "FontFamily": pydyf.String(source.name),
            "Flags": 4,
            "FontBBox": pydyf.Array([0, DESCENT, 1000, ASCENT]),
            "ItalicAngle": 0,
            "Ascent": ASCENT,
            "Descent": DESCENT,
            "CapHeight": ASCENT,
            "StemV": 80,
            "FontFile3" if compact else "FontFile2": program.reference,
        }
    )
    pdf.add_object(descriptor)
    descendant = pydyf.Dictionary(
        {
            "Type": "/Font",
            "Subtype": "/CIDFontType0" if compact else "/CIDFontType2",
            "BaseFont": name,
            "CIDSystemInfo": pydyf.Dictionary(
                {"Registry": pydyf.String("Adobe"), "Ordering": pydyf.String("Identity"), "Supplement": 0}
            ),
            "DW": 1000,
            "W": used.widths(),
            "FontDescriptor": descriptor.reference,
        }
    )
    if not compact:
        descendant["CIDToGIDMap"] = "/Identity"
    pdf.add_object(descendant)
    unicode = packed(used.to_unicode())
    pdf.add_object(unicode)
    font = pydyf.Dictionary(
        {
            "Type": "/Font",
            "Subtype": "/Type0",
            "BaseFont": name,
            "Encoding": "/Identity-H",
            "DescendantFonts": pydyf.Array([descendant.reference]),
            "ToUnicode": unicode.reference,
        }
    )
    pdf.add_object(font)
    return font
