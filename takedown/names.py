"""The files of a letter's folder."""

from __future__ import annotations

NOTICE, PDF, WORKBOOK = "notice.docx", "notice.pdf", "annex-register.xlsx"
OFFICIAL, DIGESTS, NOTES, MANIFEST = "annex-official-use.docx", "evidence.sha256", "drafter-notes.md", "manifest.json"
# What the letter is laid out from again (takedown/keeping.py).
TEXT, CONTENT, PICTURE = "notice.txt", "content.json", "picture-"
EVIDENCE = "evidence"  # folder of captures inside the package
# What is handed over, and what lies in it beside the documents.
PACKAGE, VERIFY, README = "package.zip", "verify.py", "校验说明.txt"


def internal(name: str) -> bool:
    """True for what stays in the office: notes, and what the letter is laid out from."""
    return name in (NOTES, TEXT, CONTENT, MANIFEST, PACKAGE) or name.startswith(PICTURE)
