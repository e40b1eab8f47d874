"""Whether a letter goes upward and still needs a 签发人: what its folder was laid out from says so."""

from __future__ import annotations

import json
from pathlib import Path

from takedown.content import Style
from takedown.names import CONTENT
from zhenwei.errors import EvidenceError
from zhenwei.sentences import said


def names_signer(folder: Path) -> bool:
    """True if the letter is set as an upward document (请示, 报告) and nobody is named in it yet."""
    try:
        letter = json.loads((folder / CONTENT).read_bytes()).get("letter", {})
    except (OSError, ValueError) as error:
        raise EvidenceError(said("{path} 已损坏", path=folder / CONTENT)) from error
    return letter.get("style") == Style.ORDINARY.value and not letter.get("signer")
