"""Each part of the benchmark of pages does what its figures claim, on data made here."""

from __future__ import annotations

import gzip
import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from bench.of_names.environment import NoPeer
from bench.of_pages import altered, bands, calibration, classes, comparison, copies, keywords, made_up, ngrams, speed
from bench.of_pages.judged import address, foreign
from bench.of_pages.labelled import DEFAULT, LABELS, LAWFUL, SPAM, Row, digest, read
from bench.of_pages.organs import genuine_of, write
from detectors.score import shown
from detectors.weights import read_weights, weights
from zhenwei.watchlist import load_watchlist

REPOSITORY = Path(__file__).parents[2]
OFFER = "长期办理电工证焊工证，免考包过，官网可查，电话19000001234"
GENUINE = """<html><head><title>关于节日安全检查的通知-某某市应急管理局</title>
<meta name="SiteName" content="某某市应急管理局"><meta name="SiteDomain" content="yjj.mou.gov.cn"></head>
<body><div class="nav"><a href="http://yjj.mou.gov.cn/a">首页</a></div><h1>关于节日安全检查的通知</h1>
{text}<div class="foot">主办单位：某某市应急管理局 <a href="https://beian.miit.gov.cn">备案</a></div></body></html>""".format(
    text="".join(f"<p>第{n}项，各有关单位应当在节前完成自查，并将结果报送本局值班室备查。</p>" for n in range(30))
)


def _row(**fields: object) -> Row:
    given: dict[str, object] = {
        "id": "x", "label": "cert_sale_ad", "html": "", "text": "", "url": "", "title": "", "held_by": "",
    }  # fmt: skip
    return Row(**({"work": False} | given | fields))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two pages of each label, in the two shapes of file."""
    folder = tmp_path_factory.mktemp("pages")
    for label in LABELS:
        text = OFFER if label == "cert_sale_ad" else f"今天天气很好，{label} 的人们去公园散步，下午回家。"
        rows: list[dict[str, object]] = [
            {"id": f"{label}-{n}", "label": label, "text": f"{text} 之{n}", "source_repo": "a/b"} for n in range(2)
        ]
        if label in ("official_gov", "counterfeit_gov"):
            rows[0] = rows[0] | {"html": GENUINE, "url": "http://yjj.mou.gov.cn/1" if label == "official_gov" else ""}
        raw = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()
        if label == "official_gov":
            (folder / f"{label}.jsonl.gz").write_bytes(gzip.compress(raw))
        else:
            (folder / f"{label}.jsonl").write_bytes(raw)
    (folder / keywords.LIST).write_text(json.dumps({"doc_frequency": {"办理": 3, "电工证": 2, "包过": 1}}), "utf-8")
    return folder


def test_classes_count_by_label(data: Path) -> None:
    found = classes.look(quick=True, data=data)
    assert set(found.figures) == set(classes.KEYS)
    assert found.figures["recall_cert_sale"] == 1.0
    assert all(found.figures[f"false_alarms_{label}"] == 0 for label in LAWFUL)
    assert found.figures["pages_official_gov"] == 2
    assert found.lists["offers that were missed"] == []


def test_copies_and_bands_have_all_their_keys(data: Path) -> None:
    found = copies.look(quick=False, data=data)
    assert set(found.figures) == set(copies.KEYS)
    assert found.figures["false_alarms_at_home"] == 0
    assert found.figures["pages_copies"] == 4
    counted = bands.look(quick=False, data=data)
    assert set(counted.figures) == set(bands.KEYS)
    assert sum(int(counted.figures[f"pages_sale_{low}"] or 0) for low in bands.LOWEST) == 2 * len(LABELS)
    assert counted.figures["calibration_short_bands_sale"] == 0


def test_without_labelled_pages_all_keys_are_null_with_a_reason() -> None:
    for part in (classes, copies, bands, keywords, ngrams, comparison):
        found = part.look(quick=True, data=None)
        assert set(found.figures) == set(part.KEYS)
        assert set(found.figures.values()) == {None}
        assert "absent" in found.notes[0]


def test_an_organ_is_read_off_its_page(tmp_path: Path) -> None:
    row = _row(id="g", html=GENUINE)
    assert genuine_of(row).name == "某某市应急管理局"
    assert genuine_of(row).host == "yjj.mou.gov.cn"
    headless = GENUINE.replace("SiteName", "x").replace("SiteDomain", "y")
    assert genuine_of(_row(id="g", html=headless)).name == "某某市应急管理局"
    assert genuine_of(_row(id="g", html=headless)).host == "yjj.mou.gov.cn"
    assert genuine_of(_row(id="g", html="<p>面包</p>", url="http://www.bread.gov.cn/a")).host == "www.bread.gov.cn"
    known = write(tmp_path, [genuine_of(row)])
    assert set(known) <= set(load_watchlist(tmp_path).organs)


def test_a_stranger_s_address_says_nothing() -> None:
    assert foreign(_row(id="a")).endswith(".example.net")
    assert (
        address(_row(label="counterfeit_gov", held_by="some-one/mem.gov.cn"))
        == "https://some-one.github.io/mem.gov.cn/"
    )
    assert address(_row(label="counterfeit_gov", held_by="(not named)")).endswith(".example.net/")


@pytest.mark.parametrize("change", altered.CHANGES)
def test_each_change_makes_another_copy_that_still_is_one(change: str) -> None:
    copy = altered.CHANGES[change](GENUINE)
    assert (copy == GENUINE) == (change == "as_saved")
    assert copy == altered.CHANGES[change](GENUINE)
    assert "检查" in copy
    assert "某某市应急管理局" in copy


def test_a_reprint_keeps_the_article_and_nothing_of_the_frame() -> None:
    page = altered.reprinted(GENUINE)
    assert "各有关单位应当在节前完成自查" in page
    assert "主办单位：某某市应急管理局" not in page
    assert "来源：" in page


def test_the_page_is_made_even_as_the_peer_does() -> None:
    assert comparison.made_even(b'<a  href="x">\n <b>') == b'<a href=""> <b>'
    assert comparison.made_even(b'<a href="x"><p class="y">text</p>') == b'<a href="">text</p>'
    assert comparison.made_even(b"a{background:url(x)} b{color:red}") == b"a{background:url()"


def test_thresholds_of_a_baseline() -> None:
    rows = [_row(), _row(), _row(label=SPAM), _row(label=SPAM)]
    assert keywords.best_threshold(rows, [5, 4, 4, 1]) == 4  # one false alarm, but both found
    assert keywords.strict_threshold(rows, [5, 4, 4, 1]) == 5
    assert keywords.figures("k", rows, [5, 4, 4, 1], 4)[f"k_false_alarms_{SPAM}"] == 1


def test_pages_of_one_source_are_held_back_together() -> None:
    rows = [_row(held_by=f"big-{n % 2}") for n in range(80)] + [_row(held_by=f"small-{n}") for n in range(5)]
    parts = list(ngrams._by_source(rows))
    assert sorted(place for part in parts for place in part) == list(range(85))
    assert [len({rows[p].held_by for p in part}) for part in parts] == [1, 1, 5]


def test_made_up_pages_have_the_usual_size_and_are_always_the_same() -> None:
    url, markup = made_up.page(9)
    assert (url, markup) == made_up.page(9)
    assert 38_000 < len(markup.encode()) < 46_000
    assert sum("\u4e00" <= c <= "\u9fff" for c in markup) > 10_000


def test_bands_hold_what_they_promise() -> None:
    counted = bands.bands([(95.0, True)] * 9 + [(100.0, False)] + [(65.0, True)] * 5 + [(45.0, False)] * 6)
    assert [(b.low, b.pages, b.precision) for b in counted if b.pages] == [(40, 6, 0.0), (60, 5, 1.0), (90, 10, 0.9)]
    assert [b.is_short for b in counted if b.pages] == [True, False, False]
    assert bands.falling(counted) == 1


def test_the_mapping_asked_for_is_the_smallest_that_keeps_every_promise() -> None:
    assert bands.asked([(float(score), True) for score in range(101)] * 5) == "nothing"
    assert bands.asked([]) == "nothing"
    none = calibration.knots([(score / 10, False) for score in range(1001)])
    assert none[-1] == (100, 69)
    rng = random.Random(7)
    bold = [(total := rng.uniform(0, 100), rng.random() < (total / 100) ** 2) for _ in range(8_000)]
    pairs = calibration.knots(bold)
    assert pairs != calibration.knots([])
    text = (REPOSITORY / "detectors" / "weights.toml").read_text("utf-8")
    old = next(line for line in text.splitlines() if line.startswith("shown = "))
    mapped = read_weights(text.replace(old, f"shown = {[list(pair) for pair in pairs]}"))
    counted = bands.bands((shown(total, mapped), right) for total, right in bold)
    assert any(band.is_short for band in bands.bands(bold) if band.low >= 70)
    assert not any(band.is_short for band in counted if band.low >= 70)
    assert (shown(60, mapped), shown(35, mapped)) == (60, 35)


def test_the_mapping_in_force_leaves_sums_as_they_are() -> None:
    assert [shown(total, weights()) for total in (-3, 0, 12.34, 35, 59.9, 60, 100, 130)] == [
        0,
        0,
        12.3,
        35,
        59.9,
        60,
        100,
        100,
    ]


def test_speed_has_all_its_keys_without_peers(monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(name: str, packages: tuple[str, ...]) -> Path:
        raise NoPeer(f"{name}: no registry")

    monkeypatch.setattr(speed, "interpreter", unreachable)
    monkeypatch.setattr(speed, "_QUICK", 0)
    monkeypatch.setattr(speed, "_TASTE", 3)
    found = speed.look(quick=True, data=None)
    assert set(found.figures) == set(speed.KEYS)
    assert found.figures["ratio_to_bare_selectolax"] is None
    assert "no registry" in found.notes[0]


def test_one_object_of_figures_is_printed(data: Path) -> None:
    line = [sys.executable, "bench/pages.py", "--quick", "--json", "--data", str(data), "--only", "classes"]
    done = subprocess.run(line, cwd=REPOSITORY, capture_output=True, check=True, timeout=120)
    assert set(classes.KEYS) <= json.loads(done.stdout).keys()


def test_one_table_is_printed_with_what_was_left_out() -> None:
    line = [sys.executable, "bench/pages.py", "--quick", "--data", "nowhere", "--only", "classes"]
    done = subprocess.run(line, cwd=REPOSITORY, capture_output=True, check=True, timeout=120)
    assert "not measured" in done.stdout.decode()
    assert "the labelled pages are absent" in done.stdout.decode()


def test_the_digest_is_that_of_sha256sum(tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(b"2")
    (tmp_path / "a").write_bytes(b"1")
    line = "sha256sum * | sha256sum"
    said = subprocess.run(["sh", "-c", line], cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert digest(tmp_path) == said.split()[0]


@pytest.mark.data
def test_the_weights_were_set_on_the_pages_that_are_here() -> None:
    assert weights().set_on.data == digest(DEFAULT)
    assert len(read(DEFAULT, "cert_sale_ad")) > 50
