"""Finding a Chromium: the configured one, one on the PATH, Playwright's own, or (``--install``) getting one.

``python -m crawler.browser [--install]`` prints the path and exits with 0, or says what was tried and exits with 1.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import playwright

from zhenwei.config import Settings, load_settings
from zhenwei.errors import ZhenweiError

# The headless shell starts faster and draws faster; the others do as well.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
# Debian's commands are shell scripts that print a warning and start these.
BEHIND_WRAPPERS = {
    "chromium": "/usr/lib/chromium/chromium",
    "chromium-browser": "/usr/lib/chromium-browser/chromium-browser",
    "chromium-headless-shell": "/usr/lib/chromium/chromium-headless-shell",
}
PACKAGES = (("chromium-headless-shell", "fonts-noto-cjk"), ("chromium", "fonts-noto-cjk"))


@dataclass(frozen=True, slots=True)
class Browser:
    """A program to render with, and where it was found: setting, path or playwright."""

    path: Path
    source: str


def find_browser(settings: Settings, environ: Mapping[str, str]) -> Browser | None:
    """Look without starting anything. A configured path that is no program is not replaced by another: None."""
    configured = settings.browser_path or environ.get("BROWSER_PATH", "")
    if configured:
        return Browser(Path(configured), "setting") if _runs(Path(configured)) else None
    for name in NAMES:
        if found := shutil.which(name, path=environ.get("PATH", "")):
            return Browser(_unwrapped(name, Path(found)), "path")
    return next((Browser(path, "playwright") for path in _of_playwright(environ)), None)


def _unwrapped(name: str, found: Path) -> Path:
    real = Path(BEHIND_WRAPPERS.get(name, ""))
    ours = name in BEHIND_WRAPPERS and found.parent in (Path("/usr/bin"), Path("/bin"))
    return real if ours and _runs(real) else found


def _runs(path: Path) -> bool:
    return path.is_file() and os.access(path, os.X_OK)


def _of_playwright(environ: Mapping[str, str]) -> list[Path]:
    """Chromiums that ``playwright install`` has put into its folder (Linux and macOS places), newest first."""
    home = Path(environ.get("HOME") or "/nonexistent")
    roots = [environ.get("PLAYWRIGHT_BROWSERS_PATH", ""), str(home / ".cache/ms-playwright")]
    roots.append(str(home / "Library/Caches/ms-playwright"))
    shapes = ("chromium_headless_shell-*/*/*shell", "chromium-*/*/chrome", "chromium-*/*/*.app/Contents/MacOS/*")
    found = [p for root in roots if root for shape in shapes for p in sorted(Path(root).glob(shape), reverse=True)]
    return [path for path in found if _runs(path)]


def install(settings: Settings, environ: Mapping[str, str], say: Callable[[str], None]) -> Browser | None:
    """Get a browser: Playwright's own, then the distribution's package where we are root. Says each failure."""
    if found := find_browser(settings, environ):
        return found
    if settings.browser_path or environ.get("BROWSER_PATH"):
        say("BROWSER_PATH 指向的文件不是可执行程序，请改正或清空该设置")
        return None
    steps: list[tuple[str, list[str]]] = [
        ("Playwright 自带的 Chromium", [sys.executable, "-m", "playwright", "install", "--only-shell", "chromium"])
    ]
    apt = shutil.which("apt-get", path=environ.get("PATH", ""))
    if apt and os.geteuid() == 0:
        steps.append(("apt-get update", [apt, "-qq", "update"]))
        steps += [(f"apt-get install {' '.join(p)}", [apt, "-qq", "-y", "install", *p]) for p in PACKAGES]
    for name, command in steps:
        failure = _run(command, environ)
        if failure:
            say(f"{name}：未成功（{failure}）")
        elif (found := find_browser(settings, environ)) and _draws(found, say):
            return found
    if not apt or os.geteuid() != 0:
        say("本机不能用 apt-get 安装（需要 root 和 Debian/Ubuntu）；请安装 Chromium 和中文字体，或设置 BROWSER_PATH")
    return None


def complete(environ: Mapping[str, str], say: Callable[[str], None]) -> None:
    """See to what a browser needs beside itself: libraries of Playwright's driver, a font for Chinese.

    As root on Debian they are installed; elsewhere one line says what is missing and what it costs.
    """
    apt = shutil.which("apt-get", path=environ.get("PATH", "")) if os.geteuid() == 0 else None
    for lacks, package, cost in (
        (driver_problem, "libatomic1", "网页不能渲染"),
        (_font_problem, "fonts-noto-cjk", "截图中的汉字显示为方框"),
    ):
        problem = lacks()
        if problem and apt:
            _run([apt, "-qq", "update"], environ)
            _run([apt, "-qq", "-y", "install", package], environ)
            problem = lacks()
        if problem:
            say(f"{problem}：{cost}；请安装 {package}")


def driver_problem() -> str:
    """Return why Playwright's driver (a Node.js of its own) does not start, or nothing."""
    node = Path(playwright.__file__).parent / "driver" / "node"
    failure = _run([str(node), "--version"], dict(os.environ))
    return f"Playwright 驱动不能启动（{failure}）" if failure else ""


def _font_problem() -> str:
    program = shutil.which("fc-list")
    if program is None:
        return ""  # nothing to ask with: the system has fonts of another kind, or none at all
    listed = subprocess.run([program, ":lang=zh", "family"], capture_output=True, text=True, check=False)  # noqa: S603
    return "" if listed.stdout.strip() else "没有中文字体"


def _run(command: list[str], environ: Mapping[str, str]) -> str:
    env = {**environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=900, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired) as error:
        return type(error).__name__
    lines = (done.stderr or done.stdout).strip().splitlines()
    return "" if done.returncode == 0 else (lines[-1][:200] if lines else f"exit {done.returncode}")


def _draws(browser: Browser, say: Callable[[str], None]) -> bool:
    """Playwright's own build lacks system libraries on a bare machine: see whether it starts at all."""
    failure = _run([str(browser.path), "--version"], dict(os.environ))
    if failure:
        say(f"{browser.path} 不能启动（{failure}）")
    return not failure


def main(arguments: list[str]) -> int:
    """Print the path and return 0, or say what to do and return 1."""
    try:
        settings = load_settings(os.environ, Path.cwd())
    except ZhenweiError as error:
        sys.stderr.write(f"zhenwei: {error}\n")
        return 1

    def say(line: str) -> None:
        sys.stderr.write(f"浏览器：{line}\n")

    found = find_browser(settings, os.environ)
    if found is None and "--install" in arguments:
        found = install(settings, os.environ, say)
    if found is None:
        say("没有找到 Chromium；可运行 python -m crawler.browser --install，或设置 BROWSER_PATH")
        return 1
    if "--install" in arguments:
        complete(os.environ, say)
    sys.stdout.write(f"{found.path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
