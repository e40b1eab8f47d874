"""The end of a night: what was captured gets a trusted time, and what waits for one from earlier nights as well."""

from __future__ import annotations

import structlog

from zhenwei.evidence.stamping import Stamping, stamp_captures
from zhenwei.stages.desk import Desk

_log = structlog.get_logger()


def stamp(desk: Desk) -> Stamping:
    """Ask the time-stamp authority, if one is set. One that is away never stops a night: the next run asks again."""
    settings = desk.settings
    if not settings.tsa_url:
        return Stamping()
    done = stamp_captures(settings.evidence_dir, settings.tsa_url, settings.tsa_ca, settings.egress_proxy)
    if done.fault:
        _log.warning("取证没有全部加盖时间戳", waiting=done.waiting, why=done.fault)
    return done
