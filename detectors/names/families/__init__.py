"""The families of copies. Each module has ``patterns(subject)``, which yields patterns that name their family.

To add one: a module here, its line in ``FAMILIES``, its row in ``tests/names/test_expand_families.py`` and in
``docs/names.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from detectors.names.families import (
    carriers,
    certificates,
    confusables,
    country,
    disguises,
    flattened,
    han,
    platforms,
    regional,
    retired,
    serial,
    slips,
    spelled,
    with_a_word,
)
from detectors.names.parts import Pattern
from detectors.names.subjects import Subject

FAMILIES: tuple[Callable[[Subject], Iterator[Pattern]], ...] = (
    retired.patterns,
    flattened.patterns,
    carriers.patterns,
    with_a_word.patterns,
    certificates.patterns,
    spelled.patterns,
    han.patterns,
    regional.patterns,
    country.patterns,
    platforms.patterns,
    slips.patterns,
    disguises.patterns,
    confusables.patterns,
    serial.patterns,
)
