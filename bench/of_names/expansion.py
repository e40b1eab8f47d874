"""How many real look-alike names stand among the first variants that ``expand`` makes, beside dnstwist's.

Counted alike for both: a family of look-alikes is contained if the registrable domain or the whole host of one of its
names equals a variant. Paths on code hosts are left out: a path is no name that anybody registers. Budgets are the
first N variants of each imitated organ, and the first N of all organs together; dnstwist gets no limit, all its
fuzzers, its word lists and its list of suffixes (as ``dnstwist --format list --dictionary --tld`` on each name).
"""

from __future__ import annotations

import subprocess
import tempfile
import time
import tracemalloc
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from bench.of_names.command import ORGANS
from bench.of_names.environment import DNSTWIST, NoPeer, dnstwist_dictionaries, interpreter
from bench.of_names.figures import Figures, Findings, left_out
from bench.of_names.labelled import Family, families, read_labelled
from bench.of_names.organs import alone, imitated, main_names
from detectors.names.expand import expand
from zhenwei.address import registrable
from zhenwei.watchlist import Watchlist, load_watchlist

BUDGETS = (1_000, 10_000, 100_000)
_DRIVER = Path(__file__).parent / "drivers" / "dnstwist_variants.py"
_SUBJECT = ("cn_gov", "other_gov", "cn_org")
KEYS = (
    "expand_variants_per_s",
    "expand_first_variant_ms",
    "expand_memory_ratio_5k_to_1k",
    "expand_families",
    "expand_names",
    *(f"expand_recall_families_{n}_of_all" for n in BUDGETS),
    *(f"expand_recall_families_{n}_an_organ" for n in BUDGETS),
    *(f"expand_recall_names_{n}_of_all" for n in BUDGETS),
    *(f"expand_recall_families_{label}_100000_of_all" for label in _SUBJECT),
    "dnstwist_variants",
    "dnstwist_recall_families",
    "dnstwist_recall_names",
    "expand_found_to_dnstwist_found",
)


@dataclass
class Wanted:
    """The look-alikes, and under which names each may be met."""

    families: list[Family]

    def __post_init__(self) -> None:
        self.forms = {name: frozenset({name, registrable(name)}) for family in self.families for name in family.names}
        self.all = frozenset(form for forms in self.forms.values() for form in forms)

    def among(self, variants: Iterable[str]) -> frozenset[str]:
        """Return the forms that occur among variants."""
        return self.all.intersection(variants)

    def found(self, met: frozenset[str], label: str = "") -> tuple[list[Family], int]:
        """Return the families (of a label) of which a form was met, and how many single names were."""
        names = {name for name, forms in self.forms.items() if forms & met}
        return [f for f in self.families if f.label.endswith(label) and names & set(f.names)], len(names)


def measure(*, quick: bool, data: Path | None) -> Figures:
    """Return the figures; the quick form asks dnstwist for one name an organ and leaves single organs out."""
    return look(quick=quick, data=data).figures


def look(*, quick: bool, data: Path | None) -> Findings:
    """Measure, with notes of what was set and which families were met."""
    found = Findings(dict.fromkeys(KEYS))
    if data is None or not data.is_dir():
        found = left_out(KEYS, "expansion: the labelled names are absent")
        found.figures |= _streaming(load_watchlist())
        return found
    rows = [row for row in read_labelled(data, every=1_000).lookalikes if not row.label.endswith("_path")]
    wanted = Wanted(families(rows))
    names = sum(len(family.names) for family in wanted.families)
    found.figures |= {"expand_families": len(wanted.families), "expand_names": names}
    genuine = main_names(1 if quick else 3)
    with tempfile.TemporaryDirectory() as folder:
        watchlist = load_watchlist(alone(Path(folder)))
        peer = _start_dnstwist(Path(folder), found, genuine)
        found.figures |= _streaming(load_watchlist())
        _of_all(watchlist, wanted, found)
        if peer is not None:
            _dnstwist(set(peer.communicate()[0].decode("utf-8").split()) - set(genuine), wanted, found)
    if quick:
        found.notes.append("expansion: organ by organ is measured without --quick")
    else:
        _each_organ(watchlist, wanted, found)
    return found


def _streaming(watchlist: Watchlist) -> Figures:
    start = time.perf_counter()
    variants = expand(watchlist)
    next(variants)
    first = time.perf_counter()
    count = sum(1 for _ in islice(variants, 30_000))
    rate = count / (time.perf_counter() - first)
    tracemalloc.start()
    variants, peaks = expand(watchlist), []
    for more in (1_000, 4_000):
        sum(1 for _ in islice(variants, more))
        peaks.append(tracemalloc.get_traced_memory()[1])
    tracemalloc.stop()
    return {
        "expand_first_variant_ms": round((first - start) * 1000),
        "expand_variants_per_s": round(rate),
        "expand_memory_ratio_5k_to_1k": round(peaks[1] / peaks[0], 2),
    }


def _of_all(watchlist: Watchlist, wanted: Wanted, found: Findings) -> None:
    variants, met = expand(watchlist), frozenset[str]()
    done = 0
    for budget in BUDGETS:
        met |= wanted.among(variant.domain for variant in islice(variants, budget - done))
        done = budget
        here, names = wanted.found(met)
        found.figures[f"expand_recall_families_{budget}_of_all"] = _share(len(here), len(wanted.families))
        found.figures[f"expand_recall_names_{budget}_of_all"] = _share(names, len(wanted.forms))
    for label in _SUBJECT:
        every = [family for family in wanted.families if family.label.endswith(label)]
        found.figures[f"expand_recall_families_{label}_100000_of_all"] = _share(
            len(wanted.found(met, label)[0]), len(every)
        )
    keys = {family.key for family in wanted.found(met)[0]}
    found.lists["contained in the first 100 000"] = sorted(keys)
    found.lists["not contained in the first 100 000"] = sorted(f.key for f in wanted.families if f.key not in keys)


def _each_organ(watchlist: Watchlist, wanted: Wanted, found: Findings) -> None:
    met = dict.fromkeys(BUDGETS, frozenset[str]())
    for organ in imitated():
        variants, done, own = expand(watchlist, [organ.slug]), 0, frozenset[str]()
        for budget in BUDGETS:
            own |= wanted.among(variant.domain for variant in islice(variants, budget - done))
            met[budget] |= own
            done = budget
    for budget, forms in met.items():
        share = _share(len(wanted.found(forms)[0]), len(wanted.families))
        found.figures[f"expand_recall_families_{budget}_an_organ"] = share
    keys = {family.key for family in wanted.found(met[BUDGETS[-1]])[0]}
    found.lists["contained in the first 100 000 of each organ"] = sorted(keys)


def _start_dnstwist(folder: Path, found: Findings, genuine: Sequence[str]) -> subprocess.Popen[bytes] | None:
    """Start dnstwist beside us (it takes one core, we the other); None with a note if it cannot be had."""
    try:
        python = interpreter("dnstwist", DNSTWIST)
        words = dnstwist_dictionaries()
    except NoPeer as reason:
        found.notes.append(f"dnstwist is left out: {reason}")
        return None
    listed = folder / "genuine.txt"
    listed.write_text("\n".join(genuine), "utf-8")
    found.notes.append(
        f"dnstwist: every fuzzer for {len(genuine)} genuine names, its three word lists and its suffixes, no limit; "
        f"expand: the organs of {ORGANS.parent.name}/{ORGANS.name}"
    )
    return subprocess.Popen([python, _DRIVER, listed, words], stdout=subprocess.PIPE)


def _dnstwist(variants: set[str], wanted: Wanted, found: Findings) -> None:
    here, names = wanted.found(wanted.among(variants))
    found.figures |= {
        "dnstwist_variants": len(variants),
        "dnstwist_recall_families": _share(len(here), len(wanted.families)),
        "dnstwist_recall_names": _share(names, len(wanted.forms)),
        "expand_found_to_dnstwist_found": round(
            len(found.lists["contained in the first 100 000"]) / max(1, len(here)), 1
        ),
    }
    found.lists["contained in dnstwist's variants"] = sorted(family.key for family in here)


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
