"""Changing the watchlist in the page: forms, the way of a change into its file, trial runs, history, and undo."""

from __future__ import annotations

import html
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from review.editing.saving import mark_of, propose, save, undoing
from tests.review.review_desk import Answer, Client, ServedDesk
from zhenwei.errors import NoSuch, NotAllowed, WatchlistError
from zhenwei.store.accounts import ROLES
from zhenwei.store.database import Store
from zhenwei.store.edit_tables import EditRow
from zhenwei.watchlist.editing import StaleText

ORGAN = {
    "name": "某市应急管理局", "domains": "yjj.example.gov.cn\n", "level": "city", "role": "protected",
    "region": "110000", "confirmed": "yes",
}  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[ServedDesk]:
    with ServedDesk(tmp_path) as served:
        yield served


def overlay(desk: ServedDesk) -> Path:
    assert desk.settings.watchlist_dir is not None
    return desk.settings.watchlist_dir


def edits(desk: ServedDesk) -> list[EditRow]:
    with desk.store.reading() as session:
        return list(session.scalars(select(EditRow).order_by(EditRow.id)))


def sent(client: Client, path: str, **values: str) -> Answer:
    """Send a form as its page has it, with some fields changed."""
    shown = client.get(path)
    assert shown.status == 200
    return client.post(path, token=shown.field("token"), seen=shown.field("seen"), **values)


def visible_text(answer: Answer) -> str:
    """Return a page's text without its markup."""
    return html.unescape(re.sub(r"<[^>]*>", "", answer.text))


def saved(client: Client, answer: Answer, why: str = "核实函已复") -> Answer:
    assert answer.status == 303, answer.text
    place = answer.headers["location"]
    shown = client.get(place)
    assert shown.status == 200
    return client.post(place, token=shown.field("token"), why=why, do="untried", untried_why="急用")


def test_a_new_organ_is_proposed_saved_and_taken_back(desk: ServedDesk) -> None:
    client = desk.client("admin")
    file = overlay(desk) / "organs" / "yjj-x.toml"
    proposed = sent(client, "/watchlist/organs/yjj-x", **ORGAN)
    assert proposed.status == 303
    shown = client.get(proposed.headers["location"]).text
    assert "某市应急管理局" in shown
    assert not file.exists(), "nothing is written before it is saved"
    assert saved(client, proposed, "").status == 400, "no change without a reason"
    assert saved(client, proposed).headers["location"] == "/watchlist/history"
    assert tomllib.loads(file.read_text("utf-8"))["domains"] == ["yjj.example.gov.cn"]
    assert "某市应急管理局" in client.get("/watchlist").text
    history = client.get("/watchlist/history")
    assert "核实函已复" in history.text
    undone = client.post("/watchlist/history/1/undo", token=history.field("token"))
    assert saved(client, undone, "录入有误").status == 303
    assert not file.exists()
    assert [(row.by, row.undoes, row.after is None) for row in edits(desk)] == [
        ("admin", None, False),
        ("admin", 1, True),
    ]
    assert client.get("/watchlist/history/2").status == 200


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("domains", "", "官方域名：至少要有 1 项"),
        ("domains", "not a host", "官方域名：not a host：域名中不能有空格，一行只填一个"),
        ("domains", "a.cn\n应急:管理.cn", "官方域名：应急:管理[.]cn：域名中不能有“:”，端口不用填"),
        ("domains", "gov.cn", "官方域名：gov[.]cn 是公共后缀"),
        ("retired", "com", "停用域名：com 是公共后缀"),
        ("lookups", "http://a.cn:x/", "官方查询网址：hxxp://a[.]cn:x/ 不是网址"),
        ("region", "99", "行政区划代码：应为六位"),
        ("level", "<b>", "层级："),
        ("name", "", "全称：不能少于 2 个字"),
        ("site_code", "abc", "政府网站标识码：应为“bm”加 8 位数字，或 10 位数字"),
    ],
)
def test_what_the_models_refuse_is_shown_and_kept_in_the_form(
    desk: ServedDesk, field: str, value: str, said: str
) -> None:
    client = desk.client("admin")
    answer = sent(client, "/watchlist/organs/yjj-x", **{**ORGAN, "icp": "kept as typed", field: value})
    assert answer.status == 400
    assert said in visible_text(answer)
    assert "kept as typed" in answer.text
    assert "<b>" not in answer.text.replace("<b>甄伪</b>", "")


def test_a_lexicon_group_keeps_its_comments_and_the_built_in_file(desk: ServedDesk) -> None:
    client = desk.client("admin")
    before = (Path(__file__).parents[2] / "watchlist/lexicon/paper_seal.toml").read_text("utf-8")
    words = "\n".join([*tomllib.loads(before)["terms"], "专用章"])
    why = tomllib.loads(before)["why"]
    proposed = sent(client, "/watchlist/lexicon/paper_seal", why=why, terms=words)
    changed = re.findall(r'class="c-(?:add|del)">(.*?)</tr>', client.get(proposed.headers["location"]).text, re.S)
    assert len(changed) == 1, "a word more is shown as that word, not as a list laid out anew"
    assert "专用章" in changed[0]
    assert saved(client, proposed).status == 303
    after = tomllib.loads((overlay(desk) / "lexicon/paper_seal.toml").read_text("utf-8"))
    assert after == tomllib.loads(before) | {"terms": [*tomllib.loads(before)["terms"], "专用章"]}
    assert "内置，已修改" in client.get("/watchlist").text
    assert client.get("/watchlist/lexicon/no-such").status == 404
    broken = sent(client, "/watchlist/lexicon/paper_seal", why=why, terms=words, patterns="(")
    assert broken.status == 400
    assert "正则表达式：“(”写法有误：括号不成对，这个“(”没有对应的“)”（第 1 个字符处）" in visible_text(broken)
    assert "subpattern" not in broken.text


def test_hosts_are_cleared_by_name_and_day(desk: ServedDesk) -> None:
    client = desk.client("admin")
    token = client.get("/watchlist").field("token")
    for name, why, says in (
        ("a.example", "", "理由：不能少于 1 个字"), ("..", "w", "域名：..："), ("com", "w", "域名：com 是公共后缀"),
        ("gov.cn", "w", "域名：gov[.]cn 是公共后缀"), ("a.cn:80", "w", "域名中不能有“:”"),
    ):  # fmt: skip
        refused = client.post("/watchlist/lawful", token=token, name=name, why=why)
        assert (refused.status, says in visible_text(refused)) == (400, True), refused.text
    for name in ("a.example", "b.example"):
        assert saved(client, client.post("/watchlist/lawful", token=token, name=name, why="委托考点")).status == 303
    assert client.post("/watchlist/lawful", token=token, name="a.example", why="again").status == 400
    assert saved(client, client.post("/watchlist/lawful", token=token, remove="a.example")).status == 303
    rows = tomllib.loads((overlay(desk) / "lawful.toml").read_text("utf-8"))["host"]
    assert [(row["name"], row["by"]) for row in rows] == [("b.example", "admin")]
    assert client.post("/watchlist/history/1/undo", token=token).headers["location"].endswith("stale=1")


def test_two_administrators_do_not_overwrite_each_other(desk: ServedDesk) -> None:
    first, second = desk.client("admin"), desk.client("admin")
    shown = second.get("/watchlist/organs/yjj-x")
    one = sent(first, "/watchlist/organs/yjj-x", **ORGAN)
    two = sent(second, "/watchlist/organs/yjj-x", **{**ORGAN, "name": "另一名称"})
    assert saved(first, one).status == 303
    late = saved(second, two)
    assert late.status == 409
    assert "没有保存" in late.text
    again = second.post("/watchlist/organs/yjj-x", token=shown.field("token"), seen=shown.field("seen"), **ORGAN)
    assert again.status == 409
    assert len(edits(desk)) == 1


@pytest.mark.parametrize("role", [*ROLES, ""])
def test_only_an_administrator_changes_anything(desk: ServedDesk, role: str) -> None:
    client = desk.client(role)
    may, known = role == "admin", bool(role)
    assert client.get("/watchlist").status == (200 if known else 303)
    assert client.get("/watchlist/history").status == (200 if known else 303)
    assert client.get("/watchlist/organs/mem").status == (200 if may else 403 if known else 303)
    token = client.get("/watchlist" if known else "/login").field("token")
    for path in ("/watchlist/organs/mem", "/watchlist/lawful", "/watchlist/new", "/watchlist/history/1/undo"):
        answer = client.post(path, token=token)
        assert answer.status != 403 if may else answer.status == (403 if known else 303), path
        assert client.post(path, token="x").status in (303, 403), path
    assert edits(desk) == []


@pytest.mark.parametrize("name", ["../x", "organs/../x.toml", "laws/x.toml", "organs/X.toml", "organs/.x.toml"])
def test_no_other_file_is_written(tmp_path: Path, name: str) -> None:
    with pytest.raises(Exception, match="没有可以在页面上修改的文件"):
        propose(tmp_path, name, "", "admin")


def test_row_and_file_come_together_or_not_at_all(store: Store, tmp_path: Path) -> None:
    name, text = "organs/x.toml", 'name = "某局"\ndomains = ["x.example"]\n'
    (tmp_path / "organs").mkdir()
    found = propose(tmp_path, name, text, "admin")
    with pytest.raises(NotAllowed):
        save(store, tmp_path, found, "admin", "  ")
    number = save(store, tmp_path, found, "admin", "核实")
    with pytest.raises(StaleText):
        save(store, tmp_path, found, "admin", "again")
    with pytest.raises(StaleText):
        propose(tmp_path, name, text, "admin", mark_of("other"))
    with pytest.raises(WatchlistError, match="名单文件 organs/x"):
        propose(tmp_path, name, 'nmae = "x"\n' + text, "admin")
    with pytest.raises(NoSuch):
        undoing(store, tmp_path, 99, "admin")
    (tmp_path / "organs" / "x.toml").write_text(text + "# by hand\n", "utf-8")
    with pytest.raises(StaleText):
        undoing(store, tmp_path, number, "admin")
    with store.reading() as session:
        assert [row.why for row in session.scalars(select(EditRow))] == ["核实"]
    assert [path.name for path in (tmp_path / "organs").iterdir()] == ["x.toml"], "nothing half-written stays"
