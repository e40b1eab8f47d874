"""How many processes visit pages on this machine, and what each may use of it."""

from __future__ import annotations

import os
from collections.abc import Mapping

from zhenwei.config import Settings
from zhenwei.stages.spiders import Job

# Starting one more process costs about as much as visiting this many pages.
VISITS_A_WORKER = 400
VISIT = "visit"


class Crew:
    """The processes of some spiders: as many as the waiting visits are worth, and more as more come to wait.

    ``waiting`` is what waits by spider at first; ``stays`` names the spider that stays while more is planned.
    """

    def __init__(self, settings: Settings, waiting: Mapping[str, int], stays: str = "") -> None:
        self._settings, self._first, self._stays = settings, waiting, stays
        self._most = max(1, min(settings.crawl_workers or len(os.sched_getaffinity(0)), settings.concurrency))
        self._workers = 0
        self.waiting = 0  # visits that wait now, for `more`

    def first(self) -> list[Job]:
        """Return the processes to begin with: none for a spider that has nothing to do."""
        found: list[Job] = []
        for spider, waiting in self._first.items():
            if spider == VISIT:
                found += self._visitors(waiting, at_least=1 if spider == self._stays else 0)
            elif waiting:
                found.append(Job(spider))
        return found

    def more(self) -> list[Job]:
        """Return the processes that what waits now is worth besides those that run, if they stay for more."""
        return self._visitors(self.waiting) if self._stays else []

    def _visitors(self, waiting: int, at_least: int = 0) -> list[Job]:
        wanted = min(self._most, max(at_least, -(-waiting // VISITS_A_WORKER)))
        jobs = [self._visitor(number, wanted) for number in range(self._workers + 1, wanted + 1)]
        self._workers = max(self._workers, wanted)
        return jobs

    def _visitor(self, number: int, count: int) -> Job:
        """Return one worker. Connections and tabs are shared out, so that several ask for no more than one would;
        where there are fewer tabs than processes, the others leave rendered visits alone."""
        count = self._most if self._stays else count
        arguments = {"stay": "1"} if self._stays else {}
        if number > self._settings.render_tabs:
            arguments["only"] = "first"
        share = {
            "concurrency": -(-self._settings.concurrency // count),
            "render_tabs": max(1, self._settings.render_tabs // count),
        }
        return Job(VISIT, arguments, share if count > 1 else {}, number)
