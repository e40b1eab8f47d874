"""The arithmetic of the comparison: how families are counted, where a threshold falls, what is made up."""

from __future__ import annotations

import gzip
import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from bench.of_names import lookalikes, peers, shapes, speed
from bench.of_names.environment import NoPeer
from bench.of_names.labelled import DEFAULT, Row, families, not_allowed, read_labelled, share
from bench.of_names.made_up import look_alike, write_names
from bench.of_names.memory import tree
from bench.of_names.organs import alone, genuine_names, imitated, keywords, main_names
from bench.of_names.peers import gov_out_of_place, with_hosts
from bench.of_names.sweep import pruned, threshold_at
from zhenwei.watchlist import load_watchlist

REPOSITORY = Path(__file__).resolve().parents[2]
ROWS = (
    Row("gov-fine1.top", "lookalike_other_gov", "family gov-fine*.top"),
    Row("gov-fine2.top", "lookalike_other_gov", "family gov-fine*.top"),
    Row("acct.github.io/a.gov.cn", "lookalike_cn_gov_path", "imitates: a"),
    Row("acct.github.io/b.gov.cn", "lookalike_cn_gov_path", "imitates: b"),
    Row("Other.github.io/c.gov.cn.", "lookalike_cn_gov_path"),
    Row("lone-ministry.com", "lookalike_cn_gov", "imitates: a ministry"),
)


def test_families_are_patterns_accounts_and_single_names() -> None:
    found = families(ROWS)
    assert [family.key for family in found] == [
        "gov-fine*.top",
        "acct.github.io",
        "other.github.io",
        "lone-ministry.com",
    ]
    assert found[0].names == ("gov-fine1.top", "gov-fine2.top")
    assert found[2].names == ("other.github.io/c.gov.cn",)
    assert [family.of_china for family in found] == [False, True, True, True]
    assert [family.without_gov for family in found] == [False, False, False, True]


def test_paths_can_be_counted_apart() -> None:
    assert len(families(ROWS, paths_apart=True)) == 5


def test_a_family_is_caught_with_any_of_its_names() -> None:
    assert share(families(ROWS), {"gov-fine2.top", "nobody.com"}.__contains__) == (1, 4)


def test_names_below_a_genuine_one_are_allowed() -> None:
    rows = [Row(name, "popular") for name in ("a.gov.cn", "gov.cn", "xgov.cn", "gov.cn.com", "cn")]
    assert [row.domain for row in not_allowed(rows, ["gov.cn"])] == ["xgov.cn", "gov.cn.com", "cn"]


def test_labelled_files_are_read_and_thinned(tmp_path: Path) -> None:
    head = "domain,label,source,note\n"
    benign = head + "".join(f"b{number}.com,popular,x,\n" for number in range(10))
    (tmp_path / "domains_benign.csv.gz").write_bytes(gzip.compress(benign.encode()))
    (tmp_path / "domains_gov_cn.csv.gz").write_bytes(gzip.compress(f"{head}x.gov.cn,gov,x,\n".encode()))
    (tmp_path / "domains_lookalike.csv").write_text(f'{head}y.com,lookalike_cn_gov,x,"family y*.com twice"\n')
    (tmp_path / "domains_phish_other_cn.csv").write_text(head)
    found = read_labelled(tmp_path, every=4)
    assert [row.domain for row in found.benign] == ["b0.com", "b4.com", "b8.com"]
    assert families(found.lookalikes)[0].key == "y*.com"
    assert found.names() == ["y.com", "x.gov.cn", "b0.com", "b4.com", "b8.com"]


@pytest.mark.parametrize(
    ("benign", "per_10k", "expected"),
    [
        ([0.0] * 10_000, 1, 10.0),  # nothing found in any: the lowest score that is one
        ([40.0] + [0.0] * 9_999, 1, 10.0),  # one may pass
        ([40.0, 40.0] + [0.0] * 9_998, 1, 55.0),  # two of one score: neither may
        ([60.0, 50.0] + [0.0] * 9_998, 1, 55.0),  # the second must not
        ([60.0, 50.0, 50.0, 20.0] + [0.0] * 9_996, 5, 10.0),
        ([90.0], 1, float("inf")),  # one in one is too many, and no score is higher
        ([], 1, 10.0),
    ],
)
def test_threshold_is_the_lowest_with_few_enough_false_alarms(
    benign: list[float], per_10k: float, expected: float
) -> None:
    assert threshold_at(benign, [0.0, 10.0, 55.0, 70.0, *benign], per_10k) == expected


def test_pruning_strikes_out_noise_before_worth() -> None:
    alarms: dict[str, set[int]] = {"mod": {1, 2, 3, 4}, "mofa": {5}, "nadra": set(), "irs": {1, 6}}
    caught: dict[str, set[int]] = {"mod": {10}, "mofa": {11, 12, 13}, "nadra": {14}, "irs": set()}
    assert pruned(alarms, caught, 1) == ["mofa", "nadra"]
    assert pruned(alarms, caught, 99) == ["irs", "mod", "mofa", "nadra"]
    assert pruned(alarms, caught, 0) == ["nadra"]


def test_pruning_keeps_what_finds_most_for_its_noise() -> None:
    alarms, caught = {"wide": {1, 2}, "a": {3}, "b": {4}}, {"wide": {10, 11, 12, 13}, "a": {14}, "b": {15}}
    assert pruned(alarms, caught, 2) == ["wide"]
    assert pruned(alarms, caught, 3) == ["b", "wide"]


@pytest.mark.parametrize(
    "name",
    ["gov.uk-refund.icu", "ministry-gov.com", "x.gov.fr.pay.com", "my-gov.sbs", "a.github.io/mem.gov.cn", "gob-es.top"],
)
def test_bare_rule_catches(name: str) -> None:
    assert gov_out_of_place(name)


@pytest.mark.parametrize("name", ["mass.gov", "www.gov.uk", "gov.cn", "mem.gov.cn", "governor.com", "pakgov.org"])
def test_bare_rule_spares(name: str) -> None:
    assert not gov_out_of_place(name)


def test_peers_get_genuine_names_as_written_and_with_hyphens() -> None:
    assert with_hosts(["mem"], ["mem.gov.cn"]) == ["mem", "mem-gov-cn", "mem.gov.cn"]


def test_organs_folder_is_a_watchlist_of_names_domains_and_keywords() -> None:
    assert len(imitated()) > 50
    for organ in imitated():
        assert 2 <= len(organ.keywords) <= 5, organ.slug
        assert organ.domains
    assert set(main_names()) <= set(genuine_names())
    assert "mem" in keywords(load_watchlist())
    assert "mem" not in keywords()


def test_organs_alone_leave_no_built_in_organ_protected(tmp_path: Path) -> None:
    found = load_watchlist(alone(tmp_path))
    assert {organ.slug for organ in found.protected} == {organ.slug for organ in imitated()}
    assert "mem" in found.organs


def test_made_up_list_is_always_the_same(tmp_path: Path) -> None:
    first, second = tmp_path / "a.txt", tmp_path / "b.txt"
    sown = write_names(first, 5_000, ["mem.gov.cn"], ["real.example"])
    assert len(sown) == 2
    write_names(second, 5_000, ["mem.gov.cn"], ["real.example"])
    assert first.read_bytes() == second.read_bytes()
    lines = first.read_text().splitlines()
    assert len(lines) == 5_000
    assert 900 <= lines.count("real.example") <= 1_000
    assert sown <= set(lines)


def test_a_sown_name_holds_the_genuine_one_in_some_form() -> None:
    rng = random.Random(1)
    for _ in range(50):
        assert "yjtzjgovcn" in look_alike(rng, "yjt.zj.gov.cn", ["word"]).replace("-", "").replace(".", "")


def test_process_tree_holds_the_children() -> None:
    line = [sys.executable, "-c", "import sys; sys.stdin.read()"]
    child = subprocess.Popen(line, stdin=subprocess.PIPE)
    try:
        assert {os.getpid(), child.pid} <= set(tree(os.getpid()))
    finally:
        child.communicate(b"")


def test_every_shape_is_made_of_genuine_organs() -> None:
    organs = load_watchlist().protected
    for shape, rule in shapes.SHAPES.items():
        names = {name for organ in organs for name in rule(organ)}
        assert len(names) > 10, shape
        assert not any(name.split("/")[0].endswith(".gov.cn") for name in names if shape != "retired"), shape


def test_without_the_labelled_names_all_keys_are_null_with_a_reason() -> None:
    for part in (lookalikes, peers):
        found = part.look(quick=True, data=None)
        assert set(found.figures) == set(part.KEYS)
        assert set(found.figures.values()) == {None}
        assert "absent" in found.notes[0]


def test_speed_has_all_its_keys_without_peers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def unreachable(name: str, packages: tuple[str, ...]) -> Path:
        raise NoPeer(f"{name}: no registry")

    monkeypatch.setenv("ZHENWEI_BENCH_CACHE", str(tmp_path))
    monkeypatch.setattr(speed, "interpreter", unreachable)
    found = speed.compare(4_000, None, runs=1, budget=0.1)
    assert set(found.figures) == set(speed.KEYS)
    assert found.figures["recall_sown"] == 1.0
    assert found.figures["ratio_to_opensquat"] is None
    assert "opensquat: no registry" in found.notes
    assert list(tmp_path.iterdir()) == []


def test_one_object_of_figures_is_printed() -> None:
    line = [sys.executable, "bench/names.py", "--quick", "--json", "--data", "nowhere", "--only", "lookalikes"]
    done = subprocess.run(line, cwd=REPOSITORY, capture_output=True, check=True, timeout=120)
    figures = json.loads(done.stdout)
    assert figures["recall_cn_gov_families"] is None
    assert set(lookalikes.KEYS) <= figures.keys()


def test_one_table_is_printed_with_what_was_left_out() -> None:
    line = [sys.executable, "bench/names.py", "--quick", "--data", "nowhere", "--only", "lookalikes"]
    done = subprocess.run(line, cwd=REPOSITORY, capture_output=True, check=True, timeout=120)
    text = done.stdout.decode()
    assert "recall_families_at_1" in text
    assert "not measured" in text
    assert "the labelled names are absent" in text


@pytest.mark.data
@pytest.mark.slow
def test_figures_of_the_real_names_are_all_measured() -> None:
    found = lookalikes.look(quick=True, data=DEFAULT)
    assert set(found.figures) == set(lookalikes.KEYS)
    assert None not in found.figures.values()
