"""Fifty analysts at once, each as fast as the desk answers: the queue, a case, a word on it, the next one."""

from __future__ import annotations

import random
import re
import threading
import time

from bench.of_names.figures import Figures
from bench.of_review.asked import query_of
from bench.of_review.made_up import ANALYSTS, person
from bench.of_review.pages import p95
from bench.of_review.serving import Analyst, Served, field

FILTERS = ("queue", "verdict", "organ", "words", "mine")


class Crowd:
    """What all of them met. ``moved``: a colleague was faster, and the desk said so: no error."""

    def __init__(self, desk: Served, cases: int, seconds: float) -> None:
        self.desk, self.cases, self.seconds = desk, cases, seconds
        self.times: list[float] = []
        self.errors: list[str] = []
        self.written = self.moved = 0
        self._lock = threading.Lock()

    def run(self) -> None:
        analysts = [self.desk.analyst(person(number)) for number in range(ANALYSTS)]
        self.until = time.perf_counter() + self.seconds
        threads = [threading.Thread(target=self._analyst, args=pair) for pair in enumerate(analysts)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _analyst(self, number: int, analyst: Analyst) -> None:
        made = random.Random(number)
        try:
            while time.perf_counter() < self.until:
                self._round(analyst, made)
            analyst.close()
        except Exception as error:  # noqa: BLE001 - whatever breaks in a thread is a figure of this benchmark
            with self._lock:
                self.errors.append(f"{type(error).__name__}: {error}")

    def _round(self, analyst: Analyst, made: random.Random) -> None:
        text = self._ask(lambda: analyst.get(f"/queue?{query_of(made.choice(FILTERS), made, self.cases)}"))
        shown = re.findall(r'href="/cases/(\d+)"', text)
        if not shown:
            return
        case = made.choice(shown)
        text = self._ask(lambda: analyst.get(f"/cases/{case}"))
        seen = field(text, "seen")
        if seen and made.random() < 0.3:
            form = {"token": field(text, "token"), "seen": seen, "word": "hold", "why": "核对后再定"}
            self._ask(lambda: analyst.post(f"/cases/{case}/decision", **form), word=True)

    def _ask(self, act, *, word: bool = False) -> str:  # type: ignore[no-untyped-def]
        begun = time.perf_counter()
        status, text = act()
        took = (time.perf_counter() - begun) * 1000
        with self._lock:
            self.times.append(took)
            if word:
                self.written += status == 303
                self.moved += status == 409
            if status not in ((303, 409) if word else (200,)):
                self.errors.append(str(status))
        return str(text)


def time_crowd(desk: Served, cases: int, seconds: float) -> tuple[Figures, list[str]]:
    """Return the figures of the crowd, and what went wrong."""
    crowd = Crowd(desk, cases, seconds)
    crowd.run()
    figures: Figures = {
        "crowd_errors": len(crowd.errors),
        "crowd_requests_per_s": round(len(crowd.times) / seconds, 1),
        "crowd_p95_ms": round(p95(crowd.times), 1) if crowd.times else None,
        "crowd_words_written": crowd.written,
        "crowd_words_refused": crowd.moved,
    }
    return figures, sorted(set(crowd.errors))
