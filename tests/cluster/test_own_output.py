"""What Ray prints never reaches standard output, whichever thread prints it."""

from __future__ import annotations

import sys
import threading

import pytest

from zhenwei.cluster.own_output import not_ours, own_output


def say(text: str) -> None:
    sys.stdout.write(text)


def test_only_our_own_words_reach_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    with own_output():
        say("result\n")
        other = threading.Thread(target=say, args=("\x1b[33m(raylet)\x1b[0m A node is lost.\nIts last words",))
        other.start()
        other.join()
        with not_ours():
            say("held back until now")
        say("another result\n")
    out, err = capsys.readouterr()
    assert out == "result\nanother result\n"
    assert err == "集群消息：(raylet) A node is lost.\n集群消息：held back until now\n"


def test_without_a_cluster_nothing_is_taken_away(capsys: pytest.CaptureFixture[str]) -> None:
    with not_ours():
        say("ours\n")
    assert capsys.readouterr().out == "ours\n"
