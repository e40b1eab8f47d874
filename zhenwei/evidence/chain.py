"""The redirect chain of a capture, read from its folder without the large files."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from zhenwei.errors import EvidenceError
from zhenwei.evidence.names import inside
from zhenwei.evidence.record import PAGE, PageRecord
from zhenwei.types import Hop

LONGEST = 4_000_000


def chain_of(root: Path, folder: str) -> tuple[Hop, ...]:
    """Return the hops of a capture, for showing; none where the folder is gone or damaged."""
    if not folder:
        return ()
    try:
        file = inside(root, folder) / PAGE
        if file.stat().st_size > LONGEST:
            return ()
        return PageRecord.model_validate_json(file.read_bytes()).chain
    except (EvidenceError, OSError, ValidationError):
        return ()
