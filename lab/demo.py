"""``make demo``: one whole night against the small world, with a script in the analyst's chair, results in var/demo.

Everything is done through the product's own commands, printed as they run, so that a newcomer can repeat them.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.console import Console

from lab.serve import Lab

WORLD = Path(__file__).parent / "worlds" / "small"
FOLDER = Path("var") / "demo"
ANALYST, REVIEWER, ADMIN = "demo-analyst", "demo-reviewer", "demo-admin"
FLAGGED = ("counterfeit_site", "certificate_sale", "hijacked_site")


def demo(folder: Path, world: Path = WORLD) -> None:
    """Run the demo into a folder, which is emptied first."""
    console = Console()
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    password = secrets.token_urlsafe(9)
    with Lab(world) as lab:
        environ = _environ(lab.settings, folder)
        run = _Runner(environ, console)
        run("init", "--admin", ADMIN, quiet=True, more={"ZHENWEI_ADMIN_PASSWORD": password})
        for name, role in ((ANALYST, "analyst"), (REVIEWER, "reviewer")):
            run("user", "add", name, "--role", role, "--password-stdin", quiet=True, given=password)
        for report in sorted((world / "leads").glob("*.csv")):
            run("leads", "add", str(report), "--source", "12377", quiet=True)
        run("nightly")
        flagged = [c for c in run.lines("cases", "list", "--state", "new") if c["verdict"] in FLAGGED]
        console.print(f"\n[bold]脚本代替分析人员确认 {len(flagged)} 个疑似网站[/]（正式使用时只能由人员确认）")
        numbers = [str(case["case"]) for case in flagged]
        if numbers:
            why = "演示：由脚本确认"
            run("cases", "decide", *numbers, "--as", "confirmed", "--by", ANALYST, "--why", why, quiet=True)
            run("notice", "draft", "--confirmed", "--by", ANALYST, quiet=True)
        run("lab", "score", str(world))
    _write_settings(environ, folder)
    _say_goodbye(console, folder, password)


class _Runner:
    """Runs commands of the product as a person would, in the deployment's environment."""

    def __init__(self, environ: Mapping[str, str], console: Console) -> None:
        self._environ, self._console = environ, console

    def __call__(self, *words: str, quiet: bool = False, given: str = "", more: Mapping[str, str] | None = None) -> str:
        self._console.print(f"[dim]$ zhenwei {' '.join(_short(words))}[/]", highlight=False)
        ended = subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "-m", "zhenwei", *words],
            env={**self._environ, **(more or {})},
            input=given,
            stdout=subprocess.PIPE if quiet else None,
            text=True,
            encoding="utf-8",
            check=False,
        )
        if ended.returncode:
            raise SystemExit(f"demo: zhenwei {words[0]} ended with {ended.returncode}")
        return ended.stdout or ""

    def lines(self, *words: str) -> list[dict[str, object]]:
        """Return the JSON Lines that a command prints."""
        return [json.loads(line) for line in self(*words, quiet=True).splitlines()]


def _short(words: Sequence[str]) -> list[str]:
    return [*words[:4], "…", *words[-6:]] if len(words) > 14 else list(words)


def _environ(settings: Mapping[str, str], folder: Path) -> dict[str, str]:
    own = {key: value for key, value in os.environ.items() if not key.startswith("ZHENWEI_")}
    browser = {key: os.environ[key] for key in ("ZHENWEI_BROWSER_PATH",) if key in os.environ}
    return own | browser | dict(settings) | {"ZHENWEI_DATA_DIR": str(folder.resolve())}


def _write_settings(environ: Mapping[str, str], folder: Path) -> None:
    """Leave settings with which the other commands find the demo's data when the lab is gone.

    The world's watchlist is copied: whoever tries a change on the desk changes the demo's, not the world's.
    """
    settings = {"data_dir": environ["ZHENWEI_DATA_DIR"]}
    if "ZHENWEI_WATCHLIST_DIR" in environ:
        own = shutil.copytree(environ["ZHENWEI_WATCHLIST_DIR"], folder / "watchlist")
        settings["watchlist_dir"] = str(Path(own).resolve())
    lines = [f"{key} = {json.dumps(value)}" for key, value in settings.items()]
    (folder / "zhenwei.toml").write_text("\n".join(lines) + "\n", "utf-8")


def _say_goodbye(console: Console, folder: Path, password: str) -> None:
    letters = sorted(folder.glob("letters/*/notice.docx"))
    console.print(f"\n数据库 {folder}/zhenwei.db · 证据 {folder}/evidence · 函件 {len(letters)} 份 {folder}/letters")
    console.print("打开研判页面 open the review page:")
    console.print(f"  ZHENWEI_CONFIG={folder}/zhenwei.toml .venv/bin/zhenwei review", highlight=False)
    console.print(f"  http://127.0.0.1:8000  用户 user {ANALYST}  口令 password {password}", highlight=False)
    console.print(f"  审核员 {REVIEWER}、管理员 {ADMIN} 口令相同 same password", highlight=False)


if __name__ == "__main__":
    demo(FOLDER)
