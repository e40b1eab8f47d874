"""Names in order, each once, whatever the number of runs and pieces."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.feeds.ordered import Sorter, Writer, merged, without

NAME = st.from_regex(rb"[a-c]{1,4}\.(cn|com)", fullmatch=True)


def _file(path: Path, names: list[bytes]) -> Path:
    writer = Writer(path)
    writer.write(sorted(set(names)))
    writer.close(keep=True)
    return path


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(NAME, max_size=30), max_size=8), st.integers(1, 40))
def test_sorted_each_once(batches: list[list[bytes]], run: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        sorter = Sorter(Path(folder), run)
        for batch in batches:
            sorter.add(batch)
        found = [name for piece in sorter.pieces() for name in piece]
        assert found == sorted({name for batch in batches for name in batch})
        assert not list(Path(folder).iterdir())


@settings(max_examples=60, deadline=None)
@given(st.lists(NAME, max_size=60), st.lists(NAME, max_size=60), st.sampled_from([".txt", ".gz"]), st.integers(1, 9))
def test_what_is_new(now: list[bytes], before: list[bytes], ending: str, size: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        old = _file(Path(folder) / f"old{ending}", before)
        ordered = sorted(set(now))
        pieces = [ordered[start : start + size] for start in range(0, len(ordered), size)]
        found = [name for piece in without(iter(pieces), old, at_once=1) for name in piece]
        assert found == sorted(set(now) - set(before))


def test_large_runs_are_merged_piece_by_piece(tmp_path: Path) -> None:
    files = [_file(tmp_path / f"{n}.txt", [b"%06d.example" % i for i in range(n, 60_000, n + 1)]) for n in range(5)]
    found = [name for piece in merged(files, at_once=3000) for name in piece]
    assert found == sorted({b"%06d.example" % i for n in range(5) for i in range(n, 60_000, n + 1)})


def test_a_file_is_whole_or_not_there_and_the_same_names_are_the_same_bytes(tmp_path: Path) -> None:
    writer = Writer(tmp_path / "a.gz")
    writer.write([b"a.example"])
    assert not (tmp_path / "a.gz").exists()
    writer.close(keep=False)
    assert not list(tmp_path.iterdir())
    assert (
        _file(tmp_path / "b.gz", [b"x.example"]).read_bytes() == _file(tmp_path / "c.gz", [b"x.example"]).read_bytes()
    )


@pytest.mark.parametrize("names", [[], [b"a.example"]])
def test_files_of_nothing_and_of_one(names: list[bytes], tmp_path: Path) -> None:
    file = _file(tmp_path / "x.gz", names)
    assert [name for piece in merged([file]) for name in piece] == names
