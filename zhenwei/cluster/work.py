"""What one worker process does with one piece: lines in, opinions out. Nothing here knows Ray."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from detectors.names import NameOpinion, Screener
from detectors.names.lists import Tally, read_names
from zhenwei.cluster.pieces import Differs, Piece, lines_of, origin_in
from zhenwei.errors import BadInput

# read_names refuses a file whose beginning holds hardly a name. Only the first piece of all is a beginning.
_LONG_SINCE_BEGUN = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Asked:
    """``origin``: the ``$ORIGIN`` under which the piece begins; ``first``: it is the beginning of all input."""

    piece: Piece
    threshold: float
    everything: bool
    origin: str = ""
    first: bool = False


@dataclass(frozen=True, slots=True)
class Answered:
    """``found``: opinions in the order of the lines, a string for a line that is no host name.

    ``problem`` says in Chinese why the piece could not be worked on; ``here`` is the machine. ``begins``, ``ends``:
    the first and the last name; ``begins_found``: the first opinion is the first name's. ``origin``: the ``$ORIGIN``
    under which the next piece begins.
    """

    found: list[NameOpinion | str] = field(default_factory=list)
    names: int = 0
    rubbish: int = 0
    begins: str = ""
    ends: str = ""
    begins_found: bool = False
    origin: str = ""
    problem: str = ""
    here: str = ""
    bytes: int = 0
    not_a_list: bool = False


def screen_piece(screener: Screener, asked: Asked, here: str = "") -> Answered:
    """Screen the names of a piece. What goes wrong with the file is an answer, not an exception."""
    base = 0 if asked.first else _LONG_SINCE_BEGUN
    tally = Tally(names=base)
    origins = _Origins(asked.origin)
    try:
        names = list(read_names(origins.of(lines_of(asked.piece)), tally, asked.piece.file))
    except BadInput as error:
        return Answered(problem=str(error), here=here, not_a_list=True)
    except OSError as error:
        return Answered(problem=error.strerror or str(error), here=here)
    except (EOFError, zlib.error, Differs) as error:
        return Answered(problem=str(error), here=here)
    first = _screened(screener, names[:1], asked)
    return Answered(
        first + _screened(screener, names[1:], asked),
        tally.names - base,
        tally.rubbish,
        begins=names[0] if names else "",
        ends=names[-1] if names else "",
        begins_found=bool(first),
        origin=origins.now,
        here=here,
        bytes=asked.piece.end - asked.piece.start,
    )


class _Origins:
    """Puts the origin that holds at the beginning before the lines, and remembers the one that holds at the end."""

    def __init__(self, origin: str) -> None:
        self.now = origin

    def of(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        if self.now:
            yield f"$ORIGIN {self.now}.\n".encode()
        for line in lines:
            if b"$" in line[:20]:
                self.now = origin_in(line) or self.now
            yield line


def _screened(screener: Screener, names: list[str], asked: Asked) -> list[NameOpinion | str]:
    found: list[NameOpinion | str] = []
    for name in names:
        if not asked.everything and asked.threshold > 0 and screener.passes(name):
            continue
        try:
            opinion = screener.screen(name)
        except BadInput:
            found.append(name)
            continue
        if asked.everything or opinion.score >= asked.threshold:
            found.append(opinion)
    return found
