"""At which threshold how many false alarms come: the sweep over all scores of one run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence


def threshold_at(benign: Sequence[float], every: Sequence[float], per_10k: float) -> float:
    """Return the lowest score that, as a threshold, lets through at most ``per_10k`` of 10 000 benign names.

    ``benign``: the scores of names that nobody may call an imitation; ``every``: all scores, of which the threshold is
    one. A score of 0 means "nothing found", so it is never a threshold. Returns infinity if no score is strict enough.
    """
    allowed = int(per_10k * len(benign) / 10_000)
    falling = sorted(benign, reverse=True)
    floor = falling[allowed] if allowed < len(falling) else 0.0
    return min((score for score in every if score > max(floor, 0.0)), default=float("inf"))


def pruned(alarms: Mapping[str, set[int]], caught: Mapping[str, set[int]], allowed: int) -> list[str]:
    """Return the keywords to keep so that at most ``allowed`` benign names are hit and most families are found.

    ``alarms`` and ``caught``: the benign names and the families (by number) that each keyword hits. Of two greedy ways
    the better one counts: strike out what costs most for what it finds, or add what finds most for what it costs. Both
    look at the answers: that is kinder to a peer than any person could be.
    """
    ways = (_struck_out(alarms, caught, allowed), _added(alarms, caught, allowed))
    return max(ways, key=lambda words: len(set().union(*(caught.get(word, set()) for word in words))))


def _struck_out(alarms: Mapping[str, set[int]], caught: Mapping[str, set[int]], allowed: int) -> list[str]:
    left = set(alarms)
    loud = {word for word in left if alarms[word]}
    noise = Counter(number for word in left for number in alarms[word])
    worth = Counter(number for word in left for number in caught.get(word, ()))
    while sum(count > 0 for count in noise.values()) > allowed:
        worst = max(sorted(loud), key=lambda word: _price(word, alarms, noise) / (1 + _price(word, caught, worth)))
        left.remove(worst)
        loud.remove(worst)
        noise.subtract(alarms[worst])
        worth.subtract(caught.get(worst, ()))
    return sorted(left)


def _price(word: str, hits: Mapping[str, set[int]], counts: Counter[int]) -> float:
    """Return how much hangs on one keyword: what only it hits, and a little for what others hit too."""
    return sum(1.0 if counts[number] == 1 else 0.01 for number in hits.get(word, ()))


def _added(alarms: Mapping[str, set[int]], caught: Mapping[str, set[int]], allowed: int) -> list[str]:
    chosen = {word for word, hits in alarms.items() if not hits}
    found: set[int] = set().union(*(caught.get(word, set()) for word in chosen))
    noise: set[int] = set()
    while True:
        gains = {
            word: len(caught.get(word, set()) - found) / (0.1 + len(hits - noise))
            for word, hits in alarms.items()
            if word not in chosen and len(hits | noise) <= allowed
        }
        best = max(sorted(gains), key=gains.__getitem__, default="")
        if not best or not gains[best]:
            return sorted(chosen)
        chosen.add(best)
        found |= caught.get(best, set())
        noise |= alarms[best]
