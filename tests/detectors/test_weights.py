"""The file of weights and the rules fit each other; what does not is an error with a name; a trial moves nothing."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

import pytest

from detectors import weights as module
from detectors.detector import Detector
from detectors.rules import every_rule
from detectors.score import Standing, impersonation, sale, verdict_of
from detectors.weights import read_weights, weights
from zhenwei.errors import WeightsError
from zhenwei.types import Finding, Page, Side, Site, Verdict
from zhenwei.watchlist import Watchlist

FILE = Path(module.__file__).with_name("weights.toml")
TEXT = FILE.read_text("utf-8")
SIGNED = "<p>面包</p><footer>主办单位：应急管理部</footer>"
OFFER = "电工证免考办理，三天出证，微信 demo1900"


def _with(old: str, new: str) -> str:
    assert old in TEXT
    return TEXT.replace(old, new, 1)


def test_every_rule_has_an_entry_and_every_entry_a_rule() -> None:
    assert set(weights().rules) == set(every_rule())


def test_every_rule_counts_somewhere_or_says_why_not() -> None:
    """What belongs to no family and damps nothing must be named in score.py, be worth nothing, or be in trial."""
    score = FILE.with_name("score.py").read_text("utf-8")
    for name, rule in weights().rules.items():
        counted = rule.family or rule.damps or rule.trial or f'"{name}"' in score
        assert counted or set(rule.levels.values()) == {0}, name


def test_every_entry_says_why() -> None:
    """A comment stands at each table, and each number is below or beside one."""
    for number, line in enumerate(TEXT.splitlines(), 1):
        if line.startswith("[rules."):
            assert "# " in line, f"line {number}: {line}"


def test_rules_hold_no_points_themselves() -> None:
    """A number given to ``find`` or ``cite`` belongs into the file."""
    for path in sorted((FILE.parent / "rules").glob("p*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in ("find", "cite")
            ):
                numbers = [a for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, int | float)]
                assert not numbers, f"{path.name}:{node.lineno}"


def test_the_ceilings_stay_where_their_names_put_them() -> None:
    ours, scores = weights().together, weights().scores
    below_flag = (ours.imitation.one_kind, ours.imitation.name_and_marks, ours.sale.traded, ours.sale.unreachable)
    assert all(scores.unclear <= ceiling < scores.flag for ceiling in below_flag)
    assert all(c < scores.unclear for c in (ours.sale.bare, ours.sale.reported, ours.sale.other_trade))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (_with("[rules.P001]", "[rules.P999]"), "P999"),
        (_with("[rules.P056]        # a note for people: such a page pretends nothing\nfound = 0\n", ""), "P056"),
        (_with("heading = 28", "headline = 28"), "P001.*heading"),
        (_with("heading = 28", 'heading = "28"'), "P001"),
        (_with("heading = 28", "heading = true"), "P001"),
        (_with("heading = 28", "heading = 2800"), "P001"),
        (_with('family = "identity"', 'family = "identities"'), "identities"),
        (_with('damps = "imitation"', 'damps = "everything"'), "damps"),
        (_with("flag = 60", "flags = 60"), "scores.flag"),
        (_with("signed = 12", "signet = 12"), "together.imitation"),
        (_with("cap = 62", "cap = 62\nfloor = 1"), "floor"),
        (_with("[families.imitation.cloak]", "[families.imitation.skip]"), "skip"),
        (TEXT + "\n[rules.P001]\n", "weights.toml"),
    ],
)
def test_what_does_not_fit_is_named(text: str, named: str) -> None:
    with pytest.raises(WeightsError, match=named):
        read_weights(text).fit({name: rule.levels for name, rule in every_rule().items()})


@pytest.fixture
def trial(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put some rules on trial."""
    text = TEXT
    for rule in ("P001", "P004", "P101"):
        text = text.replace(f"[rules.{rule}]", f"[rules.{rule}]\ntrial = true\n#")
    changed = read_weights(text)
    for name in ("detectors.weights", "detectors.score", "detectors.rules.base"):
        monkeypatch.setattr(f"{name}.weights", lambda: changed)


def _opinion(watchlist: Watchlist, page: Page) -> tuple[float, float, str, dict[str, Finding]]:
    opinion = Detector(watchlist).assess(Site("www.shop.example.com", (page,)))
    return opinion.impersonation, opinion.sale, opinion.target, {f.rule: f for f in opinion.findings}


@pytest.mark.usefixtures("trial")
def test_a_trial_is_recorded_and_counts_for_nothing(watchlist: Watchlist, page_of: Callable[..., Page]) -> None:
    _, sold, _, findings = _opinion(watchlist, page_of(f"<p>{OFFER}</p>"))
    assert findings["P101"].points == 0
    assert findings["P101"].detail.endswith("（试运行，不计分）")
    assert sold == sale([f for f in findings.values() if f.rule != "P101"])


@pytest.mark.usefixtures("trial")
def test_a_trial_names_no_target(watchlist: Watchlist, page_of: Callable[..., Page]) -> None:
    pretends, _, target, findings = _opinion(watchlist, page_of(SIGNED))
    assert (pretends, target) == (0, "")
    assert findings["P004"].target == "mem"


def test_without_a_trial_the_same_pages_count(watchlist: Watchlist, page_of: Callable[..., Page]) -> None:
    pretends, _, target, findings = _opinion(watchlist, page_of(SIGNED))
    assert pretends >= findings["P004"].points > 0
    assert target == "mem"
    _, _, _, offered = _opinion(watchlist, page_of(f"<p>{OFFER}</p>"))
    assert offered["P101"].points > 0


@pytest.mark.usefixtures("trial")
def test_a_trial_moves_no_verdict() -> None:
    planted = [Finding("P101", 1, Side.SALE, 48, "")]
    assert verdict_of(planted, 0, 80, Standing(trusted=True)) is Verdict.OFFICIAL
    assert impersonation([Finding("P004", 1, Side.IMPERSONATION, 24, "", key=("P004", "h", "host"))]) == 0


def test_findings_of_rules_that_are_gone_count_for_nothing() -> None:
    assert sale([Finding("P999", 1, Side.SALE, 60, "")]) == 0
