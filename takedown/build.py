"""One planned letter → the files of its folder. Pure but for the PDF builder's fonts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from takedown.annexes import every_capture, make_annexes
from takedown.basis import choose_for
from takedown.content import Letter
from takedown.docx_letter import annex_docx, letter_docx
from takedown.grouping import Plan
from takedown.law_notes import law_notes
from takedown.notes import drafter_notes
from takedown.pdf import letter_pdf
from takedown.render import render
from takedown.words import findings_of, letter_facts
from takedown.workbook import workbook
from zhenwei.evidence.capture import tool
from zhenwei.watchlist import Watchlist
from zhenwei.watchlist.models import Sender

FORMAT = "zhenwei-letter/1"
NOTICE, PDF, WORKBOOK = "notice.docx", "notice.pdf", "annex-register.xlsx"
OFFICIAL, DIGESTS, NOTES, MANIFEST = "annex-official-use.docx", "evidence.sha256", "drafter-notes.md", "manifest.json"


@dataclass(frozen=True, slots=True)
class Built:
    """The files of a letter with its title, and why there is no PDF (empty if there is)."""

    title: str
    files: Mapping[str, bytes]
    pdf_problem: str


def build(plan: Plan, watchlist: Watchlist, by: str, day: date) -> Built:
    """Lay out one letter. Raises BadInput if a fact is missing."""
    digests = evidence_digests(plan)
    evidence_digest = hashlib.sha256(digests).hexdigest()
    letter = compose(plan, watchlist, evidence_digest, day)
    files = {NOTICE: letter_docx(letter), WORKBOOK: workbook(plan.sites), DIGESTS: digests}
    for number, annex in enumerate(letter.annexes, start=1):
        if annex.separate:
            files[OFFICIAL] = annex_docx(annex, f"附件{number}")
    pdf, problem = letter_pdf(letter)
    if pdf:
        files[PDF] = pdf
    files[NOTES] = drafter_notes(plan, letter, watchlist.sender, problem).encode()
    files[MANIFEST] = _manifest(plan, letter, files, by, problem)
    return Built(letter.title, files, problem)


def compose(plan: Plan, watchlist: Watchlist, evidence_digest: str, day: date) -> Letter:
    """Return the letter's content: template, laws of its dates, annexes."""
    alive = [(site.alive_from, site.alive_to) for site in plan.sites]
    laws = watchlist.laws.values()
    citations, left_out = choose_for(plan.kind.slug, findings_of(plan.sites), laws, plan.kind.uses, alive)
    facts = letter_facts(plan, watchlist.sender, citations, evidence_digest)
    return Letter(
        sender=watchlist.sender.name,
        code=watchlist.sender.code,
        document=str(facts["document"]),
        blocks=render(plan.kind.template, facts),
        annexes=make_annexes(plan, citations, evidence_digest),
        day=day,
        contact=_contact(watchlist.sender),
        citations=citations,
        left_out=left_out,
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


def _manifest(plan: Plan, letter: Letter, files: Mapping[str, bytes], by: str, problem: str) -> bytes:
    content = {
        "format": FORMAT,
        "tool": tool(),
        "state": "draft",
        "recipient": plan.recipient,
        "office": plan.office.name,
        "office_placeholder": plan.office.placeholder,
        "kind": plan.kind.slug,
        "title": letter.title,
        "drafted_by": by,
        "dated": letter.day.isoformat(),
        "cases": [site.case for site in plan.sites],
        "sites": [site.host for site in plan.sites],
        "captures": {c.folder: c.manifest_sha256 for _, c in every_capture(plan.sites)},
        "laws": [{"law": c.law, "cited": c.name, "scope": c.scope} for c in letter.citations],
        "left_out": {
            "laws": [{"law": row.law, "article": row.article, "reason": row.reason} for row in letter.left_out],
            "evidence": [note for site in plan.sites for note in site.left_out],
        },
        "pdf": "made" if PDF in files else problem,
        "files": {
            name: {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
            for name, data in sorted(files.items())
        },
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n"
