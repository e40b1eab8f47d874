"""The captures that a letter rests on: only whole ones, each checked before it is cited."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from takedown.clean import plain
from takedown.facts import CaptureFacts, FileFacts
from zhenwei.address import host_of, owner_domain
from zhenwei.errors import BadInput, EvidenceError
from zhenwei.evidence.manifest import read_manifest
from zhenwei.evidence.names import inside
from zhenwei.evidence.verify import verify_capture
from zhenwei.store.models import VisitRow
from zhenwei.types import Hop, Page

MOST_CAPTURES = 6  # a letter cites enough to prove, not every look


def own_hops(page: Page) -> list[Hop]:
    """Return the hops of a chain that the site itself answered: who stands on the way, or at its end, may have nothing
    to do with it."""
    own = _owner(page.url)
    return [hop for hop in page.chain if own and _owner(hop.url) == own]


def own_addresses(page: Page) -> tuple[str, ...]:
    """Return the addresses of the site's own servers, each once."""
    return tuple(dict.fromkeys(hop.address for hop in own_hops(page) if hop.address))


def _owner(url: str) -> str:
    try:
        return owner_domain(host_of(url))
    except BadInput:
        return ""


def rendered_first(visit: VisitRow) -> tuple[bool, int]:
    """Sort key: rendered captures (they have screenshots) before plain ones, newer before older."""
    return not visit.rendered, -visit.id


def sound_captures(evidence: Path, visits: Sequence[VisitRow]) -> tuple[list[VisitRow], tuple[str, ...]]:
    """Return (visits whose captures are whole, one line for each that is not)."""
    sound: list[VisitRow] = []
    damaged: list[str] = []
    for visit in sorted(visits, key=rendered_first)[:MOST_CAPTURES]:
        try:
            problems = verify_capture(inside(evidence, visit.folder), visit.manifest_sha256)
        except EvidenceError as error:
            damaged.append(f"取证 {visit.folder}：{error}")
            continue
        if problems:
            damaged.append(f"取证 {visit.folder} 校验不符，未引用：{problems[0].path.name} {problems[0].what}")
        else:
            sound.append(visit)
    return sound, tuple(damaged)


def capture_facts(evidence: Path, visit: VisitRow, page: Page) -> CaptureFacts:
    """Return what the evidence list prints of a capture."""
    manifest = read_manifest(inside(evidence, visit.folder))
    return CaptureFacts(
        folder=visit.folder,
        url=plain(page.url, 300),
        final_url=plain(page.final_url, 300),
        profile=page.profile.value,
        rendered=page.rendered,
        status=page.status,
        captured_at=page.captured_at,
        manifest_sha256=visit.manifest_sha256,
        files=tuple(FileFacts(name, row.bytes, row.sha256) for name, row in sorted(manifest.files.items())),
        screenshot=page.screenshot,
        addresses=own_addresses(page),
    )
