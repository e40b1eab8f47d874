"""Learn what kinds of words around papers are worth (`[pitch.worth]` of weights.toml), from texts with labels.

    python tests/detectors/learn_pitch.py FOLDER_OF_LABELLED_PAGES

Logistic regression over the kinds of `detectors/text/pitch.toml`, each counted once; sellers' kinds may not speak
against, lawful ones not for a seller. Prints the table. Of the tables beside the tests `*_look` and `*_kept` are never
read.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from bench.of_pages.labelled import LAWFUL, SALE, SPAM
from bench.of_pages.labelled import read as labelled
from detectors.page.document import Document
from detectors.text.lexicon import Lexicon
from detectors.text.offers import Reading, read
from detectors.text.pitch import kinds, passages
from zhenwei import clock
from zhenwei.types import Page, Profile
from zhenwei.watchlist import Watchlist, load_watchlist

TEXTS = Path(__file__).with_name("sale_texts")
# How strongly weights are drawn to nothing, and how much a lawful text counts beside a seller's.
RIDGE, LAWFUL_WEIGHS = 0.003, 1.5
STEPS, RATE = 6000, 0.3
# What was known before any text was read (docs/domain: the trade is told by what it promises): weights are drawn to it.
KNOWN = {
    **dict.fromkeys(("away", "data", "later", "done", "check", "make"), 0.8),
    **dict.fromkeys(("fast", "price", "inside", "enter", "net", "reach", "sell", "procure", "trade", "contact"), 0.5),
    **dict.fromkeys(("list", "calls", "bulk", "named", "sure", "real", "trades", "papers"), 0.3),
    **dict.fromkeys(("law", "school", "job", "firm", "question", "gov", "lost", "others", "goods", "own"), -2.0),
}
# Kinds that may only speak for a seller, beside those of the file.
FOR = ("contact", "list", "offices", "named", "bent", "brief")


def rows(folder: Path, watchlist: Watchlist) -> list[tuple[str, Reading, bool]]:
    """Return (source, what is read, is an offer) of all that is learned from."""
    lexicon = Lexicon(watchlist.lexicon)
    found = []
    for label in (SALE, *LAWFUL, SPAM):
        for row in labelled(folder, label):
            for page in row.site().pages:
                reading = Document(page, "", watchlist, lexicon).reading
                found.append(("pages", reading, label == SALE))
    return found + _invented(watchlist, lexicon)


def _invented(watchlist: Watchlist, lexicon: Lexicon) -> list[tuple[str, Reading, bool]]:
    found = []
    for path in sorted(TEXTS.glob("*.tsv")):
        if not path.stem.endswith(("_look", "_kept")):
            for line in path.read_text("utf-8").splitlines():
                text = line.split("\t")[1].replace("⏎", "\n")
                found.append((path.stem, read(text, lexicon), path.stem.startswith("sellers")))
    for path in sorted(TEXTS.parent.glob("truths/*/*/*.html")):
        if path.parts[-3] in ("benign", "official", "certificate_sale"):
            page = Page("", "", Profile.DESKTOP, 200, path.read_text("utf-8"), clock.now())
            reading = Document(page, "", watchlist, lexicon).reading
            found.append(("truths", reading, path.parts[-3] == "certificate_sale"))
    return found


def learned(given: list[tuple[str, Reading, bool]]) -> tuple[float, dict[str, float]]:
    """Return the start and the worth of each kind."""
    bags, labels, weigh = [], [], []
    for _, reading, offer in given:
        bags_here = [found for _, found in passages(reading)]
        if offer:
            bags_here = sorted(bags_here, key=len)[-1:]
        bags += bags_here
        labels += [offer] * len(bags_here)
        weigh += [1.0 if offer else LAWFUL_WEIGHS / max(1, len(bags_here)) ** 0.5] * len(bags_here)
    names = sorted(set().union(*bags))
    x = np.array([[name in bag for name in names] for bag in bags], dtype=float)
    y, share = np.array(labels, dtype=float), np.array(weigh)
    share /= share.sum()
    lawful = {n for n in names if n.removesuffix("_much") in kinds().lawful}
    least = np.array(
        [
            0.0 if n in kinds().seller or n in FOR or n.startswith(("said_", "kinds_")) or "+" in n else -9.0
            for n in names
        ]
    )
    most = np.array([0.0 if n in lawful else 9.0 for n in names])
    known = np.array([KNOWN.get(name, 0.0) for name in names])
    w, b = known.copy(), -4.0
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-(x @ w + b)))
        error = share * (p - y)
        w = np.clip(w - RATE * 8 * (x.T @ error + RIDGE / 20 * (w - known)), least, most)
        b -= RATE * 8 * error.sum()
    return float(b), dict(zip(names, map(float, w), strict=True))


def main() -> None:
    """Print the table."""
    start, worth = learned(rows(Path(sys.argv[1]), load_watchlist()))
    sys.stdout.write(f"start = {start:.2f}\n\n[pitch.worth]\n")
    for name, value in sorted(worth.items(), key=lambda row: -row[1]):
        if abs(value) >= 0.05:
            key = f'"{name}"' if "+" in name else name
            sys.stdout.write(f"{key} = {value:.2f}\n")


if __name__ == "__main__":
    main()
