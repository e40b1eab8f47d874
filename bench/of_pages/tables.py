"""The tables for people: classes and copies beside the baselines, bands of scores, then every figure."""

from __future__ import annotations

from rich.table import Table

from bench.of_names.figures import Figures, Findings
from bench.of_pages.altered import CHANGES
from bench.of_pages.altered import LAWFUL as LAWFUL_ALTERED
from bench.of_pages.bands import LOWEST, SIDES
from bench.of_pages.comparison import TOOLS
from bench.of_pages.goals import GOALS
from bench.of_pages.labelled import LAWFUL, SPAM
from bench.parts import add_figures, empty_table

_SALE = (
    ("Zhenwei", "", "_as_sale"),
    ("keyword list, best F1", "keywords_", ""),
    ("keyword list, none lawful flagged", "keywords_strict_", ""),
    ("n-grams, new sources, at 0.5", "ngrams_by_source_", ""),
    ("n-grams, new sources, best F1", "ngrams_by_source_best_", ""),
    ("n-grams, parts by chance, at 0.5", "ngrams_by_chance_", ""),
    ("n-grams, parts by chance, best F1", "ngrams_by_chance_best_", ""),
)


def tables(found: dict[str, Findings]) -> list[Table]:
    """Return the tables for what was measured."""
    figures = {key: value for findings in found.values() for key, value in findings.figures.items()}
    result = []
    if "classes" in found:
        result.append(_classes(figures))
    if "comparison" in found:
        result.append(_copies(figures))
    if "bands" in found:
        result.append(_bands(figures))
    return [*result, _all(found)]


def _shown(value: float | int | None, share: bool = False) -> str:
    if value is None:
        return "–"
    return f"{value:.1%}" if share else f"{value:,}"


def _classes(figures: Figures) -> Table:
    table = Table("who", "offers found", "of work certificates", *LAWFUL, SPAM, title="offers of certificates")
    for who, prefix, spam in _SALE:
        table.add_row(
            who,
            *(_shown(figures.get(f"{prefix}recall_cert_sale{what}"), share=True) for what in ("", "_work")),
            *(_shown(figures.get(f"{prefix}false_alarms_{label}")) for label in LAWFUL),
            _shown(figures.get(f"{prefix}false_alarms_{SPAM}{spam}")),
        )
    sizes = (figures.get(f"pages_{label}") for label in ("cert_sale", "cert_sale_work", *LAWFUL, SPAM))
    table.add_row("pages", *(_shown(size) for size in sizes))
    return table


def _copies(figures: Figures) -> Table:
    table = Table("copy", *TOOLS, title="copies found, each tool knowing the genuine page")
    for change in CHANGES:
        table.add_row(change, *(_shown(figures.get(f"{tool}_recall_{change}"), share=True) for tool in TOOLS))
    for kind in LAWFUL_ALTERED:
        alarms = (_shown(figures.get(f"{tool}_false_alarms_{kind}")) for tool in TOOLS)
        table.add_row(f"{kind} (lawful), of {_shown(figures.get('pages_altered'))}", *alarms)
    return table


def _bands(figures: Figures) -> Table:
    columns = [f"{side}: {what}" for side in SIDES for what in ("pages", "right")]
    table = Table("score", *columns, title="what a score is worth")
    for low in reversed(LOWEST):
        cells = []
        for side in SIDES:
            cells.append(_shown(figures.get(f"pages_{side}_{low}")))
            cells.append(_shown(figures.get(f"precision_{side}_{low}"), share=True))
        table.add_row(f"{low}–{100 if low == 90 else low + 9}", *cells)
    return table


def _all(found: dict[str, Findings]) -> Table:
    return add_figures(empty_table("zhenwei: pages"), found, GOALS)
