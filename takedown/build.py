"""One planned letter → the files of its folder. Pure but for the PDF builder's fonts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from takedown.annexes import every_capture, make_annexes
from takedown.basis import choose_for
from takedown.carried import carried
from takedown.content import Letter
from takedown.docx_letter import annex_docx, letter_docx
from takedown.enclosed import Enclosed, whole_captures
from takedown.gate import check_letter
from takedown.grouping import Plan
from takedown.kept_files import keep
from takedown.law_notes import law_notes
from takedown.manifests import Row, as_json, digest, file_row
from takedown.names import DIGESTS, MANIFEST, NOTES, NOTICE, OFFICIAL, PACKAGE, PDF, VERIFY, WORKBOOK, internal
from takedown.notes import drafter_notes
from takedown.parcel import package, verify_script
from takedown.pdf import letter_pdf
from takedown.pictures import Pictures
from takedown.sources import Sources
from takedown.steady import steady_office
from takedown.thresholds import met_items
from takedown.words import findings_of
from takedown.writing import write
from zhenwei.evidence.capture import tool
from zhenwei.watchlist import Watchlist
from zhenwei.watchlist.models import Sender

FORMAT = "zhenwei-letter/2"
NO_PDF = "PDF 未生成：拟稿时选择不生成"


@dataclass(frozen=True, slots=True)
class Built:
    """The files of a letter with its title, and why there is no PDF (empty if there is)."""

    title: str
    files: Mapping[str, bytes]
    pdf_problem: str


def build(
    plan: Plan,
    watchlist: Watchlist,
    by: str,
    day: date,
    evidence: Path | None = None,
    *,
    pdf: bool = True,
    sources: Sources | None = None,
) -> Built:
    """Lay out one letter. Raises BadInput if a fact is missing, EvidenceError if a capture has gone or changed.

    ``evidence`` is the folder of the captures; without it the letter has no screenshots and nothing of them goes along.
    ``sources`` stands for it where several letters are laid out.
    """
    sources = sources or Sources(evidence)
    what, holder = carried(plan.kind.slug), watchlist.sender.name
    whole = whole_captures(plan.sites) if what.originals and sources.evidence else frozenset()
    digests = evidence_digests(plan)
    letter = compose(plan, watchlist, digest(digests), day, sources.pictures, whole)
    files = {WORKBOOK: sources.workbook(plan.sites, holder, day, scores=what.scores, whole=whole), DIGESTS: digests}
    for number, annex in enumerate(letter.annexes, start=1):
        if annex.separate:
            files[OFFICIAL] = steady_office(annex_docx(annex, f"附件{number}"), day)
    return lay_out(
        letter,
        _about(plan, letter, by),
        files,
        sources.enclosed(plan.sites, whole) if what.originals else Enclosed(),
        pdf=pdf,
        notes=lambda problem: drafter_notes(plan, letter, watchlist.sender, problem),
    )


def lay_out(
    letter: Letter,
    about: Mapping[str, Any],
    others: Mapping[str, bytes],
    evidence: Enclosed,
    *,
    pdf: bool = True,
    notes: Callable[[str], str] | None = None,
) -> Built:
    """Return the folder of a letter: its documents laid out, ``others`` as they are, ``about`` in the manifest.

    ``notes`` gets the reason why there is no PDF (empty if there is one) and returns the drafter's notes. Raises
    BadInput naming the place if the body or an ordinary annex holds personal data.
    """
    check_letter(letter)
    files = dict(others) | keep(letter) | {NOTICE: steady_office(letter_docx(letter), letter.day)}
    made, problem = letter_pdf(letter) if pdf else (b"", NO_PDF)
    if made:
        files[PDF] = made
    if notes:
        files[NOTES] = notes(problem).encode()
    files[VERIFY] = verify_script()
    rows = {name: file_row(data, cheap=internal(name)) for name, data in files.items()}
    files[PACKAGE] = package(letter, about, files, rows, evidence)
    rows[PACKAGE] = file_row(files[PACKAGE], cheap=True)
    files[MANIFEST] = _manifest(letter, about, rows, problem)
    return Built(letter.title, files, problem)


def compose(
    plan: Plan,
    watchlist: Watchlist,
    evidence_digest: str,
    day: date,
    pictures: Pictures | None = None,
    whole: Collection[str] = (),
) -> Letter:
    """Return the letter's content: template, laws of its dates, annexes."""
    alive = [(site.alive_from, site.alive_to) for site in plan.sites]
    laws = watchlist.laws.values()
    more = met_items(plan.sites) if plan.recipient == "police" else None
    citations, left_out = choose_for(plan.kind.slug, findings_of(plan.sites), laws, plan.kind.uses, alive, more)
    written = write(plan, watchlist.sender, citations, left_out, evidence_digest)
    return Letter(
        sender=watchlist.sender.name,
        code=watchlist.sender.code,
        document=written.document,
        style=written.style,
        blocks=written.blocks,
        annexes=make_annexes(
            plan, citations, evidence_digest, pictures or Pictures(None), watchlist.sender.name, whole
        ),
        day=day,
        contact=_contact(watchlist.sender),
        citations=citations,
        left_out=left_out,
        copies=plan.copies,
        law_notes=law_notes(laws, citations, alive, day),
    )


def _contact(sender: Sender) -> str:
    return f"联系人：{sender.contact or '待填'}，联系电话：{sender.phone or '待填'}"


def evidence_digests(plan: Plan) -> bytes:
    """Return the digests of everything cited, in the form that ``sha256sum --check`` reads in the evidence folder."""
    lines = []
    for _, capture in every_capture(plan.sites):
        lines.append(f"{capture.manifest_sha256}  {capture.folder}/manifest.json")
        lines += [f"{file.sha256}  {capture.folder}/{file.name}" for file in capture.files]
    return ("\n".join(dict.fromkeys(lines)) + "\n").encode()


def _about(plan: Plan, letter: Letter, by: str) -> dict[str, Any]:
    """Return what the manifest says of a letter whatever its text and day."""
    return {
        "format": FORMAT,
        "tool": tool(),
        "recipient": plan.recipient,
        "office": plan.office.name,
        "office_placeholder": plan.office.placeholder,
        "kind": plan.kind.slug,
        "drafted_by": by,
        "cases": [site.case for site in plan.sites],
        "sites": [site.host for site in plan.sites],
        "captures": {c.folder: c.manifest_sha256 for _, c in every_capture(plan.sites)},
        "laws": [{"law": c.law, "cited": c.name, "scope": c.scope} for c in letter.citations],
        "left_out": {
            "laws": [{"law": row.law, "article": row.article, "reason": row.reason} for row in letter.left_out],
            "evidence": [note for site in plan.sites for note in site.left_out],
        },
    }


def _manifest(letter: Letter, about: Mapping[str, Any], rows: Mapping[str, Row], problem: str) -> bytes:
    content = dict(about) | {
        "state": "draft" if letter.draft else "final",
        "title": letter.title,
        "number": letter.given,
        "dated": letter.day.isoformat(),
        "pdf": "made" if PDF in rows else problem,
        "files": dict(sorted(rows.items())),
    }
    return as_json(content)
