"""Who reported a site appears in nothing that is produced: looked for in every byte that a reader could open."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from takedown.draft import draft
from tests.takedown.letters_world import World, finding, phone, picture
from zhenwei.types import Verdict

# As the world adds each lead: a name, a telephone number, and why.
SECRETS = ("举报人", "王某", "19000009999", "190-0000-9999", "0000-9999", "热线", "hotline")


def readable(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    """Yield (name, text) of a file: the parts of what is packed, the text of a PDF, everything else as it is."""
    if data[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for part in packed.namelist():
                yield from readable(f"{name}:{part}", packed.read(part))
    elif data[:4] == b"%PDF":
        import pdfplumber

        with pdfplumber.open(io.BytesIO(data)) as pdf:
            yield name, "\n".join(page.extract_text() or "" for page in pdf.pages) + json.dumps(pdf.metadata)
    elif not data.startswith((b"\xff\xd8", b"\x89PNG", b"\x1f\x8b")):
        yield name, data.decode("utf-8", "replace")


@pytest.mark.usefixtures("with_pdf")
def test_the_reporter_is_nowhere_in_a_letter_with_its_pdf(world: World) -> None:
    assert "notice.pdf" in searched(world, Verdict.HIJACKED)


def test_the_reporter_is_nowhere_in_the_letters_of_a_counterfeit(world: World) -> None:
    assert "annex-official-use.docx" in searched(world, Verdict.COUNTERFEIT)


def searched(world: World, verdict: Verdict) -> set[str]:
    """Draft every letter of a case, look for the reporter in every file, return the names of the files."""
    case = world.case(
        "a.example",
        verdict,
        sale=80,
        title="叉车证、架子工证 代办",
        findings=(finding(quote="内部名额"),),
        contacts=(phone(),),
        screenshot=picture("red"),
    )
    notices = draft(world.store, world.settings, world.watchlist, [case], "chen")
    assert notices
    files = [path for path in world.settings.letters_dir.rglob("*") if path.is_file()]
    names = {path.name for path in files}
    assert {"notice.docx", "manifest.json", "drafter-notes.md"} <= names
    for name, text in texts(files):
        for secret in SECRETS:
            assert secret not in text, f"{name}: {secret}"
    return names


def texts(files: list[Path]) -> Iterator[tuple[str, str]]:
    for path in files:
        yield from readable(path.name, path.read_bytes())
