"""What is handed over: documents, evidence, digests and a script that checks them, as one ZIP."""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from typing import Any

from takedown.content import Letter, chinese_day
from takedown.enclosed import Enclosed
from takedown.manifests import Row, as_json, file_row
from takedown.names import EVIDENCE, MANIFEST, PACKAGE, README, VERIFY, internal
from takedown.steady import steady_zip
from zhenwei.errors import EvidenceError
from zhenwei.evidence import standalone
from zhenwei.evidence.record import PAGE
from zhenwei.sentences import said

FORMAT = "zhenwei-package/1"
# Of the office's own manifest the recipient gets these: nothing of who drafted and what was left out.
TOLD = ("tool", "recipient", "office", "kind", "captures")

_HOW = """移交材料校验说明

发文机关：{sender}
收文单位：{office}
标　　题：{title}
文　　号：{number}
成文日期：{day}

一、自动校验（任何装有 Python 3.8 以上版本的电脑，不需要安装其他软件，不联网）：

    python verify.py

  也可以不解压，直接校验收到的 ZIP 文件：

    python verify.py package.zip

  全部一致时显示“校验通过”，退出码为 0；有缺失、多余或者改动的文件时逐个列出，退出码为 1。

二、manifest.json 列明本材料全部文件的字节数、SHA-256{sm3}。
  请核对 manifest.json 自身的 SHA-256 与移交单位告知的是否一致（verify.py 会显示；也可用
  python verify.py --manifest 所告知的值），并填入移交回执。

三、函件正文和“证据清单”印有 evidence.sha256 的 SHA-256；evidence.sha256 列明函件引用的每个取证文件的 SHA-256。
{evidence}
四、不用 Python 时：

    sha256sum manifest.json                     （Linux、macOS）
    certutil -hashfile manifest.json SHA256     （Windows）
{sums}
本材料是网络巡查线索的固定材料，不代替执法机关依法开展的电子数据取证。
"""
_WHOLE = """  evidence 文件夹内按证据清单所列“保存位置”存放随附的取证文件；
  每份取证自带 manifest.json（该份全部文件的校验值）、custody.jsonl（保管记录首条，
  其散列列入该份清单）、exchanges.warc.gz（网络交互原始记录，WARC 1.1，ISO 28500:2017）。
{less}  取证文件为网页原始数据，含未经遮挡的信息，仅限公务使用；网页文件来自可疑网站，请勿在办公电脑上直接打开。
"""
_SUMS = "    cd evidence && sha256sum --check --ignore-missing ../evidence.sha256\n"
_LESS = "  受篇幅所限，{count} 份取证只附清单，不附原始文件；需要时请向移交单位调取，调取后可按清单校验。\n"
_NONE = "  本件不附取证文件原件；有权机关需要时请向移交单位调取，调取后可按 evidence.sha256 校验。\n"


def package(
    letter: Letter,
    about: Mapping[str, Any],
    files: Mapping[str, bytes],
    known: Mapping[str, Row],
    evidence: Enclosed,
) -> bytes:
    """Return the ZIP: everything of the folder that is not internal, evidence, and the page on checking.

    ``known`` are the rows of the files in a manifest.
    """
    inside = {name: data for name, data in files.items() if not internal(name)}
    rows = {name: known[name] for name in inside}
    sm3 = all("sm3" in row for row in rows.values())
    inside[README] = _readme(letter, about, evidence, sm3=sm3)
    rows[README] = file_row(inside[README])
    for name, data in evidence.files.items():
        inside[f"{EVIDENCE}/{name}"] = data
        rows[f"{EVIDENCE}/{name}"] = evidence.rows.get(name) or file_row(data)
    content = {
        "format": FORMAT,
        **{name: about[name] for name in TOLD if name in about},
        "sender": letter.sender,
        "title": letter.title,
        "number": letter.given,
        "dated": letter.day.isoformat(),
        "state": "draft" if letter.draft else "final",
        "files": dict(sorted(rows.items())),
    }
    inside[MANIFEST] = as_json(content)
    first = [MANIFEST, README, VERIFY]
    return steady_zip((name, inside[name]) for name in [*first, *sorted(inside.keys() - set(first))])


def evidence_in(data: bytes) -> Enclosed:
    """Return the evidence of a package made earlier. Raises EvidenceError if it cannot be read."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            listed = json.loads(archive.read(MANIFEST))["files"]
            names = [name for name in archive.namelist() if name.startswith(f"{EVIDENCE}/")]
            files = {name.removeprefix(f"{EVIDENCE}/"): archive.read(name) for name in names}
    except (zipfile.BadZipFile, zlib.error, ValueError, KeyError, TypeError) as error:
        raise EvidenceError(said("原有的 {package} 已损坏", package=PACKAGE)) from error
    return Enclosed(files, {name: listed[f"{EVIDENCE}/{name}"] for name in files})


@cache
def verify_script() -> bytes:
    """Return the script that goes along: the very module that this program itself checks packages with."""
    assert standalone.__spec__ is not None
    loader: Any = standalone.__spec__.loader
    source: str = loader.get_source(standalone.__name__)
    return source.encode()


def _readme(letter: Letter, about: Mapping[str, Any], evidence: Enclosed, *, sm3: bool) -> bytes:
    bare = [folder for folder in about.get("captures", {}) if f"{folder}/{PAGE}" not in evidence.files]
    less = _LESS.format(count=len(bare)) if bare else ""
    text = _HOW.format(
        sender=letter.sender,
        office=about.get("office", ""),
        title=letter.title,
        number=letter.given or "（草稿，尚未编号）",
        day=chinese_day(letter.day),
        sm3="和 SM3" if sm3 else "",
        sums=_SUMS if evidence.files else "",
        evidence=_WHOLE.format(less=less) if evidence.files else _NONE,
    )
    return text.encode()
