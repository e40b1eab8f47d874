"""Gather: discover, fetch and detect side by side, so that what is found is looked at while the search goes on.

Three lines work at once: the search leaves leads, the fetching takes them as they come, and the judging takes sites
whose faces are all there. Each leaves rows for the next, as ever; none calls another. A list that is read for half an
hour, or a log that is slow, holds up nothing that was found before it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from time import monotonic

from zhenwei.stages.desk import Desk
from zhenwei.stages.detect import detect
from zhenwei.stages.discover import discover
from zhenwei.stages.fetch import fetch
from zhenwei.store.nights import open_night

# How long the other lines may take to end once one has failed, or somebody pressed Ctrl-C.
GRACE_SECONDS = 30.0


class Line(threading.Thread):
    """One of the lines: work in a thread, with how long it took and the error that ended it."""

    def __init__(self, work: Callable[[], None]) -> None:
        super().__init__(daemon=True)
        self._work = work
        self.seconds = 0.0
        self.error: BaseException | None = None
        self.start()

    def run(self) -> None:
        begun = monotonic()
        try:
            self._work()
        except BaseException as error:  # noqa: BLE001 (edge of the line: handed on to whoever joins it)
            self.error = error
        self.seconds = monotonic() - begun

    def working(self) -> bool:
        """True until the line has ended. Raises what it raised."""
        if self.error is not None:
            raise self.error
        return self.is_alive()

    def finish(self) -> None:
        """Wait for the end. Raises what the line raised."""
        self.join()
        self.working()


def gather(desk: Desk, search: Callable[[Desk], None] = discover) -> dict[str, float]:
    """Run the three lines until all that was found is judged. Returns the seconds of each; they overlap.

    ``search`` leaves the leads.

    If one line fails, what the others have under way is ended; all of it waits in the store for the next run.
    """
    with desk.store.transaction() as session:
        open_night(session)
    fetched = threading.Event()
    begun = monotonic()
    searching = Line(lambda: search(desk))
    judging = Line(lambda: detect(desk, over=fetched.is_set))
    try:
        # In this thread, which is the one that Ctrl-C reaches.
        fetch(desk, more=lambda: judging.working() and searching.working())
        took = monotonic() - begun
        fetched.set()
        searching.finish()
        judging.finish()
    except BaseException:
        desk.stop.set()
        for line in (searching, judging):
            line.join(GRACE_SECONDS)
        raise
    return {"discover": searching.seconds, "fetch": took, "detect": judging.seconds}
