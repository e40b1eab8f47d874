"""What one visit may cost in all, however many hops, frames and pictures it leads through."""

from __future__ import annotations

from crawler.middlewares.egress import Refused
from zhenwei.evidence.exchange import Exchange
from zhenwei.sentences import said
from zhenwei.types import Outcome

MAX_URL = 8_000  # characters; a server refuses longer ones, so only a trap builds them
ANSWERS = 3  # times the limits of one answer
MAX_EXCHANGES = 60  # 11 hops, frames, pictures and a favicon, each tried again where a connection broke


class Allowance(list[Exchange]):
    """The exchanges of a visit, with the time (s) and bytes that the site may still use up.

    Only the time in which the site was to answer counts, not the waiting for politeness.
    """

    def __init__(self, seconds: float, size: int) -> None:
        super().__init__()
        self.seconds, self.size = ANSWERS * seconds, ANSWERS * size
        self.asked = 0

    def take(self) -> None:
        """Count one more request. Raises Refused where nothing is left."""
        self.asked += 1
        if self.seconds <= 0:
            raise Refused(Outcome.TIMEOUT, said("本次查看的总时间已用完"))
        if self.size <= 0:
            raise Refused(Outcome.TOO_LARGE, said("本次查看的总流量已用完"))
        if self.asked > MAX_EXCHANGES:
            raise Refused(Outcome.TOO_LARGE, said("本次查看的请求超过 {most} 次", most=MAX_EXCHANGES))

    def spend(self, seconds: float, size: int = 0) -> None:
        """Note what an answer, or the lack of one, has cost."""
        self.seconds -= seconds
        self.size -= size
