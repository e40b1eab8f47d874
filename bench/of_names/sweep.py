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


def alarms_per_10k(benign: Sequence[float], threshold: float) -> float:
    """Return how many of 10 000 benign names reach the threshold."""
    return round(10_000 * sum(score >= threshold for score in benign) / len(benign), 2) if benign else 0.0


def pruned(alarms: Mapping[str, set[int]], caught: Mapping[str, set[int]], allowed: int) -> list[str]:
    """Return the keywords left when bad ones are struck out until at most ``allowed`` benign names are hit.

    ``alarms`` and ``caught``: the benign names and the families (by number) that each keyword hits. Struck out is what
    alone accounts for most alarms beside what would be lost with it. This looks at the answers: it is kind to a peer.
    """
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
