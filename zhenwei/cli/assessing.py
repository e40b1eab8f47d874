"""Judging a stream of pages on several processes, in order. A page that fails, takes for ever or ends its process
gets an answer that says so; the others are judged all the same."""

from __future__ import annotations

import json
import queue
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import replace
from io import BufferedIOBase
from types import FrameType
from typing import Any, NamedTuple

from detectors.detector import Detector
from zhenwei.cli.pagelines import Line, given, groups_of
from zhenwei.errors import BadInput
from zhenwei.pool import pool
from zhenwei.types import Assessment, Finding, Side, Verdict

SECONDS = 60
_RULE = "assess"


class Answer(NamedTuple):
    """What a line led to: a line of JSON, or a complaint about a line that holds no page; ``size`` in bytes."""

    text: str
    complaint: str
    size: int


class TooLong(Exception):
    """A page took longer to judge than any page may."""


class Judge:
    """Answers lines with one detector. ``seconds``: the most that one page may take."""

    def __init__(self, detector: Detector, seconds: float = SECONDS) -> None:
        self._detector = detector
        self._seconds = seconds

    def answer(self, line: Line) -> Answer:
        """Return the answer to one line; whatever happens to a page, it has one."""
        size = (line.size or len(line.data)) + 1
        try:
            read = given(line)
        except BadInput as error:
            return Answer("", f"第 {line.number} 行：{error}", size)
        opinion = _nothing()
        remarks = read.remarks
        try:
            if read.site is not None:
                with _at_most(self._seconds):
                    opinion = self._detector.assess(read.site)
                if opinion.verdict is Verdict.UNCLEAR and not opinion.findings:
                    remarks = (*remarks, "页面没有可读的文字（或由脚本生成，或嵌套过深），请人工查看")
        except TooLong:
            remarks = (*remarks, f"无法判断：超过 {self._seconds:g} 秒仍未读完此页，请人工查看")
        except Exception as error:  # noqa: BLE001 - the outer edge: one page must not end the others
            remarks = (*remarks, f"无法判断：研判程序出错，请人工查看（{type(error).__name__}）")
        return Answer(_line(read.key, opinion, remarks), "", size)


def answers(stream: BufferedIOBase, build: Callable[[], Detector], workers: int) -> Iterator[Answer]:
    """Yield the answers in the order of the lines, each as soon as it and those before it are there."""
    _JUDGES[:] = [Judge(build())]  # processes that are forked start with this one and build none
    with _Crew(workers, build) as crew:
        waiting: queue.Queue[tuple[list[Line], Future[list[Answer]]] | BaseException | None] = queue.Queue(workers * 2)

        def read() -> None:
            try:
                for group in groups_of(stream):
                    for part in _parts(group):
                        waiting.put((part, crew.submit(part)))
                waiting.put(None)
            except BaseException as error:  # noqa: BLE001 - raised again where the answers are taken
                waiting.put(error)

        threading.Thread(target=read, daemon=True).start()
        while (item := waiting.get()) is not None:
            if isinstance(item, BaseException):
                raise item
            yield from crew.settled(*item)


_JUDGES: list[Judge] = []


def _settle(build: Callable[[], Detector]) -> None:
    if not _JUDGES:
        _JUDGES.append(Judge(build()))


def _ready() -> None:
    """A first job, so that all processes start before there are threads (a fork would inherit their locks)."""


def _judged(group: Sequence[Line]) -> list[Answer]:
    return [_JUDGES[0].answer(line) for line in group]


class _Crew:
    """Processes that judge; when one dies the pages it may have died of are judged again, one at a time."""

    def __init__(self, workers: int, build: Callable[[], Detector]) -> None:
        self._workers, self._build = workers, build
        self._lock = threading.Lock()
        self._pool = self._started(workers)

    def __enter__(self) -> _Crew:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)

    def submit(self, group: list[Line]) -> Future[list[Answer]]:
        with self._lock:
            try:
                return self._pool.submit(_judged, group)
            except BrokenProcessPool:
                self._pool = self._started(self._workers)
                return self._pool.submit(_judged, group)

    def settled(self, group: list[Line], future: Future[list[Answer]]) -> Iterator[Answer]:
        try:
            yield from future.result()
        except BrokenProcessPool:
            yield from self._one_by_one(group)

    def _one_by_one(self, group: list[Line]) -> Iterator[Answer]:
        careful = self._started(1)
        for line in group:
            try:
                yield careful.submit(_judged, [line]).result()[0]
            except BrokenProcessPool:
                careful = self._started(1)
                said = "无法判断：读此页时研判进程异常终止（内存不足或解析崩溃），请人工查看"
                yield Answer(_line(_id_of(line), _nothing(), (said,)), "", len(line.data) + 1)
        careful.shutdown(wait=False)

    def _started(self, workers: int) -> ProcessPoolExecutor:
        fresh = pool(workers, _settle, (self._build,), fork=True)
        fresh.submit(_ready).result()
        return fresh


def _parts(group: list[Line]) -> Iterator[list[Line]]:
    """Cut a group so that every process gets work soon; a very long line goes alone."""
    part: list[Line] = []
    for line in group:
        part.append(line)
        if len(part) >= 16 or len(line.data) > 1 << 20:
            yield part
            part = []
    if part:
        yield part


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Raise TooLong in the block once the time is over. Only a main thread can; elsewhere nothing is limited."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return

    def ring(_number: int, _frame: FrameType | None) -> None:
        raise TooLong

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _id_of(line: Line) -> Any:
    try:
        return given(line).key
    except BadInput:
        return None


def _nothing() -> Assessment:
    return Assessment(Verdict.UNCLEAR, 0.0, 0.0, ())


def _line(key: Any, opinion: Assessment, remarks: Sequence[str]) -> str:
    notes = tuple(Finding(_RULE, 1, Side.NOTE, 0.0, said) for said in remarks)
    whole = replace(opinion, findings=(*opinion.findings, *notes))
    text = json.dumps({"id": key} | as_json(whole), ensure_ascii=False)
    # A lone surrogate of the page becomes the escape that JSON has for it.
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def as_json(opinion: Assessment) -> dict[str, Any]:
    """Return the fields of the command contract; contacts are masked."""
    return {
        "verdict": opinion.verdict.value,
        "impersonation": opinion.impersonation,
        "sale": opinion.sale,
        "flagged": opinion.flagged,
        "reasons": [
            {"rule": f.rule, "points": f.points, "quote": f.quote, "start": f.start, "end": f.end, "detail": f.detail}
            for f in opinion.findings
        ],
        "contacts": [{"kind": c.kind, "value": c.masked, "source": c.source} for c in opinion.contacts],
        "target": opinion.target,
    }
