"""The command: one file a group of commands. Errors of ours end as one line on standard error and exit code 1."""

from __future__ import annotations

import sys

from zhenwei.cli.root import build
from zhenwei.errors import ZhenweiError


def main() -> None:
    """Run the command line."""
    try:
        build()()
    except ZhenweiError as error:
        line = " ".join(str(error).split())
        sys.stderr.write(f"zhenwei: {line}\n")
        raise SystemExit(1) from None
    except BrokenPipeError:
        raise SystemExit(0) from None
