"""What several resolvers say of one host, taken together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from detectors.standing.values import Told
from zhenwei.sentences import listed, said
from zhenwei.watching import Says

ENOUGH = 2


class Voice(StrEnum):
    """The common answer; the first four are believed."""

    ABSENT = "absent"
    EMPTY = "empty"
    SPECIAL = "special"  # addresses that lead nowhere
    PARKED = "parked"
    THERE = "there"
    SPLIT = "split"  # one says that it is there, another that it is not
    ALONE = "alone"  # one resolver says that it is gone, nobody confirms it
    FAILED = "failed"  # two or more were asked, none could say
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Ask:
    """``said``: who said what, in Chinese."""

    voice: Voice
    said: str = ""


_WORDS = {
    Says.ABSENT: said("不存在"),
    Says.EMPTY: said("无地址"),
    Says.ADDRESS: said("有地址"),
    Says.WILDCARD: said("泛解析"),
    Says.FAILED: said("未作答"),
}


def voice_of(told: Sequence[Told]) -> Ask:
    """Return what the resolvers say together. One server that is asked twice is one."""
    by_server = {one.server: one for one in told}
    answers = listed(said("{server} {answer}", server=one.server, answer=_word(one)) for one in by_server.values())
    sure = [one for one in by_server.values() if one.says is not Says.FAILED]
    if not by_server:
        return Ask(Voice.NOBODY)
    if not sure:
        return Ask(Voice.FAILED if len(by_server) >= ENOUGH else Voice.ALONE, answers)
    gone = [one for one in sure if one.says in (Says.ABSENT, Says.EMPTY) or one.special]
    there = [one for one in sure if one not in gone]
    if there and gone:
        return Ask(Voice.SPLIT, answers)
    if there:
        parked = {one.parked for one in there}
        return Ask(Voice.PARKED, "、".join(sorted(parked))) if "" not in parked else Ask(Voice.THERE, answers)
    if len(gone) < ENOUGH:
        return Ask(Voice.ALONE, answers)
    if all(one.says is Says.ABSENT for one in gone):
        return Ask(Voice.ABSENT, answers)
    return Ask(Voice.SPECIAL if any(one.special for one in gone) else Voice.EMPTY, answers)


def _word(one: Told) -> str:
    return said("只有本机或保留地址") if one.special else _WORDS[one.says]
