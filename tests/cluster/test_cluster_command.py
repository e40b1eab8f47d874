"""``zhenwei screen --cluster`` where there is no cluster, no Ray, or not the file that was meant. Needs no Ray."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from pathlib import Path

import pytest

from detectors.names import Screener
from zhenwei.cli import screening
from zhenwei.cli.cluster import parts, scan_part
from zhenwei.cli.files import files_in
from zhenwei.errors import BadInput
from zhenwei.watchlist import load_watchlist

WITHOUT_RAY = "import sys; sys.modules['ray'] = None; from zhenwei.cli import main; main()"


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environ = {k: v for k, v in os.environ.items() if not k.startswith(("ZHENWEI_", "COV_"))}
    command = [sys.executable, "-c", WITHOUT_RAY, "screen", *arguments]
    return subprocess.run(command, cwd=folder, env=environ, capture_output=True, text=True, check=False, input="")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["names.txt", "--cluster", "local"], "pip install 'zhenwei[cluster]'"),
        (["names.txt", "--cluster", "somewhere"], "应写成 主机:端口"),
        (["names.txt", "--cluster", "ray://head:10001"], "应写成 主机:端口"),
        (["names.txt", "--cluster", "127.0.0.1:1"], "连不上 Ray 集群"),
        (["-", "--cluster", "local"], "标准输入只有本机能读"),
        (["--cluster", "local"], "标准输入只有本机能读"),
        (["absent.txt", "--cluster", "local"], "absent.txt"),
        (["empty", "--cluster", "local"], "没有文件"),
        (["empty"], "没有文件"),
        (["page.html", "--cluster", "local"], "不像域名清单"),
    ],
    ids=" ".join,
)
def test_what_is_missing_is_said_in_one_line(tmp_path: Path, arguments: list[str], said: str) -> None:
    (tmp_path / "names.txt").write_text("honest.example\n")
    (tmp_path / "page.html").write_text("<p>nothing here\n" * 600)
    (tmp_path / "empty").mkdir()
    ended = run(tmp_path, *arguments)
    assert ended.returncode == 1
    assert ended.stderr.count("\n") == 1
    assert said in ended.stderr
    assert ended.stdout == ""


def test_a_folder_is_screened_by_the_names_of_its_files(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("mem-gov-cn.com\n")
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "z.txt").write_text("cx-mem-gov.top\n")
    (tmp_path / ".hidden").write_text("tezhongzuoye-chaxun.com\n")
    assert files_in([str(tmp_path), "-"]) == [str(tmp_path / "a" / "z.txt"), str(tmp_path / "b.txt"), "-"]
    ended = run(tmp_path, ".", "--format", "list")
    assert ended.stdout.split() == ["cx-mem-gov.top", "mem-gov-cn.com"]


def test_packed_files_and_zones_are_parts_as_a_whole(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("".join(f"honest-{n}.example\n" for n in range(300_000)))
    with gzip.open(tmp_path / "b.gz", "wt") as packed:
        packed.write("honest.example\n" * 100)
    (tmp_path / "c.zone").write_text("$ORIGIN cn.\nhonest IN NS ns.example.\n")
    cut = list(parts(files_in([str(tmp_path)])))
    assert [Path(part.file).name for part in cut] == ["a.txt", "a.txt", "b.gz", "c.zone"]
    assert [part.piece is None for part in cut] == [False, False, True, True]


def test_a_file_that_is_another_one_on_this_machine_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("cx-mem-gov.top\n")
    (part,) = parts([str(file)])
    screening.build(load_watchlist())
    assert [o.domain for found in scan_part(part, 50) for o in found.opinions] == ["cx-mem-gov.top"]
    file.write_text("cx-mem-gov.top\nmore.example\n")
    with pytest.raises(BadInput, match="应为 15 字节"):
        scan_part(part, 50)
    file.unlink()
    with pytest.raises(BadInput, match=r"无法读取 .*a\.txt"):
        scan_part(part, 50)


def test_a_watchlist_travels_by_value() -> None:
    import pickle

    watchlist = load_watchlist()
    other = pickle.loads(pickle.dumps(watchlist))
    assert other == watchlist
    assert Screener(other).screen("cx-mem-gov.top") == Screener(watchlist).screen("cx-mem-gov.top")
