"""校验移交材料：逐个核对文件夹（或 ZIP）中每个文件与清单 manifest.json 是否一致。

用法：python verify.py [文件夹或ZIP文件] [--manifest 清单的SHA-256]
缺省校验本脚本所在的文件夹。只需 Python 3.8 以上版本，不需要安装任何软件，不联网，不修改任何文件。
全部一致时退出码为 0，有任何不符时为 1，用法有误时为 2。
"""

# This file goes along with every package as verify.py: Python's standard library only, syntax of Python 3.8.
from __future__ import annotations

import hashlib
import json
import os
import re
import stat
import sys
import unicodedata
import zipfile
import zlib
from pathlib import Path
from typing import IO, Any

MANIFEST, SUMS, EVIDENCE = "manifest.json", "evidence.sha256", "evidence"
FORMATS = ("zhenwei-package/1", "zhenwei-letter/2")
LARGEST_MANIFEST = 64000000
CHUNK = 1 << 20
HEX = re.compile("[0-9a-f]{64}")
RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
UNREADABLE = (OSError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)
SUM_LINE = re.compile("([0-9a-f]{64})  (.+)")


class Damaged(Exception):
    """What stands in the way of any check at all, in one line."""


class Folder:
    """A package as a folder."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def names(self) -> tuple[list[str], list[tuple[str, str]]]:
        """Return (regular files, what is none with the reason)."""
        files: list[str] = []
        odd: list[tuple[str, str]] = []
        for place, folders, names in os.walk(str(self.path)):
            for name in folders + names:
                path = Path(place, name)
                relative = path.relative_to(self.path).as_posix()
                mode = os.lstat(str(path)).st_mode
                if stat.S_ISREG(mode):
                    files.append(relative)
                elif not stat.S_ISDIR(mode):
                    odd.append((relative, "不是普通文件（链接或者设备），没有读取"))
        return sorted(files), sorted(odd)

    def open(self, name: str) -> IO[bytes]:
        return (self.path / name).open("rb")

    def close(self) -> None:
        pass


class Archive:
    """A package as a ZIP, read where it lies."""

    def __init__(self, path: Path) -> None:
        self.zip = zipfile.ZipFile(str(path))

    def names(self) -> tuple[list[str], list[tuple[str, str]]]:
        files: list[str] = []
        odd: list[tuple[str, str]] = []
        for info in self.zip.infolist():
            mode = info.external_attr >> 16
            if info.filename in files:
                odd.append((info.filename, "ZIP 中有重名文件"))
            elif info.flag_bits & 1:
                odd.append((info.filename, "ZIP 中的文件已加密，无法校验"))
            elif stat.S_IFMT(mode) not in (0, stat.S_IFREG) or info.filename.endswith("/"):
                odd.append((info.filename, "不是普通文件，没有读取"))
            else:
                files.append(info.filename)
        if self.zip.comment:
            odd.append(("（ZIP 注释）", "多出的内容"))
        return sorted(files), sorted(odd)

    def open(self, name: str) -> IO[bytes]:
        return self.zip.open(name)

    def close(self) -> None:
        self.zip.close()


class Report:
    """What a check found: ``problems`` as (file, what), ``notes`` for a person."""

    def __init__(self) -> None:
        self.checked = 0
        self.manifest = ""
        self.problems: list[tuple[str, str]] = []
        self.notes: list[str] = []

    def bad(self, name: str, what: str) -> None:
        self.problems.append((name, what))


def check(path: Path, expected: str = "") -> Report:
    """Check a folder or a ZIP; ``expected`` is what somebody was told of the manifest's SHA-256."""
    report = Report()
    try:
        source = Folder(path) if path.is_dir() else Archive(path)
        try:
            check_source(source, expected, report)
        finally:
            source.close()
    except Damaged as error:
        report.bad(MANIFEST, str(error))
    except UNREADABLE as error:
        report.bad(path.name, "无法读取：" + one_line(error))
    return report


def check_source(source: Folder | Archive, expected: str, report: Report) -> None:
    """Check the manifest, every file that it lists, what it does not list, and the captures."""
    names, odd = source.names()
    report.problems += odd
    if MANIFEST not in names:
        raise Damaged("没有清单 " + MANIFEST)
    with source.open(MANIFEST) as file:
        raw = file.read(LARGEST_MANIFEST + 1)
    report.manifest = hashlib.sha256(raw).hexdigest()
    if expected and expected.lower() != report.manifest:
        report.bad(MANIFEST, "SHA-256 与所给的不符：实际 " + report.manifest)
    listed = rows_of(raw)
    seen = files_of(source, names, listed, report)
    for name in names:
        if name not in listed and name != MANIFEST:
            report.bad(name, "清单中没有的文件")
    evidence_of(source, seen, report)


def one_line(error: BaseException) -> str:
    """Return what an error says, short."""
    return " ".join((str(error) or type(error).__name__).split())[:200]


def unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Refuse JSON objects in which one name stands twice: programs differ in which one counts."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Damaged("清单中有重复的项")
    return found


def rows_of(raw: bytes) -> dict[str, Any]:
    """Return name → row of the manifest. Raises Damaged."""
    if len(raw) > LARGEST_MANIFEST:
        raise Damaged("清单过大")
    try:
        content = json.loads(raw.decode("utf-8"), object_pairs_hook=unique)
    except (ValueError, RecursionError) as error:
        raise Damaged("清单已损坏：" + one_line(error)) from None
    if not isinstance(content, dict) or content.get("format") not in FORMATS:
        raise Damaged("不是移交材料的清单，或者格式无法识别")
    listed = content.get("files")
    if not isinstance(listed, dict) or not listed:
        raise Damaged("清单没有列出任何文件")
    return listed


def why_unsafe(name: str) -> str:
    """Return why a name may not stand in a manifest: it could lead out of the folder, or is not one name everywhere."""
    parts = name.split("/")
    if any(part in ("", ".", "..") or part != part.strip() or part.endswith(".") for part in parts):
        return "路径不合规"
    if "\\" in name or ":" in name or not name.isprintable() or unicodedata.normalize("NFC", name) != name:
        return "文件名含有不允许的字符"
    if any(RESERVED.fullmatch(part) for part in parts) or len(name) > 400:
        return "文件名不合规"
    return ""


def files_of(source: Folder | Archive, names: list[str], listed: dict[str, Any], report: Report) -> dict[str, str]:
    """Check every listed file; return name → SHA-256 of those that were read."""
    there = set(names)
    seen: dict[str, str] = {}
    folded: dict[str, str] = {}
    for name in sorted(listed):
        row, reason = listed[name], why_unsafe(name)
        if reason:
            report.bad(name, "清单中的文件名不合规，没有读取：" + reason)
            continue
        if folded.setdefault(name.casefold(), name) != name:
            report.bad(name, "清单中有只差大小写的文件名")
        length = row.get("bytes") if isinstance(row, dict) else None
        digest = row.get("sha256") if isinstance(row, dict) else None
        if type(length) is not int or length < 0 or not isinstance(digest, str) or not HEX.fullmatch(digest):
            report.bad(name, "清单中这一项不完整")
        elif name == MANIFEST:
            report.bad(name, "清单不能列出自身")
        elif name not in there:
            report.bad(name, "文件缺失")
        else:
            report.checked += 1
            seen[name] = file_of(source, name, row, report)
    return seen


def file_of(source: Folder | Archive, name: str, row: dict[str, Any], report: Report) -> str:
    """Compare one file with its row and return its SHA-256."""
    sha, second, length = hashlib.sha256(), sm3(), 0
    wanted = row.get("sm3")
    try:
        with source.open(name) as file:
            while length <= row["bytes"]:  # what is longer than promised is not read to its end
                data = file.read(CHUNK)
                if not data:
                    break
                length += len(data)
                sha.update(data)
                if second is not None and wanted:
                    second.update(data)
    except UNREADABLE as error:
        report.bad(name, "无法读取：" + one_line(error))
        return ""
    if length != row["bytes"]:
        more = "超过 " if length > row["bytes"] else ""
        report.bad(name, f"长度不符：清单 {row['bytes']} 字节，实际 {more}{length} 字节")
    elif sha.hexdigest() != row["sha256"]:
        report.bad(name, f"SHA-256 不符：清单 {row['sha256']}，实际 {sha.hexdigest()}")
    elif second is not None and wanted and second.hexdigest() != wanted:
        report.bad(name, f"SM3 不符：清单 {str(wanted)[:64]}，实际 {second.hexdigest()}")
    return sha.hexdigest()


def sm3() -> Any:
    """Return an SM3 (GB/T 32905-2016) where this Python has one."""
    try:
        return hashlib.new("sm3")
    except ValueError:
        return None


def evidence_of(source: Folder | Archive, seen: dict[str, str], report: Report) -> None:
    """Compare the captures that lie here with the list whose digest the letter prints."""
    if SUMS not in seen:
        return
    with source.open(SUMS) as file:
        lines = file.read().decode("utf-8").splitlines()
    report.notes.append(f"取证文件校验值汇总 {SUMS} 的 SHA-256：{seen[SUMS]}（应与函件所印一致）")
    here = 0
    cited: dict[str, str] = {}
    for line in lines:
        match = SUM_LINE.fullmatch(line)
        if match is None:
            report.bad(SUMS, "有一行不是校验值")
            continue
        cited[EVIDENCE + "/" + match.group(2)] = match.group(1)
    for name, digest in cited.items():
        if name in seen:
            here += 1
            if seen[name] != digest:
                report.bad(name, f"与 {SUMS} 所列的 SHA-256 不符")
    if any(name.startswith(EVIDENCE + "/") for name in seen):
        left = len(cited) - here
        more = f"，另有 {left} 个只列校验值，可向移交单位调取" if left else ""
        report.notes.append(f"函件引用的取证文件 {len(cited)} 个，随附 {here} 个{more}")


def main(arguments: list[str]) -> int:
    """Print what matches and what does not; return the exit code."""
    speak_chinese()
    expected = ""
    if "--manifest" in arguments:
        place = arguments.index("--manifest")
        expected = "".join(arguments[place + 1 : place + 2]).lower()
        arguments = arguments[:place] + arguments[place + 2 :]
        if not HEX.fullmatch(expected):
            say("--manifest 之后应为 64 位十六进制的 SHA-256")
            return 2
    if len(arguments) > 1 or any(argument.startswith("-") for argument in arguments):
        say((__doc__ or "").strip())
        return 0 if arguments in (["-h"], ["--help"]) else 2
    path = Path(arguments[0]) if arguments else Path(__file__).resolve().parent
    if not path.exists():
        say(f"没有这个文件夹或者文件：{path}")
        return 2
    return tell(check(path, expected))


def tell(report: Report) -> int:
    """Print a report and return the exit code."""
    for name, what in report.problems:
        say(f"不符　{name}　{what}")
    for note in report.notes:
        say(f"说明　{note}")
    if report.manifest:
        say(f"说明　清单 {MANIFEST} 的 SHA-256：{report.manifest}")
    if report.problems:
        say(f"校验不通过：已核对 {report.checked} 个文件，发现 {len(report.problems)} 处不符")
        return 1
    say(f"校验通过：{report.checked} 个文件全部一致")
    return 0


def say(line: str) -> None:
    """Print one line; a name made of control characters must not write on the screen."""
    sys.stdout.write("".join(c if c.isprintable() or c == "\n" else "?" for c in line) + "\n")


def speak_chinese() -> None:
    """Make sure that standard output can print what is said."""
    try:
        "符".encode(sys.stdout.encoding or "ascii")
        sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    except (UnicodeEncodeError, LookupError):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
