"""Writing many captures at once: prepared one by one, flushed to the disk together, renamed, entered in the journal."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from secrets import token_hex

from zhenwei.clock import now
from zhenwei.errors import EvidenceError
from zhenwei.evidence.circumstances import Circumstances, circumstances, tool
from zhenwei.evidence.custody import CUSTODY, START, entry
from zhenwei.evidence.digests import Digests, digests_of, sha256
from zhenwei.evidence.exchange import Exchange
from zhenwei.evidence.files import all_below, flush, put_in_place
from zhenwei.evidence.journal import Journals
from zhenwei.evidence.manifest import MANIFEST, make_manifest, printed
from zhenwei.evidence.names import inside, is_part
from zhenwei.evidence.record import FAVICON, HTML, SCREENSHOT, page_files
from zhenwei.evidence.shared import Objects, Payloads, write_new
from zhenwei.evidence.warc import WARC, Archive, body_file, make_archive
from zhenwei.sentences import said
from zhenwei.types import Page

_SHARED = (HTML, FAVICON, SCREENSHOT)
_KNOWN_PARENTS = 4096


@dataclass(frozen=True, slots=True)
class Work:
    """What one visit saw. ``records``: dns, tls, rdap … by name."""

    folder: str
    page: Page
    exchanges: Sequence[Exchange]
    records: Mapping[str, Mapping[str, object]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Staged:
    part: str
    path: str
    manifest: bytes


class CaptureWriter:
    """Writes captures below one root. Not for several threads at once; several processes may share a root."""

    def __init__(self, root: Path, how: Circumstances | None = None) -> None:
        self._root = root
        self._how = how or circumstances()
        self._about = printed(
            {"tools": dict(self._how.tools), "clock": self._how.clock.as_json(), "egress": dict(self._how.egress)}
        )
        self._objects = Objects(root)
        self._payloads = Payloads(self._objects)
        self._journals = Journals(root)
        self._parents: set[str] = set()

    def write(self, batch: Sequence[Work]) -> list[str]:
        """Write the captures and return the SHA-256 of each manifest: then all of them are on the disk for good.

        Raises EvidenceError in one line (disk full, not writable, a name that leads out); then none is there.
        """
        staged: list[_Staged] = []
        paths = [self._path(work.folder) for work in batch]
        try:
            for work, path in zip(batch, paths, strict=True):
                above, _, name = path.rpartition("/")
                part = f"{above}/.{name}.{token_hex(4)}.part"
                staged.append(_Staged(part, path, b""))
                staged[-1] = _Staged(part, path, self._stage(part, work))
            flush(self._root, lambda: all_below([one.part for one in staged]))
            for one in staged:
                put_in_place(one.part, one.path)
            digests = [sha256(one.manifest) for one in staged]
            journals = self._journals.captured([(w.folder, d) for w, d in zip(batch, digests, strict=True)])
            flush(self._root, lambda: [*journals, *{os.path.dirname(one.path) for one in staged}])
        except BaseException as error:
            for one in staged:
                shutil.rmtree(one.part, ignore_errors=True)
            if isinstance(error, OSError):
                raise EvidenceError(
                    said("无法写入 {path}：{why}", path=self._root, why=error.strerror or error)
                ) from error
            raise
        return digests

    def _path(self, folder: str) -> str:
        """Return where a capture goes. A parent that has been looked at is not looked at again."""
        parent, _, name = folder.rpartition("/")
        if parent in self._parents and is_part(name):
            return os.path.join(self._root, parent, name)
        path = str(inside(self._root, folder))
        if len(self._parents) >= _KNOWN_PARENTS:
            self._parents.clear()
        self._parents.add(parent)
        return path

    def _stage(self, part: str, work: Work) -> bytes:
        try:
            os.mkdir(part)
        except FileNotFoundError:
            os.makedirs(part)
        files = page_files(work.page, work.records)
        if any("/" in name for name in files):
            os.mkdir(f"{part}/pictures")
        at = now()
        listed = {name: self._place(part, name, data) for name, data in files.items()}
        listed |= self._exchanges(part, work, at)
        first, start = entry(1, "captured", "zhenwei", at, self._first_detail(work), START)
        manifest = make_manifest(listed, tool(), at, start, self._about)
        write_new(f"{part}/{CUSTODY}", first)
        write_new(f"{part}/{MANIFEST}", manifest)
        return manifest

    def _place(self, part: str, name: str, data: bytes) -> Digests:
        digests = digests_of(data)
        if name in _SHARED or name.startswith("picture"):
            self._objects.place(data, digests.sha256, f"{part}/{name}")
        else:
            write_new(f"{part}/{name}", data)
        return digests

    def _exchanges(self, part: str, work: Work, at: datetime) -> dict[str, Digests]:
        """Write the WARC files and return what the manifest says of them."""
        info = {"software": tool(), "format": "WARC File Format 1.1", "conformsTo": "ISO 28500:2017"}
        made = self._with_bodies(part, work, at, info)
        main = made.main()
        write_new(f"{part}/{WARC}", main)
        listed = {WARC: digests_of(main)}
        for digest, data in made.bodies.items():
            listed[body_file(digest)] = digests_of(data)
        for digest in made.known:
            with open(f"{part}/{body_file(digest)}", "rb") as file:
                listed[body_file(digest)] = digests_of(file.read())
        return listed

    def _with_bodies(self, part: str, work: Work, at: datetime, info: Mapping[str, str]) -> Archive:
        made = make_archive(work.exchanges, info, work.records, at, self._payloads.get)
        for digest in made.known:
            if not self._objects.link_payload(digest, f"{part}/{body_file(digest)}"):
                # Swept away in the meantime: write this capture anew with the answer itself.
                self._payloads.forget(digest)
                self._objects.drop_payload(digest)
                for name in made.known:
                    Path(f"{part}/{body_file(name)}").unlink(missing_ok=True)
                return self._with_bodies(part, work, at, info)
        for digest, data in made.bodies.items():
            self._objects.place_payload(data, digest, f"{part}/{body_file(digest)}")
            self._payloads.enter(digest, made.own[digest])
        return made

    def _first_detail(self, work: Work) -> dict[str, object]:
        page = work.page
        sent = next((v for e in work.exchanges for n, v in e.request_headers if n.lower() == "user-agent"), "")
        return {
            "tool": tool(),
            "method": "browser" if page.rendered else "http",
            "profile": page.profile.value,
            "as_visitor": not work.records.get("manner", {}).get("identified", "zhenwei" in sent.lower()),
            "user_agent": sent,
            "page_captured_at": page.captured_at.isoformat(),
            "clock": self._how.clock.source,
            "clock_offset_seconds": self._how.clock.seconds,
            "egress": dict(self._how.egress),
        }
