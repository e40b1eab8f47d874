from __future__ import annotations

import pytest

from detectors.names.lists import Tally, read_names
from zhenwei.errors import BadInput


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("a.example", "a.example"),
        ("a.example.", "a.example"),
        ("  a.example  \r\n", "a.example"),
        ("\ufeffa.example", "a.example"),
        ("*.a.example", "a.example"),
        ("a.example,2026-11-20,x", "a.example"),
        ('"a.example","x"', "a.example"),
        ("17,a.example", "a.example"),
        ("a.example. 3600 IN NS ns1.b.example.", "a.example"),
        ("a.example.\tIN\tA\t192.0.2.1", "a.example"),
        ("a.example.\tns\tns1.b.example.", "a.example"),
        ("a.example some remark", "a.example"),
        ("应急.中国", "应急.中国"),
        ("http://a.example/b", "http://a.example/b"),
        ("# remark", None),
        ("; remark", None),
        ("", None),
        ("domain,label", None),
        ("localhost", None),
    ],
)
def test_one_line(line: str, name: str | None) -> None:
    assert list(read_names([line.encode()], Tally())) == ([name] if name else [])


def test_names_of_a_zone_file_are_relative_to_its_origin() -> None:
    lines = [
        b"$ORIGIN top.\n",
        b"$TTL 3600\n",
        b"ABC NS ns1.b.example.\n",
        b"ABC NS ns2.b.example.\n",
        b"d.top. NS ns1\n",
    ]
    assert list(read_names(lines, Tally())) == ["ABC.top", "d.top"]


def test_rubbish_is_counted_and_never_stops_a_list_of_names() -> None:
    tally = Tally()
    lines = [b"a.example\n", b"\xff\xfe\x00\n", b"b.example\n", b"no name\n"]
    assert list(read_names(lines, tally)) == ["a.example", "b.example"]
    assert (tally.names, tally.rubbish) == (2, 2)


def test_a_file_of_another_kind_is_refused_with_its_name() -> None:
    with pytest.raises(BadInput, match=r"photo\.jpg"):
        list(read_names([b"\x89PNG\x00\xff"] * 1000, Tally(), "photo.jpg"))
