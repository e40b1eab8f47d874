"""What other tools find when they are given the same organs, at their own best setting and at our two limits.

openSquat from PyPI, in an environment of its own, gets keyword files. A rule of three lines stands beside it: ``gov``
as a word where no government suffix is. Every setting is a row of the table. dnstwist makes names instead of judging
them: it stands beside ``zhenwei expand`` in ``expansion.py``.
"""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.of_names.environment import OPENSQUAT, NoPeer, interpreter
from bench.of_names.figures import Figures, Findings, left_out
from bench.of_names.labelled import Family, Row, families, not_allowed, read_labelled, share
from bench.of_names.organs import genuine_names, keywords, main_names
from bench.of_names.sweep import pruned

DRIVERS = Path(__file__).parent / "drivers"
SHORT = 5
_GOV = re.compile(r"(?<![a-z])(gov|gob|gouv)(?![a-z])")
_GENUINE_PLACE = re.compile(r"(?:^|\.)(gov|gob|gouv)(\.[a-z]{2})?$")
# What nobody needs an organ for: the word itself beside a hyphen. Dots would hit every genuine government.
GOV_WORDS = ("gov-", "-gov", "gob-", "-gob", "gouv-", "-gouv", "govt-", "-govt")
BEST = ("at_1", "at_5", "with_gov_at_1", "with_gov_at_5")
OPENSQUAT_SETTINGS = ("as_it_comes", "as_it_comes_exact", "pruned_short", "hosts", *BEST)
KEYS = (
    *(f"opensquat_{what}_{s}" for s in OPENSQUAT_SETTINGS for what in ("recall_families", "false_alarms_per_10k")),
    *(f"opensquat_found_{group}_{at}" for group in ("cn_gov_families", "no_gov_families") for at in BEST),
    "gov_rule_recall_families",
    "gov_rule_false_alarms_per_10k",
)


@dataclass(frozen=True)
class Field:
    """What a peer is measured on: the families, and the benign names that are no genuine ones."""

    families: tuple[Family, ...]
    benign: tuple[Row, ...]

    def names(self) -> list[str]:
        """The look-alikes, then the benign names."""
        return [name for family in self.families for name in family.names] + [row.name for row in self.benign]

    def judge(self, catches: Callable[[str], bool]) -> tuple[float, float]:
        """Return the recall over families and the false alarms of 10 000."""
        caught, count = share(self.families, catches)
        alarms = sum(catches(row.name) for row in self.benign)
        return round(caught / count, 4), round(10_000 * alarms / len(self.benign), 2)


def measure(*, quick: bool, data: Path | None) -> Figures:
    """Return the figures."""
    return look(quick=quick, data=data).figures


def look(*, quick: bool, data: Path | None) -> Findings:
    """Measure; the quick form takes every thirty-second benign name."""
    if data is None or not data.is_dir():
        return left_out(KEYS, "peers on look-alike names: the labelled names are absent")
    labelled = read_labelled(data, every=32 if quick else 1)
    field = Field(tuple(families(labelled.lookalikes)), not_allowed(labelled.benign, genuine_names()))
    found = Findings(dict.fromkeys(KEYS))
    try:
        _opensquat(field, found)
    except NoPeer as reason:
        found.notes.append(f"openSquat is left out: {reason}")
    if quick:
        found.notes.append("quick: keywords chosen with sight of few benign names look better than they are")
    recall, alarms = field.judge(gov_out_of_place)
    found.figures |= {"gov_rule_recall_families": recall, "gov_rule_false_alarms_per_10k": alarms}
    return found


def gov_out_of_place(name: str) -> bool:
    """The rule to beat: ``gov`` (gob, gouv) as a word, where it is not the suffix of a government."""
    host = name.split("/")[0]
    rest = _GENUINE_PLACE.sub("", host)
    return bool(_GOV.search(rest + name[len(host) :]))


def with_hosts(words: Iterable[str], hosts: Iterable[str]) -> list[str]:
    """Return keywords with the genuine names added: as written, and with hyphens for dots."""
    return sorted({*words, *hosts, *(host.replace(".", "-") for host in hosts)})


def _opensquat(field: Field, found: Findings) -> None:
    """Run openSquat's matching with each keyword once; every setting is a choice among those hits."""
    words = keywords()
    long = [word for word in words if len(word) >= SHORT]
    hosts = main_names()
    everything = sorted({*words, *with_hosts((), hosts)})
    hits = opensquat_hits(field.names(), [*everything, *GOV_WORDS], (0, 1))
    for setting, chosen, level in (
        ("as_it_comes", words, 1),
        ("as_it_comes_exact", words, 0),
        ("pruned_short", long, 1),
        ("hosts", with_hosts(long, hosts), 1),
    ):
        _note(found, field, setting, _caught(field, hits[level], chosen))
        found.notes.append(f"openSquat {setting}: {len(chosen)} keywords, -c {level}")
    for limit in (1, 5):
        _best(field, found, hits, everything, limit, f"at_{limit}")
        _best(field, found, hits, [*everything, *GOV_WORDS], limit, f"with_gov_at_{limit}")


def _best(
    field: Field, found: Findings, hits: Mapping[int, Mapping[str, set[int]]], words: Sequence[str], limit: int, at: str
) -> None:
    """Note the setting of openSquat that finds most families within a limit of false alarms."""
    count = sum(len(family.names) for family in field.families)
    best: tuple[float, int, list[str]] = (-1.0, 0, [])
    for level, by_word in hits.items():
        alarms = {word: {number for number in by_word[word] if number >= count} for word in words}
        kept = pruned(alarms, _families_hit(field, by_word), int(limit * len(field.benign) / 10_000))
        recall, _ = field.judge(_caught(field, by_word, kept).__contains__)
        best = max(best, (recall, level, kept))
    caught = _caught(field, hits[best[1]], best[2])
    _note(found, field, at, caught)
    for group, belongs in (("cn_gov_families", True), ("no_gov_families", False)):
        chosen = [family for family in field.families if (family.of_china if belongs else family.without_gov)]
        found.figures[f"opensquat_found_{group}_{at}"] = share(chosen, caught.__contains__)[0]
    found.notes.append(
        f"openSquat {at}: -c {best[1]}, {len(best[2])} of {len(words)} keywords and genuine names, "
        "chosen with sight of the answers"
    )


def opensquat_hits(names: Sequence[str], words: Sequence[str], levels: Sequence[int]) -> dict[int, dict[str, set[int]]]:
    """Return for each confidence level and keyword the numbers of the names it hits. Raises NoPeer."""
    python = interpreter("opensquat", OPENSQUAT)
    with tempfile.TemporaryDirectory() as folder:
        listed, spoken = Path(folder) / "names.txt", Path(folder) / "keywords.txt"
        listed.write_text("\n".join(names), "utf-8")
        spoken.write_text("\n".join(words), "utf-8")
        running = [
            subprocess.Popen(
                [python, DRIVERS / "opensquat_hits.py", listed, spoken, str(level)], stdout=subprocess.PIPE
            )
            for level in levels
        ]
        answers = [json.loads(process.communicate()[0]) for process in running]
    return {
        int(level): {word: set(numbers) for word, numbers in by_word.items()}
        for answer in answers
        for level, by_word in answer.items()
    }


def _caught(field: Field, by_word: Mapping[str, set[int]], chosen: Iterable[str]) -> frozenset[str]:
    names = field.names()
    return frozenset(names[number] for word in chosen for number in by_word[word])


def _families_hit(field: Field, by_word: Mapping[str, set[int]]) -> dict[str, set[int]]:
    """Return the numbers of the families that each keyword hits."""
    owner = [number for number, family in enumerate(field.families) for _ in family.names]
    return {word: {owner[n] for n in numbers if n < len(owner)} for word, numbers in by_word.items()}


def _note(found: Findings, field: Field, setting: str, caught: frozenset[str]) -> None:
    recall, alarms = field.judge(caught.__contains__)
    found.figures[f"opensquat_recall_families_{setting}"] = recall
    found.figures[f"opensquat_false_alarms_per_10k_{setting}"] = alarms
