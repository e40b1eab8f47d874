"""How long the grouping takes: cases with ten traits each, in memory and in a store that it finds for the first time
and once more.

python bench/of_pages/operators.py [--quick] [--json] [--cases N]
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import insert

from detectors.operators.groups import joined
from detectors.operators.kinds import KINDS
from detectors.operators.ties import Member, Standing, ties_between
from zhenwei.clock import now
from zhenwei.stages.operators import group_operators
from zhenwei.store.database import open_store
from zhenwei.store.models import AssessmentRow, CaseRow, NightRow, SiteRow, TraitRow
from zhenwei.watchlist import load_watchlist

# Eight of ten traits are a site's own; the others come from gangs of one to sixty sites.
_OWN = ("phone", "wechat", "statistics", "icp", "certificate", "tls_key", "address", "icon")
_GANG = ("wechat", "statistics")
GANG_OF = 12


def rows(cases: int, seed: int = 1) -> Iterator[tuple[int, str, str]]:
    """Yield (site, kind, value), ten for each site; a template's fingerprint is among them."""
    chance = random.Random(seed)
    for site in range(1, cases + 1):
        gang = chance.randrange(max(1, cases // GANG_OF))
        for kind in _OWN[:6]:
            yield site, kind, f"{kind}-{site}"
        yield site, "address", f"address-{chance.randrange(max(1, cases // 3))}"
        for kind in _GANG:
            yield site, kind, f"gang-{gang}"
        yield site, "template", _template(gang, chance)


def _template(gang: int, chance: random.Random) -> str:
    """Return a fingerprint like its gang's, with a few slots of its own."""
    slots = [hashlib.blake2b(f"{gang}.{n}".encode(), digest_size=4).hexdigest() for n in range(128)]
    for _ in range(6):
        slots[chance.randrange(128)] = f"{chance.getrandbits(32):08x}"
    return "".join(slots[:64]) + "." + "".join(slots[64:])


def measure(cases: int) -> dict[str, float]:
    """Return the figures."""
    found = list(rows(cases))
    members = [Member(n, f"site{n}.top", f"site{n}.top", Standing.CASE, n) for n in range(1, cases + 1)]
    began = time.process_time()
    ties = ties_between(members, found)
    groups = joined((tie.case, tie.other) for tie in ties)
    figures = {
        "cases": cases,
        "traits": len(found),
        "kinds": len(KINDS),
        "ties": len(ties),
        "groups": len(groups),
        "in_memory_cpu_s": round(time.process_time() - began, 2),
    }
    with tempfile.TemporaryDirectory() as folder:
        figures |= _in_a_store(Path(folder), cases, found)
    return figures


def _in_a_store(folder: Path, cases: int, found: list[tuple[int, str, str]]) -> dict[str, float]:
    store = open_store(f"sqlite:///{folder / 'store.db'}")
    moment, figures = now(), {}
    with store.transaction() as session:
        session.add(NightRow(id=1, started_at=moment, summary={}))
        session.flush()
        sites = range(1, cases + 1)
        session.execute(
            insert(SiteRow),
            [{"id": n, "host": f"site{n}.top", "registrable": f"site{n}.top", "first_seen": moment} for n in sites],
        )
        session.execute(
            insert(AssessmentRow),
            [
                {"night_id": 1, "site_id": n, "made_at": moment, "verdict": "certificate_sale", "impersonation": 0.0,
                 "sale": 90.0}
                for n in sites
            ],
        )  # fmt: skip
        session.execute(
            insert(CaseRow),
            [
                {"id": n, "site_id": n, "url": f"http://site{n}.top/", "state": "new", "verdict": "certificate_sale",
                 "impersonation": 0.0, "sale": 90.0, "first_seen": moment, "last_seen": moment, "revision": 1}
                for n in sites
            ],
        )  # fmt: skip
        session.execute(
            insert(TraitRow),
            [
                {"site_id": site, "kind": kind, "value": value, "first_seen": moment, "last_seen": moment}
                for site, kind, value in found
            ],
        )
    watchlist = load_watchlist()
    for name in ("store_first", "store_again"):
        began, worked = time.perf_counter(), time.process_time()
        with store.transaction() as session:
            group_operators(session, watchlist, 1)
        figures[f"{name}_cpu_s"] = round(time.process_time() - worked, 2)
        figures[f"{name}_s"] = round(time.perf_counter() - began, 2)
    store.close()
    return figures


def main() -> int:
    """Print the figures, one a line, or with --json as one object."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="10 000 cases")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--cases", type=int, default=100_000)
    chosen = parser.parse_args()
    figures = measure(10_000 if chosen.quick else chosen.cases)
    print(
        json.dumps(figures) if chosen.json else "\n".join(f"{name:>20}  {value:g}" for name, value in figures.items())
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
