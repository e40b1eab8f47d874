"""The lexicon at work: all words of all groups found in one pass (Aho–Corasick), patterns beside them."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from detectors.finder import Finder
from detectors.text.anchors import Guard, Places
from detectors.text.characters import simplified
from detectors.text.fold import Folded, fold
from detectors.text.spans import merged, occurrences
from detectors.text.trades import WATCHED
from zhenwei.errors import WatchlistError
from zhenwei.sentences import said
from zhenwei.watchlist import LexiconGroup
from zhenwei.watchlist.patterns import fault_of

# What only sellers promise; each of these groups counts beside a paper only.
PROMISES = (
    "skip_exam",
    "fast_issue",
    "forging",
    "forging_hint",
    "pay_later",
    "verifiable",
    "trade",
    "weak_promise",
    "kit",
)
_GOODS = ("goods_", "paper_")
# Short texts are searched as a whole; in longer ones this far around papers, a little more than rules look.
_SHORT, _REACH = 1500, 320
# A text with more hits than this keeps of a word that came so often only one in so many characters.
MANY, OFTEN, APART = 2_000, 200, 120
# Of a text that names no paper and has more hits than this, so many of each word.
_FEW, _EACH = 24, 3
_TOO_MANY = 50_000  # the same for what the automaton finds
_Row = tuple[str, str, int, int]  # group, word, start, end


@dataclass(frozen=True, slots=True)
class Hit:
    """A word of a group in a folded text. Offsets are of the folded text; ``bent`` if the original was disguised."""

    group: str
    word: str
    start: int
    end: int
    bent: bool = False


class Lexicon:
    """Words and patterns of all groups. Within a group the longest hit wins where several overlap."""

    def __init__(self, groups: Mapping[str, LexiconGroup]) -> None:
        table: dict[str, list[str]] = {}
        for name, group in groups.items():
            for term in group.terms:
                table.setdefault(fold(term).text, []).append(name)
        patterns = [(name, _compiled(name, p)) for name, g in groups.items() for p in g.patterns]
        self._groups = [name for name, _ in patterns]
        self._guard = Guard(pattern for _, pattern in patterns)
        self._finder = Finder(
            {
                string: (string, tuple(table.get(string, ())), self._guard.needed.get(string, ()), string in WATCHED)
                for string in {**table, **self._guard.needed, **dict.fromkeys(WATCHED)}
            },
        )

    def find(self, folded: Folded, lent: bool = False, seen: set[str] | None = None) -> list[Hit]:
        """Return all hits, ordered by their place. Patterns of promises are looked for only near papers, which is where
        they count; ``lent``: what stands elsewhere on the page speaks of papers, so everywhere.
        ``seen`` takes the watched words (see ``trades``) that the text holds."""
        rows = _few(list(self._found(folded.text, lent, seen)))
        found = _thinned(list(_longest(rows)))
        return [Hit(group, word, start, end, is_bent(folded, start, end)) for group, word, start, end in found]

    def _found(self, text: str, lent: bool, seen: set[str] | None) -> Iterator[_Row]:
        places: Places = defaultdict(list)
        found = []
        for (term, names, needs, watched), starts in self._finder.gather(text, _TOO_MANY, OFTEN, APART):
            for name in names:
                found += [(name, term, start, start + len(term)) for start in starts]
            for need in needs:
                places[need] += starts
            if watched and seen is not None:
                seen.add(term)
        for met in places.values():
            met.sort()
        wanted = self._guard.wanted(places)
        whole = [(0, len(text))]
        found += self._matched([n for n in wanted if self._groups[n] not in PROMISES], text, places, whole)
        yield from found
        if not (near := [n for n in wanted if self._groups[n] in PROMISES]):
            return
        spans = (
            whole
            if lent or len(text) <= _SHORT
            else _windows(text, [row[2] for row in found if row[0].startswith(_GOODS)])
        )
        yield from self._matched(near, text, places, spans)

    def _matched(
        self,
        numbers: Sequence[int],
        text: str,
        places: Places,
        spans: Sequence[tuple[int, int]],
    ) -> Iterator[_Row]:
        for number in numbers:
            name = self._groups[number]
            for first, last in spans:
                for match in self._guard.matches(number, text, places, first, last):
                    yield name, match[0], match.start(), match.end()


def _windows(text: str, papers: list[int]) -> list[tuple[int, int]]:
    """Return the spans around papers, merged; names that no list holds end in 证, too."""
    papers.extend(occurrences(text, "证"))
    return merged((max(0, place - _REACH), min(len(text), place + _REACH)) for place in sorted(papers))


def _compiled(group: str, pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern)
    except re.error as error:
        raise WatchlistError(
            said(
                "词库 lexicon/{group}.toml 的 patterns 有误：{pattern}：{what}",
                group=group,
                pattern=pattern,
                what=fault_of(error),
            )
        ) from error


def _few(rows: list[_Row]) -> list[_Row]:
    """Return the hits of a text that names no paper by the first of each word: which words it holds is all that counts
    there. Of all others, everything."""
    if len(rows) <= _FEW or any(row[0].startswith(_GOODS) or row[0] in PROMISES for row in rows):
        return rows
    kept: list[_Row] = []
    seen: dict[tuple[str, str], int] = {}
    for row in sorted(rows, key=itemgetter(2)):
        key = row[0], row[1]
        seen[key] = seen.get(key, 0) + 1
        if seen[key] <= _EACH:
            kept.append(row)
    return kept


def _longest(found: Iterable[_Row]) -> Iterator[_Row]:
    """Drop what lies within a longer hit of the same group."""
    reach: dict[str, int] = {}
    for row in sorted(set(found), key=lambda r: (r[2], -r[3], r[0])):
        if row[3] > reach.get(row[0], 0):
            reach[row[0]] = row[3]
            yield row


def _thinned(rows: list[_Row]) -> list[_Row]:
    """Return hits in order; of a text with thousands those of a word that come too often only here and there.

    Nobody writes so; whoever repeats a word to keep a reader busy gives every rule its words in every place still.
    """
    if len(rows) <= MANY:
        return rows
    seen: dict[tuple[str, str], int] = {}
    reached: dict[tuple[str, str], int] = {}
    kept: list[_Row] = []
    for row in rows:
        word = row[:2]
        if seen.get(word, 0) >= OFTEN and row[2] < reached[word] + APART:
            continue
        seen[word], reached[word] = seen.get(word, 0) + 1, row[2]
        kept.append(row)
    return kept


_JOINTS = re.compile(r"[\s、/|]")


def is_bent(folded: Folded, start: int, end: int) -> bool:
    """True if the original spells the word in a way that only hides it (signs inside, other characters).

    Blanks, list marks, full-width forms, upper case and traditional characters are ordinary spellings.
    """
    original = folded.quote(start, end)
    word = folded.text[start:end]
    if original == word:  # nearly always
        return False
    ordinary = simplified(unicodedata.normalize("NFKC", original).lower())
    return _JOINTS.sub("", ordinary) != _JOINTS.sub("", word)
