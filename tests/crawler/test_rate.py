"""The bucket of tokens, on a clock of its own."""

from __future__ import annotations

import pytest

from crawler.rate import Bucket


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_no_more_than_the_rate_and_what_was_saved_up() -> None:
    clock = Clock()
    bucket = Bucket(10, burst=5, clock=clock)
    assert [bucket.take() for _ in range(5)] == [0.0] * 5
    assert bucket.take() == pytest.approx(0.1)
    taken = 0
    for _ in range(1000):  # ten seconds, looked at every hundredth
        clock.now += 0.01
        taken += bucket.take() == 0.0
    assert 99 <= taken <= 101
    clock.now += 3600
    assert [bucket.take() for _ in range(6)].count(0.0) == 5


def test_turns_are_given_out_in_advance() -> None:
    clock = Clock()
    bucket = Bucket(0.5, clock=clock)
    assert [bucket.reserve() for _ in range(4)] == [0.0, 2.0, 4.0, 6.0]
    assert bucket.reserve(patience=5) is None
    clock.now += 8
    assert bucket.reserve() == 0.0


def test_a_rate_of_nothing_knows_no_limit() -> None:
    bucket = Bucket(0)
    assert {bucket.take() for _ in range(100)} == {0.0}
    assert {bucket.reserve() for _ in range(100)} == {0.0}
