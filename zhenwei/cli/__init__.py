"""The command: one file a group of commands. Whatever goes wrong ends as one line on standard error."""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
from pathlib import Path
from typing import NoReturn

import typer

from zhenwei.cli.root import build
from zhenwei.cli.wording import complaint
from zhenwei.errors import ZhenweiError

INTERRUPTED = 130  # 128 + SIGINT, as shells say it; Typer returns the same number


def main() -> None:
    """Run the command line. Exit codes: 0, 1 for a failure, 2 for wrong usage, 130 after Ctrl-C."""
    try:
        # Not standalone: Typer would print usage errors in English, and an interrupt not at all.
        code = build()(standalone_mode=False)
        sys.stdout.flush()
    except ZhenweiError as error:
        _end(1, str(error))
    except typer.TyperException as error:
        _misused(error)
    except typer.Abort:
        _end(1, "已取消")
    except KeyboardInterrupt:
        code = INTERRUPTED
    except BrokenPipeError:
        _nobody_reads()
    except SystemExit as ended:
        # Typer turns a broken pipe into exit code 1; a reader that has seen enough is no failure.
        if isinstance(ended.__context__, BrokenPipeError):
            _nobody_reads()
        raise
    except Exception as error:  # noqa: BLE001 - the outermost edge: no user should meet a traceback
        _end(1, f"内部错误：{type(error).__name__}: {error}（{_kept(error)}）")
    if code == INTERRUPTED:
        _end(INTERRUPTED, "已中断；此前保存的内容不受影响，可再次运行同一命令")
    raise SystemExit(code if isinstance(code, int) else 0)


def _end(code: int, line: str) -> NoReturn:
    sys.stderr.write(f"zhenwei: {' '.join(line.split())}\n")
    raise SystemExit(code) from None


def _misused(error: typer.TyperException) -> NoReturn:
    """End with how the command is called and what was wrong, or with its help page if it was called without a word."""
    ctx = getattr(error, "ctx", None)
    if ctx is None:
        _end(error.exit_code, f"用法错误：{complaint(error.format_message())}")
    if error.message == ctx.get_help():
        sys.stderr.write(f"{error.message}\n")
        raise SystemExit(error.exit_code) from None
    sys.stderr.write(f"{ctx.get_usage()}\n")
    _end(error.exit_code, f"用法错误：{complaint(error.format_message())}（说明：{ctx.command_path} --help）")


def _nobody_reads() -> NoReturn:
    """End quietly. Standard output is turned to nowhere, for Python writes what is left in its buffer at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    raise SystemExit(0) from None


def _kept(error: Exception) -> str:
    """Write the traceback into a file that only this user may read, and say where."""
    try:
        handle, path = tempfile.mkstemp(prefix="error-", suffix=".log", dir=_log_folder(), text=True)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write("".join(traceback.format_exception(error)))
    except OSError as failed:
        return f"详情无法写入文件：{failed.strerror or failed}"
    return f"请将 {path} 交给维护人员"


def _log_folder() -> Path | None:
    """Return the log folder of the deployment if there is one; None stands for the folder for temporary files."""
    from zhenwei.config import load_settings  # pydantic takes its time, and other commands may not need it

    try:
        folder = load_settings(os.environ, Path.cwd()).data_dir / "log"
    except ZhenweiError:
        return None
    return folder if os.access(folder, os.W_OK) else None
