"""However a command ends, a person reads one line at most, and never a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

# A command that goes wrong in a way that nobody foresaw, put in the place of a real one.
BROKEN = """
import sys
from zhenwei.cli import main, root, setup

def init() -> None:
    {body}

setup.init = init
sys.argv = ["zhenwei", "init"]
main()
"""


@pytest.mark.parametrize("deployed", [True, False])
def test_an_unforeseen_error_is_one_line_and_a_file(tmp_path: Path, deployed: bool) -> None:
    log, other = tmp_path / "data" / "log", tmp_path / "tmp"
    other.mkdir()
    if deployed:
        log.mkdir(parents=True)
    ended = _run("raise RuntimeError('first\\nsecond')", tmp_path)
    assert ended.returncode == 1
    (line,) = ended.stderr.splitlines()
    assert line.startswith("zhenwei: 内部错误：RuntimeError: first second（")
    (kept,) = (log if deployed else other).glob("error-*.log")
    assert str(kept) in line
    assert "Traceback" in kept.read_text("utf-8")
    assert kept.stat().st_mode & 0o077 == 0


def test_settings_that_cannot_be_read_do_not_hide_an_unforeseen_error(tmp_path: Path) -> None:
    (tmp_path / "zhenwei.toml").write_text("nonesuch = 1\n", "utf-8")
    (tmp_path / "tmp").mkdir()
    ended = _run("raise RuntimeError('first')", tmp_path)
    assert ended.returncode == 1
    assert "RuntimeError: first" in ended.stderr
    assert len(list((tmp_path / "tmp").glob("error-*.log"))) == 1


# A shell that starts the tests in the background has SIGINT ignored, which children inherit.
INTERRUPTED = """import os, signal
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.kill(os.getpid(), signal.SIGINT)
    signal.pause()"""


@pytest.mark.parametrize("body", ["raise KeyboardInterrupt", INTERRUPTED])
def test_an_interrupt_is_one_line(tmp_path: Path, body: str) -> None:
    ended = _run(body, tmp_path)
    assert ended.returncode == 130
    assert ended.stderr == "zhenwei: 已中断；此前保存的内容不受影响，可再次运行同一命令\n"


def test_a_question_without_an_answer_is_one_line(tmp_path: Path) -> None:
    ended = _run("import typer; typer.prompt('?', err=True)", tmp_path)
    assert ended.returncode == 1
    assert ended.stderr.splitlines()[-1].endswith("zhenwei: 已取消")


def test_an_error_of_ours_is_one_line(tmp_path: Path) -> None:
    ended = _run("from zhenwei.errors import NoSuch; raise NoSuch('没有\\n案件 7')", tmp_path)
    assert (ended.returncode, ended.stderr) == (1, "zhenwei: 没有 案件 7\n")


@pytest.mark.parametrize("code", [0, 1])
def test_an_exit_code_is_kept(tmp_path: Path, code: int) -> None:
    ended = _run(f"import typer; raise typer.Exit({code})", tmp_path)
    assert (ended.returncode, ended.stderr) == (code, "")


@pytest.mark.parametrize("lines", [1, 100_000])
def test_a_reader_that_has_gone_is_met_with_silence(tmp_path: Path, lines: int) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    ended = _run(f"[print('x' * 80) for _ in range({lines})]", tmp_path, writing)
    os.close(writing)
    assert (ended.returncode, ended.stderr) == (0, "")


def _run(body: str, folder: Path, stdout: int = subprocess.PIPE) -> subprocess.CompletedProcess[str]:
    environ = {key: value for key, value in os.environ.items() if not key.startswith(("ZHENWEI_", "COV_"))}
    environ |= {"ZHENWEI_DATA_DIR": str(folder / "data"), "TMPDIR": str(folder / "tmp")}
    command = [sys.executable, "-c", BROKEN.format(body=body)]
    return subprocess.run(
        command,
        cwd=folder,
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
