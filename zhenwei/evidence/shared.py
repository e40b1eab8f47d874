"""The object store: equal files of many captures are on the disk once, by hard links (docs/decisions/evidence.md).

``objects/files/ab/<sha256>``: pages, pictures, screenshots by their own digest. ``objects/payloads/ab/<sha256>``: a
WARC file with one answer, by the digest of its payload. A capture folder links to them and so stays whole by itself: an
object may vanish without harm, and one that nobody links to any more is taken away by ``sweep``.
"""

from __future__ import annotations

import errno
import hashlib
import os
import zlib
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, TypeVar

OBJECTS = "objects"
LEAST = 1024  # bytes from which a link is worth it
REMEMBERED = 20_000  # objects known to be sound, so that each is compared once a process
_NO_LINKS = {errno.EPERM, errno.EXDEV, errno.EOPNOTSUPP, errno.ENOTSUP, errno.ENOSYS}
V = TypeVar("V")


class Original(NamedTuple):
    """The answer that first carried a payload: its address and time as its WARC record prints them."""

    uri: str
    date: str


class Objects:
    """Files by content. Not for several threads at once; several processes may share a folder."""

    def __init__(self, root: Path) -> None:
        self._root = str(root / OBJECTS)
        self._sound: OrderedDict[str, None] = OrderedDict()
        self._links = True

    def place(self, data: bytes, digest: str, target: str) -> None:
        """Bring a file with this content to a place: a link to the object, or the first copy, which becomes it."""
        if len(data) < LEAST or not self._links:
            write_new(target, data)
            return
        path = self._path("files", digest)
        if self._take(path, target):
            if digest in self._sound or _read(target) == data:
                _remember(self._sound, digest, None)
                return
            os.unlink(target)  # the object is damaged: this capture gets its own, and so do later ones
            _unlink(path)
        write_new(target, data, 0o444)
        self._offer(target, path)
        _remember(self._sound, digest, None)

    def link_payload(self, digest: str, target: str) -> bool:
        """Link to the file of a payload. False if it is not there any more."""
        return self._take(self._path("payloads", digest), target)

    def place_payload(self, data: bytes, digest: str, target: str) -> None:
        """Write the file of a payload and offer it to later captures."""
        write_new(target, data, 0o444)
        self._offer(target, self._path("payloads", digest))

    def payload(self, digest: str) -> bytes:
        """Return the file of a payload, or nothing."""
        return _read(self._path("payloads", digest)) if self._links else b""

    def drop_payload(self, digest: str) -> None:
        """Forget a payload's file that does not hold what it should."""
        _unlink(self._path("payloads", digest))

    def _path(self, kind: str, digest: str) -> str:
        return f"{self._root}/{kind}/{digest[:2]}/{digest}"

    def _take(self, path: str, target: str) -> bool:
        try:
            os.link(path, target)
        except FileNotFoundError:
            return False
        except OSError as error:
            if error.errno == errno.EMLINK:  # as many links as the file system allows: begin a new object
                _unlink(path)
            elif error.errno in _NO_LINKS:
                self._links = False
            else:
                raise
            return False
        return True

    def _offer(self, target: str, path: str) -> None:
        if not self._links:
            return
        try:
            os.link(target, path)
        except FileNotFoundError:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            self._offer(target, path)
        except FileExistsError:
            pass  # another process was faster
        except OSError as error:
            if error.errno not in _NO_LINKS | {errno.EMLINK}:
                raise
            self._links = False


class Payloads:
    """Which answers the object store holds. Bounded; what it forgets it reads again from the disk."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects
        self._known: OrderedDict[str, Original] = OrderedDict()

    def get(self, digest: str) -> Original | None:
        """Return the first answer with this payload, if its file is there and sound."""
        if (known := self._known.get(digest)) is not None:
            self._known.move_to_end(digest)
            return known
        data = self._objects.payload(digest)
        if not data:
            return None
        original = _original(data, digest)
        if original is None:
            self._objects.drop_payload(digest)
        else:
            self.enter(digest, original)
        return original

    def enter(self, digest: str, original: Original) -> None:
        """Remember an answer whose file is written."""
        _remember(self._known, digest, original)

    def forget(self, digest: str) -> None:
        """The file has gone."""
        self._known.pop(digest, None)


def _original(data: bytes, digest: str) -> Original | None:
    """Read an answer's address and time, if its payload has the digest that its name claims."""
    try:
        record = zlib.decompress(data, zlib.MAX_WBITS + 16)
    except zlib.error:
        return None
    head, _, block = record.partition(b"\r\n\r\n")
    _, _, payload = block.partition(b"\r\n\r\n")
    if hashlib.sha256(payload.removesuffix(b"\r\n\r\n")).hexdigest() != digest:
        return None
    fields = dict(line.split(": ", 1) for line in head.decode("utf-8", "replace").split("\r\n")[1:])
    return Original(fields.get("WARC-Target-URI", ""), fields.get("WARC-Date", ""))


def sweep(root: Path) -> tuple[int, int]:
    """Take away objects that no capture links to. Returns (objects, bytes). A capture being written loses nothing."""
    count = freed = 0
    for path in _all(root / OBJECTS):
        with suppress(FileNotFoundError):
            seen = path.stat()
            if seen.st_nlink == 1:
                path.unlink()
                count, freed = count + 1, freed + seen.st_size
    return count, freed


def _all(folder: Path) -> Iterator[Path]:
    for place, _, names in os.walk(folder):
        yield from (Path(place) / name for name in names)


def write_new(path: str, data: bytes, mode: int = 0o644) -> None:
    """Write a file that is not there yet. Not flushed: whoever writes many flushes once (files.flush)."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        left = memoryview(data)
        while left:
            left = left[os.write(handle, left) :]
    finally:
        os.close(handle)


def _remember(known: OrderedDict[str, V], key: str, value: V) -> None:
    known[key] = value
    known.move_to_end(key)
    if len(known) > REMEMBERED:
        known.popitem(last=False)


def _read(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return b""


def _unlink(path: str) -> None:
    with suppress(FileNotFoundError):
        os.unlink(path)
