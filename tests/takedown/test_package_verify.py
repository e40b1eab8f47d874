"""verify.py of a package, run with nothing but Python's standard library, on sound and altered packages."""

from __future__ import annotations

import ast
import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from takedown.parcel import verify_script
from takedown.steady import steady_zip
from zhenwei.evidence import standalone
from zhenwei.evidence.packages import is_package, verify_package

FILES = {
    "notice.docx": b"PK letter",
    "校验说明.txt": "说明".encode(),
    "evidence/000001/a.example/1-desktop/page.html": b"<p>" * 400,
    "evidence/000001/a.example/1-desktop/pictures/001.png": b"\x89PNG",
}


def manifest_of(files: dict[str, bytes], **more: Any) -> dict[str, Any]:
    rows = {n: {"bytes": len(d), "sha256": hashlib.sha256(d).hexdigest()} for n, d in files.items()}
    return {"format": "zhenwei-package/1", "files": rows, **more}


def put(folder: Path, name: str, data: bytes) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A package as its recipient unpacks it."""
    sums = "".join(
        f"{hashlib.sha256(data).hexdigest()}  {name.removeprefix('evidence/')}\n"
        for name, data in FILES.items()
        if name.startswith("evidence/")
    )
    sums += f"{'0' * 64}  000001/b.example/2-phone/page.html\n"
    files = FILES | {"verify.py": verify_script(), "evidence.sha256": sums.encode()}
    made = tmp_path / "移交 材料"
    for name, data in files.items():
        put(made, name, data)
    put(made, "manifest.json", json.dumps(manifest_of(files)).encode())
    return made


def run(*arguments: str | Path, script: Path, **environ: str) -> tuple[int, str]:
    """Run the script without site packages and without our environment."""
    clean = {"PATH": os.environ["PATH"], **environ}
    command = [sys.executable, "-I", "-S", str(script), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, env=clean, cwd="/", check=False)
    assert done.stderr == b"", done.stderr.decode()
    return done.returncode, done.stdout.decode("utf-8")


def zipped(folder: Path, target: Path) -> Path:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    target.write_bytes(steady_zip((path.relative_to(folder).as_posix(), path.read_bytes()) for path in files))
    return target


def test_a_sound_package_as_folder_and_as_zip(folder: Path, tmp_path: Path) -> None:
    code, said = run(script=folder / "verify.py")
    assert (code, "校验通过：6 个文件全部一致" in said) == (0, True), said
    assert "引用的取证文件 3 个，随附 2 个，另有 1 个只列校验值" in said
    digest = hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest()
    assert digest in said
    assert hashlib.sha256((folder / "evidence.sha256").read_bytes()).hexdigest() in said
    assert run(zipped(folder, tmp_path / "p.zip"), script=folder / "verify.py")[0] == 0
    assert run("--manifest", digest.upper(), script=folder / "verify.py")[0] == 0
    code, said = run("--manifest", "0" * 64, script=folder / "verify.py")
    assert (code, "与所给的不符" in said) == (1, True)
    assert list(folder.rglob("__pycache__")) == []


@pytest.mark.parametrize("environ", [{"LC_ALL": "C"}, {"LC_ALL": "C.UTF-8"}, {"LC_ALL": "POSIX"}, {}])
def test_it_speaks_chinese_whatever_the_locale(folder: Path, environ: dict[str, str]) -> None:
    assert "校验通过" in run(script=folder / "verify.py", **environ)[1]


Change = Callable[[Path], object]
EVIDENCE = "evidence/000001/a.example/1-desktop"
CHANGES: dict[str, tuple[Change, str, str]] = {
    "a changed byte": (lambda f: put(f, "notice.docx", b"PK letteR"), "notice.docx", "SHA-256 不符"),
    "a byte more": (lambda f: put(f, "notice.docx", b"PK letter "), "notice.docx", "长度不符"),
    "a byte less": (lambda f: put(f, "notice.docx", b"PK lette"), "notice.docx", "长度不符"),
    "an empty file": (lambda f: put(f, f"{EVIDENCE}/page.html", b""), "page.html", "长度不符"),
    "a missing file": (lambda f: (f / "校验说明.txt").unlink(), "校验说明.txt", "文件缺失"),
    "a missing picture": (lambda f: (f / EVIDENCE / "pictures/001.png").unlink(), "001.png", "文件缺失"),
    "an extra file": (lambda f: put(f, "more.txt", b"x"), "more.txt", "清单中没有"),
    "a hidden extra file": (lambda f: put(f, "evidence/.x", b"x"), ".x", "清单中没有"),
    "a changed script": (lambda f: put(f, "verify.py", verify_script() + b"\n"), "verify.py", "不符"),
    "no manifest": (lambda f: (f / "manifest.json").unlink(), "manifest.json", "没有清单"),
    "no evidence list": (lambda f: (f / "evidence.sha256").unlink(), "evidence.sha256", "文件缺失"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_an_altered_package_is_told(folder: Path, tmp_path: Path, name: str) -> None:
    script = tmp_path / "verify.py"
    script.write_bytes(verify_script())
    change, file, what = CHANGES[name]
    change(folder)
    for target in (folder, zipped(folder, tmp_path / "p.zip")):
        code, said = run(target, script=script)
        assert code == 1, said
        assert any(file in line and what in line for line in said.splitlines()), said
        assert "校验不通过" in said
        if (folder / "manifest.json").exists():
            assert is_package(target)
            assert verify_package(target)[1]


NAMES = {
    "../outside": "路径不合规",
    "/etc/hosts": "路径不合规",
    "a/../../b": "路径不合规",
    "a//b": "路径不合规",
    "./notice.docx": "路径不合规",
    "": "路径不合规",
    "a/": "路径不合规",
    "..\\outside": "不允许的字符",
    "C:/x": "不允许的字符",
    "notice.docx:stream": "不允许的字符",
    "a\x00b": "不允许的字符",
    "a\nb": "不允许的字符",
    "a\u202eb": "不允许的字符",
    "e\u0301": "不允许的字符",
    "NUL": "文件名不合规",
    "x/con.txt": "文件名不合规",
    "notice.docx ": "路径不合规",
    "notice.docx.": "路径不合规",
    "y" * 500: "文件名不合规",
    "manifest.json": "不能列出自身",
    "NOTICE.DOCX": "大小写",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_manifest_cannot_lead_out_or_hide(folder: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "outside").write_bytes(b"secret")
    content = json.loads((folder / "manifest.json").read_text("utf-8"))
    content["files"][name] = {"bytes": 6, "sha256": hashlib.sha256(b"secret").hexdigest()}
    put(folder, "manifest.json", json.dumps(content).encode())
    code, said = run(script=folder / "verify.py")
    assert (code, NAMES[name] in said) == (1, True), said
    assert "\u202e" not in said


MANIFESTS = {
    "no JSON": b"{",
    "not UTF-8": b"\xff\xfe",
    "a list": b"[]",
    "another format": b'{"format": "x", "files": {"a": {}}}',
    "no files": b'{"format": "zhenwei-package/1", "files": {}}',
    "files are a list": b'{"format": "zhenwei-package/1", "files": ["notice.docx"]}',
    "a name twice": b'{"format": "zhenwei-package/1", "files": {"a": 1, "a": 2}}',
    "deep": b'{"a":' * 100_000,
    "rows are texts": b'{"format": "zhenwei-package/1", "files": {"notice.docx": "x"}}',
    "a length that is none": b'{"format": "zhenwei-package/1", "files": {"notice.docx": {"bytes": true}}}',
    "a huge number": b'{"format": "zhenwei-package/1", "files": {"notice.docx": {"bytes": ' + b"9" * 5000 + b"}}}",
}


@pytest.mark.parametrize("name", MANIFESTS)
def test_a_manifest_that_is_none(folder: Path, name: str) -> None:
    put(folder, "manifest.json", MANIFESTS[name])
    code, said = run(script=folder / "verify.py")
    assert (code, "校验不通过" in said) == (1, True), said


def test_links_are_not_followed(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "same").write_bytes(FILES["notice.docx"])
    (folder / "notice.docx").unlink()
    (folder / "notice.docx").symlink_to(tmp_path / "same")
    (folder / "more").symlink_to(tmp_path)
    code, said = run(script=folder / "verify.py")
    assert code == 1
    assert said.count("不是普通文件") == 2


def test_tricks_of_zip_files(folder: Path, tmp_path: Path) -> None:
    script, target = tmp_path / "verify.py", tmp_path / "p.zip"
    script.write_bytes(verify_script())
    files = [(p.relative_to(folder).as_posix(), p.read_bytes()) for p in sorted(folder.rglob("*")) if p.is_file()]
    with pytest.warns(UserWarning, match="Duplicate"):
        target.write_bytes(steady_zip([*files, ("notice.docx", b"other")]))
    assert "重名" in run(target, script=script)[1]
    target.write_bytes(steady_zip([*files, ("../../outside", b"x")]))
    assert run(target, script=script)[0] == 1
    zipped(folder, target)
    whole = target.read_bytes()
    target.write_bytes(whole[:-10])
    assert run(target, script=script)[0] == 1
    place = whole.index(b"PK letter")
    target.write_bytes(whole[:place] + b"pk" + whole[place + 2 :])
    assert "notice.docx" in run(target, script=script)[1]
    target.write_bytes(b"no zip")
    assert run(target, script=script)[0] == 1
    with zipfile.ZipFile(zipped(folder, target), "a") as archive:
        archive.comment = b"more"
    assert "注释" in run(target, script=script)[1]


@pytest.mark.parametrize(
    ("arguments", "code"), [(["--help"], 0), (["nowhere"], 2), (["a", "b"], 2), (["--manifest"], 2)]
)
def test_usage(folder: Path, arguments: list[str], code: int) -> None:
    assert run(*arguments, script=folder / "verify.py")[0] == code


def test_the_script_needs_nothing_but_an_old_python() -> None:
    tree = ast.parse(verify_script(), feature_version=(3, 8))
    imported = {a.name.split(".")[0] for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    imported |= {str(n.module) for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    assert imported <= set(sys.stdlib_module_names)
    newer = ("removeprefix", "removesuffix", "is_relative_to", "zip(strict", "math.lcm")
    assert [word for word in newer if word.encode() in verify_script()] == []


def test_the_command_knows_packages(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from zhenwei.cli.evidence import app

    monkeypatch.chdir(tmp_path)
    shutil.rmtree(folder / "evidence")  # these captures are none
    content = json.loads((folder / "manifest.json").read_text("utf-8"))
    content["files"] = {n: row for n, row in content["files"].items() if not n.startswith("evidence/")}
    put(folder, "manifest.json", json.dumps(content).encode())
    for target in (folder, zipped(folder, tmp_path / "p.zip")):
        result = CliRunner().invoke(app, ["verify", str(target)])
        assert (result.exit_code, json.loads(result.stdout)) == (0, {"files": 4, "problems": 0})
    put(folder, "notice.docx", b"x")
    result = CliRunner().invoke(app, ["verify", str(folder)])
    assert result.exit_code == 1
    assert "notice.docx" in result.stdout


def test_the_module_is_the_script() -> None:
    assert Path(standalone.__file__).read_bytes() == verify_script()
