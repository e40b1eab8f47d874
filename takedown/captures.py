"""The captures that a letter rests on: only whole ones, each checked before it is cited."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from takedown.clean import plain
from takedown.facts import CaptureFacts, FileFacts, Shot
from takedown.making import making_of
from takedown.masking import mask_text
from zhenwei.address import host_of, owner_domain
from zhenwei.errors import BadInput, EvidenceError
from zhenwei.evidence.digests import sha256
from zhenwei.evidence.manifest import Manifest, read_manifest
from zhenwei.evidence.names import inside
from zhenwei.evidence.record import HTML, PAGE, SCREENSHOT, WINDOW, page_from
from zhenwei.evidence.verify import verify_capture
from zhenwei.sentences import said
from zhenwei.store.models import VisitRow
from zhenwei.types import Hop, Page

MOST_CAPTURES = 6  # a letter cites enough to prove, not every look


def shown_url(url: str) -> str:
    """Return an address as it may be printed: on one line, and nobody's number in its path."""
    match = re.match(r"([A-Za-z]+://)?([^/?#]*)(.*)", plain(url, 300))
    return f"{match[1] or ''}{match[2]}{mask_text(match[3])}" if match else ""


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


def cited_captures(evidence: Path, visits: Sequence[VisitRow]) -> list[VisitRow]:
    """Return the visits whose captures a letter cites: the newest few that are still kept, rendered ones first.

    Raises EvidenceError naming the first one that is missing, damaged or not what the store says, or if there is none:
    a letter whose evidence is not whole goes to nobody.
    """
    cited: list[VisitRow] = []
    for visit in sorted(visits, key=rendered_first):
        folder = inside(evidence, visit.folder)
        problems = verify_capture(folder, visit.manifest_sha256)
        if problems:
            raise EvidenceError(
                said(
                    "取证 {folder} 校验不符：{file} {what}",
                    folder=visit.folder,
                    file=problems[0].path.name,
                    what=problems[0].what,
                )
            )
        if not visit.manifest_sha256:
            raise EvidenceError(said("取证 {folder} 没有登记清单校验值", folder=visit.folder))
        if not _is_kept(evidence, visit):
            continue
        cited.append(visit)
        if len(cited) == MOST_CAPTURES:
            break
    if not cited:
        raise EvidenceError(said("没有可引用的取证（尚未取证，或者已超过保存期限）"))
    return cited


def likely_captures(evidence: Path, visits: Sequence[VisitRow]) -> list[VisitRow]:
    """Return the visits that ``cited_captures`` returns if all of them are whole, without reading them."""
    kept = (visit for visit in sorted(visits, key=rendered_first) if _is_kept(evidence, visit))
    return list(islice(kept, MOST_CAPTURES))


def _is_kept(evidence: Path, visit: VisitRow) -> bool:
    """False for what retention took away: its log says so, and nothing of it is left to be shown."""
    return (inside(evidence, visit.folder) / HTML).exists()


def capture_facts(evidence: Path, visit: VisitRow, page: Page) -> CaptureFacts:
    """Return what the evidence list prints of a capture."""
    manifest = read_manifest(inside(evidence, visit.folder))
    return CaptureFacts(
        folder=visit.folder,
        url=shown_url(page.url),
        final_url=shown_url(page.final_url),
        profile=page.profile.value,
        rendered=page.rendered,
        status=page.status,
        captured_at=page.captured_at,
        manifest_sha256=visit.manifest_sha256,
        files=tuple(FileFacts(name, row.bytes, row.sha256) for name, row in sorted(manifest.files.items())),
        screenshot=shot_of(visit.folder, manifest, SCREENSHOT),
        addresses=own_addresses(page),
        window=shot_of(visit.folder, manifest, WINDOW) or shot_of(visit.folder, manifest, SCREENSHOT),
        making=making_of(inside(evidence, visit.folder), manifest),
    )


def shot_of(folder: str, manifest: Manifest, name: str) -> Shot | None:
    """Return where a picture of a capture lies, None if it has none."""
    row = manifest.files.get(name)
    return Shot(folder, name, row.sha256) if row else None


def light_page(evidence: Path, folder: str) -> Page:
    """Return the page of a capture without its pictures, checked as read_capture checks. Raises EvidenceError."""
    path = inside(evidence, folder)
    manifest = read_manifest(path)

    def read(name: str) -> bytes:
        if name not in (PAGE, HTML):
            return b""
        listed = manifest.files.get(name)
        try:
            data = (path / name).read_bytes()
        except OSError as error:
            raise EvidenceError(
                said("无法读取取证文件 {path}：{why}", path=path / name, why=error.strerror or error)
            ) from error
        if listed is None or sha256(data) != listed.sha256:
            raise EvidenceError(said("取证文件 {path} 与清单不符", path=path / name))
        return data

    return page_from(path, read)
