"""What concerns the whole crawl stops it with one line and exit code 1; what concerns the process ends the process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.browser import Browser, find_browser, install
from crawler.browser import main as browser_main
from crawler.deployment import Deployment as Deployed
from crawler.tether import ORPHANED, VARIABLE
from tests.crawler.crawler_farm import ROOT, Deployment, Farm
from zhenwei.config import Settings, load_settings
from zhenwei.errors import ZhenweiError


def test_evidence_that_cannot_be_written_stops_the_crawl_and_loses_no_visit(tmp_path: Path) -> None:
    with Farm() as farm:
        farm.serve("shop.example", "/", "<title>x</title>")
        own = Deployment(farm, tmp_path)
        (tmp_path / "evidence").write_text("a file where the folder should be", "utf-8")
        own.plan([farm.url("shop.example", f"/?{n}") for n in range(3)])
        done = own.crawl("visit")
        assert done.returncode == 1
        assert "证据无法写入" in done.stderr.strip().splitlines()[-1]
        assert "Traceback" not in done.stderr
        assert [v.outcome for v in own.visits()] == ["", "", ""]
        (tmp_path / "evidence").unlink()
        assert own.crawl("visit").returncode == 0
        assert [v.outcome for v in own.visits()] == ["ok", "ok", "ok"]


@pytest.mark.parametrize(
    ("setting", "value", "line"),
    [
        ("DELAY", "fast", "delay"),
        ("NO_SUCH_SETTING", "1", "no_such_setting"),
        ("EGRESS_ALLOW", "everything", "egress_allow"),
        ("DNS_SERVERS", "1.2.3.4:dns", "dns_servers"),
        ("EGRESS_CA", "/nonexistent.pem", "egress_ca"),
        ("DATABASE_URL", "sqlite:////dev/null/x.db", "无法打开数据库"),
    ],
)
def test_a_wrong_setting_is_one_line(tmp_path: Path, setting: str, value: str, line: str) -> None:
    with pytest.raises(ZhenweiError, match=line) as caught:
        _ = Deployed(load_settings({f"ZHENWEI_{setting}": value}, tmp_path)).store
    assert "\n" not in str(caught.value)


def test_the_command_ends_with_that_line_and_1(tmp_path: Path) -> None:
    with Farm() as farm:
        done = Deployment(farm, tmp_path).crawl("visit", EGRESS_ALLOW="everything")
    assert done.returncode == 1
    assert done.stderr.startswith("zhenwei: ")
    assert len(done.stderr.splitlines()) == 1


def test_a_crawler_ends_with_whoever_started_it() -> None:
    code = "import os, time; from crawler.tether import tie_to_parent; tie_to_parent(os.environ); time.sleep(60)"
    reader, writer = os.pipe()
    child = subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, pass_fds=[reader], env={**os.environ, VARIABLE: str(reader)}
    )
    os.close(reader)
    assert child.poll() is None
    os.close(writer)  # as the kernel does when the parent is killed
    assert child.wait(20) == ORPHANED


def program(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n", "utf-8")
    path.chmod(0o755)
    return path


def test_a_browser_is_looked_for_in_order(tmp_path: Path) -> None:
    chosen, found = program(tmp_path / "own"), program(tmp_path / "bin" / "google-chrome")
    cached = program(tmp_path / "home/.cache/ms-playwright/chromium-9/chrome-linux/chrome")
    environ = {"PATH": str(tmp_path / "bin"), "HOME": str(tmp_path / "home")}
    assert find_browser(Settings(browser_path=str(chosen)), environ) == Browser(chosen, "setting")
    assert find_browser(Settings(), environ | {"BROWSER_PATH": str(chosen)}) == Browser(chosen, "setting")
    assert find_browser(Settings(), environ) == Browser(found, "path")
    assert find_browser(Settings(), environ | {"PATH": ""}) == Browser(cached, "playwright")
    assert find_browser(Settings(), {"PATH": "", "HOME": ""}) is None
    assert find_browser(Settings(browser_path="/nonexistent"), environ) is None


def test_a_wrong_browser_path_is_said_and_nothing_is_installed() -> None:
    said: list[str] = []
    assert install(Settings(browser_path="/nonexistent"), {"PATH": ""}, said.append) is None
    assert len(said) == 1
    assert "BROWSER_PATH" in said[0]


def test_without_a_browser_the_command_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in [n for n in os.environ if n.startswith(("ZHENWEI_", "BROWSER_PATH", "PLAYWRIGHT_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert browser_main([]) == 1
    assert "--install" in capsys.readouterr().err
