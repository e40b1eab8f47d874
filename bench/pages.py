"""How the page detectors fare on labelled pages: recall per kind of offer, false alarms per kind of lawful page.

python bench/pages.py [--quick] [--json] [--data FOLDER]
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import time
from collections.abc import Iterator
from os import environ
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from zhenwei.cli.pages import build_detector, site_of
from zhenwei.config import load_settings

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "pages"
LAWFUL = ("official_gov", "training_school", "exam_site", "news_about_fakes", "generic_benign", "other_spam")


def rows(folder: Path, label: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of one label."""
    for name in (f"{label}.jsonl", f"{label}.jsonl.gz"):
        path = folder / name
        if path.exists():
            with (
                gzip.open(path, "rt", encoding="utf-8") if name.endswith("gz") else path.open(encoding="utf-8") as file
            ):
                yield from (json.loads(line) for line in file)


def measure(folder: Path, quick: bool, misses: list[str]) -> dict[str, float]:
    """Return the figures; ids of wrong answers are added to ``misses``."""
    detector = build_detector(load_settings(environ, Path.cwd()).watchlist_dir)
    figures: dict[str, float] = {}
    count, began = 0, time.perf_counter()
    flagged: dict[str, list[bool]] = {}
    for label in ("cert_sale_ad", "counterfeit_gov", *LAWFUL):
        for number, row in enumerate(rows(folder, label)):
            if quick and label in LAWFUL and number % 2:
                continue
            if label == "counterfeit_gov" and not row.get("html"):
                continue
            if label == "counterfeit_gov":
                owner, _, name = str(row["source_repo"]).partition("/")
                known = name and owner.replace("-", "").isalnum()
                row["url"] = f"https://{owner if known else 'unknown'}.github.io/{name if known else ''}/"
            opinion = detector.assess(site_of(json.dumps(row))[1])
            count += 1
            key = f"{label}_work" if row.get("work_cert") else label
            flagged.setdefault(key, []).append(opinion.flagged)
            if opinion.flagged == (label in LAWFUL):
                misses.append(
                    f"{row['id']}: {opinion.verdict.value} {opinion.impersonation}/{opinion.sale} "
                    + "; ".join(f"{f.rule} {f.points:g} {f.quote[:20]}" for f in opinion.findings)
                )
    took = time.perf_counter() - began
    offers = flagged.get("cert_sale_ad", []) + flagged.get("cert_sale_ad_work", [])
    figures["recall_cert_sale_all"] = _share(offers)
    figures["recall_cert_sale_work"] = _share(flagged.get("cert_sale_ad_work", []))
    figures["recall_counterfeit_gov"] = _share(flagged.get("counterfeit_gov", []))
    figures |= {f"false_alarms_{label}": float(sum(flagged.get(label, []))) for label in LAWFUL}
    figures |= {f"pages_{label}": float(len(v)) for label, v in flagged.items()}
    return figures | {"pages_per_s": round(count / took, 1)}


def _share(answers: list[bool]) -> float:
    return round(sum(answers) / len(answers), 4) if answers else 0.0


def main() -> int:
    """Print the figures as a table, or with --json as one object."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--misses", action="store_true", help="name the wrong answers on standard error")
    parser.add_argument("--data", type=Path, default=DATA)
    options = parser.parse_args()
    if not options.data.is_dir():
        print(f"no labelled pages at {options.data}", file=sys.stderr)
        return 1
    misses: list[str] = []
    figures = measure(options.data, options.quick, misses)
    if options.json:
        print(json.dumps(figures))
    else:
        table = Table("figure", "value")
        for key, value in figures.items():
            table.add_row(key, f"{value:g}")
        Console().print(table)
    if options.misses:
        print("\n".join(misses), file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
