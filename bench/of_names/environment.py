"""Environments of their own for the peers: made on first use in a cache folder, kept for the next run.

Their packages (one under the GPL) are only run beside Zhenwei, never imported by it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

# The versions that were measured; another version is another peer.
OPENSQUAT = ("opensquat==2.3.1",)
DNSTWIST = ("dnstwist==20250130",)
HYPERSCAN = ("hyperscan==0.9.1",)
_PATIENCE = 120


class NoPeer(Exception):
    """The registry gave no package: the peer's figures are left out, with this text as the reason."""


def cache_folder() -> Path:
    """Return where environments are kept: ``ZHENWEI_BENCH_CACHE``, else below the user's cache folder."""
    if chosen := os.environ.get("ZHENWEI_BENCH_CACHE"):
        return Path(chosen)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "zhenwei-bench"


def interpreter(name: str, packages: tuple[str, ...]) -> Path:
    """Return the Python of the environment ``name`` with exactly these packages, made if need be. Raises NoPeer."""
    folder = cache_folder() / name
    python = folder / "bin" / "python"
    mark = folder / "complete"
    if python.exists() and mark.exists() and mark.read_text("utf-8").split() == list(packages):
        return python
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    for line in _lines(folder, python, packages):
        _run(line, name)
    mark.write_text("\n".join(packages), "utf-8")
    return python


def dnstwist_dictionaries() -> Path:
    """Return a folder with dnstwist's ``*.dict`` files, which its package on PyPI lacks. Raises NoPeer.

    Debian's package of the program holds them: taken from an installed one, else fetched and unpacked beside the rest.
    """
    installed = Path("/usr/share/dnstwist/dictionaries")
    folder = cache_folder() / "dnstwist-dictionaries"
    unpacked = folder / installed.relative_to("/")
    for known in (installed, unpacked):
        if (known / "english.dict").exists():
            return known
    folder.mkdir(parents=True, exist_ok=True)
    _run(["apt-get", "download", "dnstwist"], "dnstwist's dictionaries", folder)
    for package in folder.glob("dnstwist_*.deb"):
        _run(["dpkg-deb", "-x", str(package), str(folder)], "dnstwist's dictionaries")
    if not (unpacked / "english.dict").exists():
        raise NoPeer("dnstwist's dictionaries: Debian's package does not hold them")
    return unpacked


def _lines(folder: Path, python: Path, packages: tuple[str, ...]) -> list[list[str]]:
    """Return the commands that make an environment: uv where there is one, else the standard library's."""
    beside = Path(__file__).resolve().parents[2] / ".tools" / "bin" / "uv"
    uv = str(beside) if beside.exists() else shutil.which("uv")
    if uv:
        return [
            [uv, "venv", "--quiet", "--python", sys.executable, str(folder)],
            [uv, "pip", "install", "--quiet", "--python", str(python), *packages],
        ]
    return [
        [sys.executable, "-m", "venv", str(folder)],
        [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages],
    ]


def _run(line: list[str], name: str, folder: Path | None = None) -> None:
    try:
        subprocess.run(line, cwd=folder, check=True, capture_output=True, timeout=_PATIENCE)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NoPeer(f"{name}: {line[0]} could not be run ({error})") from error
    except subprocess.CalledProcessError as error:
        last = error.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or ["no message"]
        raise NoPeer(f"{name}: {Path(line[0]).name} failed: {last[0]}") from error
