"""What answers say to the browser: the policy of pages, the sandbox of all else, files saved and never shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from review.downloads import attachment, safe_name
from review.headers import POLICY, SANDBOX
from tests.review.letters_desk import LettersDesk, copied
from tests.review.payloads import everything
from tests.review.review_desk import Made, ServedDesk
from tests.review.walking import walk

HOSTILE = "<html><body><script>window.ran=1</script></body></html>"


@pytest.fixture(scope="module")
def desk(full: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedDesk]:
    with LettersDesk(copied(full, tmp_path_factory.mktemp("desk"))) as served:
        yield served


def test_every_answer_is_sealed(desk: ServedDesk) -> None:
    client = desk.client("admin")
    pages, others = walk(desk, client, each=2)
    assert any(path.startswith("/files/") for path in others)
    assert any(path.startswith("/pictures/") for path in others) or pages
    for path in [*pages, *others, "/static/desk.css", "/static/desk.js", "/nothing-here", "/login"]:
        headers = client.get(path).headers
        page = headers["content-type"].startswith("text/html")
        assert headers["content-security-policy"] == (POLICY if page else SANDBOX), path
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["referrer-policy"] == "no-referrer", path
        assert "access-control-allow-origin" not in headers, path


def test_the_policy_lets_nothing_in() -> None:
    rules = dict(rule.split(" ", 1) for rule in POLICY.split("; "))
    assert rules["default-src"] == "'none'"
    assert {value for name, value in rules.items() if name.endswith("-src")} == {"'none'", "'self'"}
    assert "script" not in SANDBOX.replace("'none'", "")
    assert "sandbox" in SANDBOX.split("; "), "without any of its permissions"


def test_files_of_a_capture_are_saved_as_kept(desk: ServedDesk) -> None:
    made = desk.made(Made(host="files.example", markup=HOSTILE))
    client = desk.client("analyst")
    found = [client.get(f"/files/{made.visit}/{position}") for position in range(2)]
    assert [one.status for one in found] == [200, 200]
    assert HOSTILE.encode() in [one.body for one in found]
    for one in found:
        assert one.headers["content-type"] == "application/octet-stream"
        assert one.headers["content-disposition"].startswith("attachment; ")
        assert ".bin" in one.headers["content-disposition"], "a double click opens no browser"
        assert one.headers["content-security-policy"] == SANDBOX


@pytest.mark.parametrize("path", ["2", "-1", "99999999999999999999", "x", "../1", "%2e%2e%2f1"])
def test_there_is_no_other_file(desk: ServedDesk, path: str) -> None:
    made = desk.made(Made(host=f"f{abs(hash(path))}.example"))
    assert desk.client("analyst").get(f"/files/{made.visit}/{path}").status in (400, 404)


def test_captured_bytes_are_not_for_everybody(desk: ServedDesk) -> None:
    made = desk.made(Made(host="viewer.example"))
    assert desk.client("viewer").get(f"/files/{made.visit}/0").status == 403
    assert desk.client().get(f"/files/{made.visit}/0").status == 303
    assert "/files/" not in desk.client("viewer").get(f"/cases/{made.case}").text


def test_a_manifest_that_was_changed_leads_nowhere(desk: ServedDesk) -> None:
    made = desk.made(Made(host="planted.example"))
    folder = next(desk.settings.evidence_dir.rglob(f"*/{made.visit}-desktop-rendered"), None)
    folders = [folder] if folder else list(desk.settings.evidence_dir.rglob("manifest.json"))
    assert folders
    last = sorted(desk.settings.evidence_dir.rglob("manifest.json"), key=lambda path: path.stat().st_mtime_ns)[-1]
    last.write_text('{"files": {"../../../../secret": {"bytes": 1, "sha256": "00"}}}')
    (desk.settings.evidence_dir / "secret").write_text("x")
    assert desk.client("analyst").get(f"/files/{made.visit}/0").status == 404


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("page.html", "page.html"),
        ("证书.docx", "证书.docx"),
        ("../../etc/passwd", "passwd"),
        ("a\\b\\c.exe", "c.exe"),
        (".htaccess", "htaccess"),
        ('x"; filename="y', "x___filename__y"),
        ("a\r\nset-cookie: x", "a__set-cookie__x"),
        ("\u202egnp.exe", "_gnp.exe"),
        ("", "file"),
        ("..", "file"),
    ],
)
def test_names_of_files(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_no_name_breaks_the_header() -> None:
    for text in everything():
        told = attachment(b"", text).headers["content-disposition"]
        assert told.startswith('attachment; filename="'), text
        assert told.count('"') == 2, text
        assert told.isascii(), text
        assert told.isprintable(), text
