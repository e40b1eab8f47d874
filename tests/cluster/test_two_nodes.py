"""The same screening on two real Ray nodes: equal results, also when one of them dies on the way."""

from __future__ import annotations

import gzip
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cluster.nodes import PATIENCE, Nodes
from tests.conftest import lacking

BAD = ("cx-mem-gov.top", "mem-gov-cn.com", "tezhongzuoye-chaxun.com", "cx.mem.gov.cn.evil.top")

pytestmark = [pytest.mark.cluster, pytest.mark.slow, pytest.mark.timeout(1800)]


@pytest.fixture(scope="module")
def nodes() -> Iterator[Nodes]:
    # The name of a socket may not be long, and pytest's folders have long names.
    with tempfile.TemporaryDirectory(prefix="zw-") as folder:
        started = Nodes(Path(folder))
        if not started.address:
            lacking("ray", "no Ray node could be started on this machine")
        yield started
        started.close()


def wait_for(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


def begun(folder: Path) -> dict[int, set[str]]:
    """Return the processes that began each job."""
    found: dict[int, set[str]] = {}
    for path in folder.glob("begun-*"):
        number, process = path.name.removeprefix("begun-").rsplit("-", 1)
        found.setdefault(int(number), set()).add(process)
    return found


def workers(folder: Path) -> set[str]:
    return set().union(*begun(folder).values())


def alive(process: str) -> bool:
    try:
        return " Z " not in Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False


def said(stderr: str) -> list[str]:
    """Return what a command says for itself: a busy machine's nodes may take each other for dead, and Ray tells."""
    return [line for line in stderr.splitlines() if not line.startswith("集群消息：")]


def write_zones(folder: Path) -> Path:
    """Write a plain list of several pieces, a packed one, a zone relative to its origin, a CSV and hidden rubbish."""
    folder.mkdir()
    plain = [f"{BAD[n % 4] if n % 50_000 == 0 else f'honest-shop-{n}.com'}\n" for n in range(260_000)]
    (folder / "a.txt").write_text("".join(plain))
    with gzip.open(folder / "b.txt.gz", "wt") as packed:
        packed.writelines(f"honest{n}.cn\nnot a name\n" if n % 90 else f"x{n}-mem-gov-cn.com\n" for n in range(3000))
    (folder / "sub").mkdir()
    rows = "".join(f"honest{n} IN NS ns1.host.example.\n" for n in range(500))
    (folder / "sub" / "c.zone").write_text(f"$ORIGIN top.\n{rows}cx-mem-gov IN NS a.\ncx-mem-gov IN NS b.\n")
    (folder / "d.csv").write_text("rank,name\n1,mem-gov-cn.com\n2,honest.example\n")
    (folder / ".e").write_bytes(bytes(range(256)) * 99)
    return folder


def test_two_nodes_say_what_one_machine_says(nodes: Nodes, tmp_path: Path) -> None:
    folder = str(write_zones(tmp_path / "zones"))
    for options in ((), ("--format", "list"), ("--threshold", "20")):
        here = nodes.screen(folder, *options, "--workers", "1")
        there = nodes.screen(folder, *options, "--cluster", nodes.address)
        assert here.returncode == 0, here.stderr
        assert there.returncode == 0, there.stderr
        assert here.stdout.count("\n") > 30
        assert there.stdout == here.stdout
        assert said(there.stderr) == said(here.stderr)  # the count of what is no name
    small = str(tmp_path / "zones" / "sub" / "c.zone")
    here = nodes.screen(small, "--scores", "--workers", "1")
    there = nodes.screen(small, "--scores", "--cluster", nodes.address)
    assert there.stdout == here.stdout
    assert there.stdout.count("\n") > 500


def test_a_node_that_dies_on_the_way_costs_nothing_but_time(nodes: Nodes, tmp_path: Path) -> None:
    driver = nodes.drive(tmp_path, 0, 6)
    wait_for(lambda: len(begun(tmp_path)) == 2 or driver.poll() is not None)  # both nodes are at work
    nodes.say("kill")
    wait_for(lambda: not all(map(alive, workers(tmp_path))))  # a worker outlives its node for a moment
    (tmp_path / "go").touch()
    out, err = driver.communicate(timeout=PATIENCE)
    nodes.say("add")
    assert driver.returncode == 0, err
    assert out.split() == [str(n * n) for n in range(6)]
    assert "集群消息" in err
    assert max(len(processes) for processes in begun(tmp_path).values()) == 2  # one job was begun twice
    assert {path.read_text() for path in tmp_path.glob("settled-*")} == {"x"}  # once a process


def test_what_a_node_cannot_read_is_said_with_its_name(nodes: Nodes, tmp_path: Path) -> None:
    (tmp_path / "go").touch()
    driver = nodes.drive(tmp_path, -1, 3)
    _, err = driver.communicate(timeout=PATIENCE)
    assert driver.returncode == 1
    last = err.strip().splitlines()[-1]
    assert last.startswith("节点 127.0.0.1（")
    assert "无法读取第 -1 段" in last
    assert len(begun(tmp_path)[-1]) == 1  # bad input is not tried again


def test_ctrl_c_ends_the_run_and_what_it_had_under_way(nodes: Nodes, tmp_path: Path) -> None:
    driver = nodes.drive(tmp_path, 0, 4)
    wait_for(lambda: len(begun(tmp_path)) == 2 or driver.poll() is not None)
    driver.send_signal(signal.SIGINT)
    _, err = driver.communicate(timeout=PATIENCE)
    assert driver.returncode != 0
    assert "KeyboardInterrupt" in err
    wait_for(lambda: not any(map(alive, workers(tmp_path))))
