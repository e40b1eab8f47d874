"""From answers about pieces to the answer about whole files: the same as one run from the first line to the last."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Generic, TypeVar

from detectors.names import NameOpinion
from detectors.names.lists import Tally
from zhenwei.cluster.pieces import origin_at_head
from zhenwei.cluster.work import Answered, Asked
from zhenwei.errors import BadInput

Ticket = TypeVar("Ticket")


class Merger(Generic[Ticket]):
    """Hands pieces out and takes answers back in order, with at most ``room()`` pieces under way.

    ``submit`` gives a question to somebody, ``wait`` returns the answer.
    """

    def __init__(
        self,
        submit: Callable[[Asked], Ticket],
        wait: Callable[[Ticket], Answered],
        room: Callable[[], int],
        tick: Callable[[Answered], None] = lambda _answered: None,
    ) -> None:
        self._submit, self._wait, self._room, self._tick = submit, wait, room, tick
        self.under_way: deque[tuple[Asked, Ticket]] = deque()
        self._file = self._origin = self._last = ""
        self._head: tuple[str, str] = ("", "")

    def run(self, questions: Iterable[Asked], tally: Tally) -> Iterator[NameOpinion | str]:
        """Yield what all pieces found. Raises BadInput naming machine and file where one could not be read."""
        for asked in questions:
            asked = replace(asked, origin=self._likely_origin(asked))
            self.under_way.append((asked, self._submit(asked)))
            while len(self.under_way) >= max(1, self._room()):
                yield from self._next(tally)
        while self.under_way:
            yield from self._next(tally)

    def _likely_origin(self, asked: Asked) -> str:
        """Guess the origin that holds where a piece begins; ``_next`` asks again where the guess was wrong."""
        piece = asked.piece
        if piece.start == 0 or piece.packed or piece.data is not None:
            return ""
        if self._head[0] != piece.file:
            try:
                self._head = (piece.file, origin_at_head(piece.file))
            except OSError as error:
                raise BadInput(f"无法读取域名清单 {piece.file}：{error.strerror or error}") from error
        return self._head[1]

    def _next(self, tally: Tally) -> list[NameOpinion | str]:
        asked, ticket = self.under_way.popleft()
        if asked.piece.file != self._file:
            self._file, self._origin, self._last = asked.piece.file, "", ""
        answered = self._wait(ticket)
        if asked.origin != self._origin:
            answered = self._wait(self._submit(replace(asked, origin=self._origin)))
        if answered.problem:
            raise BadInput(_said(asked, answered))
        found = answered.found
        if answered.begins and answered.begins == self._last and answered.begins_found:
            found = found[1:]  # the same name on both sides of a cut is one name, as it is within a piece
        self._origin, self._last = answered.origin, answered.ends or self._last
        tally.names += answered.names
        tally.rubbish += answered.rubbish
        self._tick(answered)
        return found


def _said(asked: Asked, answered: Answered) -> str:
    if answered.not_a_list:
        return answered.problem
    where = f"节点 {answered.here} " if answered.here else ""
    return f"{where}无法读取 {asked.piece.file}：{answered.problem}（各节点须能以相同路径读取同一份文件）"
