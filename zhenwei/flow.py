"""The whole pipeline: discover, fetch and detect side by side, then score, recheck. Review and referral are people's.

Every stage takes rows that wait and leaves rows for the next in one transaction, so this list may be stopped
anywhere, at any moment, and started again from the top: what is done is not done twice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from time import monotonic

from zhenwei.clock import now
from zhenwei.errors import BadInput
from zhenwei.evidence.pruning import remove_leftovers
from zhenwei.intake.reporter import forget_reporters
from zhenwei.stages.desk import Desk
from zhenwei.stages.detect import detect
from zhenwei.stages.discover import discover
from zhenwei.stages.fetch import fetch
from zhenwei.stages.figures import keep_figures
from zhenwei.stages.follow import follow
from zhenwei.stages.gather import gather
from zhenwei.stages.lock import one_night_at_a_time
from zhenwei.stages.recheck import recheck
from zhenwei.stages.reminders import mail_reminders
from zhenwei.stages.render import render
from zhenwei.stages.score import score
from zhenwei.stages.stamp import stamp
from zhenwei.stages.summary import Summary, summarize
from zhenwei.store.nights import close_night, current_night, is_planned, mark_planned, open_night

Step = tuple[str, Callable[[Desk], None]]
# Side by side in a whole night (zhenwei/stages/gather.py), one after the other where only some are asked for.
GATHERED: tuple[Step, ...] = (("discover", discover), ("fetch", fetch), ("detect", detect))
FLOW: tuple[Step, ...] = (
    ("fetch", follow),  # what suspicious pages link or redirect to
    ("detect", detect),
    ("fetch", render),  # a second look with a browser, where the first one leaves a doubt
    ("detect", detect),
    ("score", score),
    ("recheck", recheck),
    ("detect", detect),
    ("score", score),
)
STAGES = tuple(dict.fromkeys(name for name, _ in (*GATHERED, *FLOW)))


# The mark of a night that consists of a few stages only, so that it is closed although it is not whole.
ALONE = "alone"


def nightly(desk: Desk, stages: Sequence[str] = (), *, alone: bool = False) -> Summary:
    """Run the night, or the named stages of it, going on where an earlier run stopped.

    A whole night is closed with its summary; single stages leave it open, unless they are a night of their own
    (``alone``, and no other night is open). Raises NightRunning if another run holds
    the lock, BadInput for an unknown stage.
    """
    if unknown := set(stages) - set(STAGES):
        raise BadInput(f"没有环节 {sorted(unknown)[0]!r}，应为 {'、'.join(STAGES)} 之一")
    started = now()
    with one_night_at_a_time(desk):
        with desk.store.transaction() as session:
            fresh = current_night(session) is None
            night = open_night(session).id
            if alone and fresh:
                mark_planned(session, night, ALONE)
            alone = alone and is_planned(session, night, ALONE)
        seconds = dict.fromkeys(STAGES, 0.0)
        together = not stages or all(name in stages for name, _ in GATHERED)
        if together:
            seconds |= gather(desk)
        for name, stage in FLOW if together else (*GATHERED, *FLOW):
            if not stages or name in stages:
                began = monotonic()
                stage(desk)
                seconds[name] += monotonic() - began
        stamping = stamp(desk)
        remove_leftovers(desk.settings.evidence_dir)
        unsent = mail_reminders(desk, now())
        forget_reporters(desk.store, desk.settings)
        with desk.store.transaction() as session:
            summary = summarize(session, desk.settings, night, started, seconds)
            if stamping.fault:
                said = f"时间戳：还有 {stamping.waiting} 份取证没有加盖（{stamping.fault}），下次运行再试"
                summary = replace(summary, warnings=[*summary.warnings, said])
            if unsent:
                summary = replace(summary, warnings=[*summary.warnings, unsent])
            if not stages or alone:
                close_night(session, night, summary.as_dict() | ({ALONE: True} if alone else {}))
        keep_figures(desk)
    return summary
