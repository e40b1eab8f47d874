"""Handing captures to another office: folders and a page that says how to check them with everybody's tools."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

from zhenwei.clock import now
from zhenwei.errors import EvidenceError
from zhenwei.evidence.custody import append
from zhenwei.evidence.digests import sha256
from zhenwei.evidence.journal import Journals
from zhenwei.evidence.manifest import MANIFEST, read_manifest
from zhenwei.evidence.names import inside
from zhenwei.evidence.stamps import STAMP_TOKEN

SUMS = "SHA256SUMS"
README = "校验说明.txt"
_HOW = """取证材料校验说明

导出时间：{at}
导出人：{by}
取证份数：{count}

一、文件是否完整、未被改动（任何 Linux、macOS 或装有 GNU coreutils 的系统）：

    sha256sum -c {sums}

二、单份取证的 manifest.json 列出该份每个文件的长度、SHA-256 和 SM3；manifest.json 自身的 SHA-256 印在函件附件上：

    sha256sum 某份取证/manifest.json

三、可信时间戳（RFC 3161）：stamp.sha256 是加盖时间戳的清单，其中一行即该份 manifest.json 的 SHA-256；
stamp.tsr 是时间戳服务机构的应答，tsa.pem 为该机构的证书（向机构索取，核对后使用）：

    grep "$(sha256sum 某份取证/manifest.json | cut -c1-64)" 某份取证/stamp.sha256
    openssl ts -verify -data 某份取证/stamp.sha256 -in 某份取证/stamp.tsr -CAfile tsa.pem

四、网络交互记录为 WARC 1.1（ISO 28500:2017），可用 warcio、pywb 等通用工具校验和回放：

    warcio check 某份取证/*.warc.gz

五、custody.jsonl 为保管记录，逐行以散列相连。

本材料是线索固定材料，不等于完成的电子数据取证。
"""


def export_captures(root: Path, folders: Sequence[str], target: Path, by: str) -> int:
    """Copy captures to a new folder, or a new .zip, and enter that into their logs. Returns how many.

    Raises EvidenceError in one line (target exists, a capture has gone, disk full); then the target is not there.
    """
    if target.exists():
        raise EvidenceError(f"{target} 已存在，没有写入任何内容")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".export-") as scratch:
            whole = Path(scratch) / "whole"
            _fill(root, folders, whole, by)
            if target.suffix.lower() == ".zip":
                _zip(whole, Path(scratch) / "zip")
                (Path(scratch) / "zip").rename(target)
            else:
                whole.rename(target)
    except OSError as error:
        raise EvidenceError(f"无法导出到 {target}：{error.strerror or error}") from error
    return len(folders)


def _fill(root: Path, folders: Sequence[str], whole: Path, by: str) -> None:
    whole.mkdir()
    journals, sums = Journals(root), []
    for folder in folders:
        source = inside(root, folder)
        digest = sha256((source / MANIFEST).read_bytes()) if read_manifest(source) else ""
        append(source, "exported", by, {"captures": len(folders)})
        journals.append(folder.partition("/")[0], "exported", [{"folder": folder, "manifest_sha256": digest}], by)
        shutil.copytree(source, whole / folder, copy_function=shutil.copyfile)
    for file in sorted(path for path in whole.rglob("*") if path.is_file()):
        sums.append(f"{sha256(file.read_bytes())}  {file.relative_to(whole).as_posix()}\n")
    (whole / SUMS).write_text("".join(sums), "utf-8")
    how = _HOW.format(at=now().isoformat(timespec="seconds"), by=by, count=len(folders), sums=SUMS)
    if not any((whole / folder / STAMP_TOKEN).exists() for folder in folders):
        how = how.replace("三、可信时间戳（RFC 3161）：", "三、（本次材料尚无时间戳）可信时间戳（RFC 3161）：")
    (whole / README).write_text(how, "utf-8")


def _zip(whole: Path, target: Path) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for file in sorted(path for path in whole.rglob("*") if path.is_file()):
            packed.write(file, file.relative_to(whole).as_posix())
