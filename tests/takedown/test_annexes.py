"""What each kind of letter carries, column by column; who gets no contacts, no scores and no readable screenshot."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pytest
from PIL import Image

from takedown.carried import KINDS, LEAST, Slip, carried
from takedown.content import Annex, Table, Text
from takedown.draft import draft
from takedown.kept_files import kept
from takedown.pictures import WIDTH, Form, thumbnail
from tests.takedown.letters_world import PHONE, World, finding, phone, picture
from tests.takedown.test_documents import text_of
from zhenwei.types import Contact, Verdict

Drafted = Callable[..., Path]
QR = Contact("qr", "https://pay.example/abc123456", "https://pay****3456", "https://pay.example/abc123456", 0, 3)


COLUMNS = (
    *("案件编号", "类型", "网址", "页面标题", "疑似情形", "被仿冒机关", "首次可访问", "最近可访问", "当前状态"),
    *("备案标注", "备案核对结果", "公安备案标注", "解析地址", "网络运营单位（ASN）", "接入地", "页面标示的经营者"),
    *("统一社会信用代码", "标示价格", "域名注册商", "域名注册日期"),
    *("服务器证书", "联系方式（已遮挡）", "二维码指向（已遮挡）", "机器评分", "人工研判", "关联编号"),
)
EVIDENCE = (
    *("编号", "案件", "名称", "来源网址", "固定时间（北京时间）", "文件名", "字节", "格式", "SHA-256"),
    *("制作方式", "持有人", "保存位置", "是否随附"),
)


@pytest.fixture
def drafted(world: World) -> Drafted:
    def make(recipient: str, verdict: Verdict = Verdict.COUNTERFEIT) -> Path:
        world.case("cx.mem.gov.cn", organ="mem", url="https://cx.mem.gov.cn/", screenshot=picture("navy"))
        case = world.case(
            "a.example", verdict, screenshot=picture("red"), findings=(finding(),), contacts=(phone(), QR), sale=80
        )
        notices = draft(world.store, world.settings, world.watchlist, [case], "chen", recipient)
        return world.settings.letters_dir / notices[0].folder

    return make


def annexes(folder: Path) -> dict[str, str]:
    return {annex.title: words(annex) for annex in kept(folder).annexes}


def words(annex: Annex) -> str:
    found = []
    for part in annex.parts:
        if isinstance(part, Text):
            found.append(part.text)
        elif isinstance(part, Table):
            found += ["　".join(part.header), *("　".join(row) for row in part.rows)]
        else:
            found += [part.left.caption, part.right.caption]
    return "\n".join(found)


def test_a_clue_for_the_police_has_all_annexes_in_their_order(drafted: Drafted) -> None:
    folder = drafted("police")
    assert list(annexes(folder)) == [
        "涉案网站登记表",
        "证据清单",
        "网站截图对照",
        "线索固定记录",
        "法律依据节录",
        "移交回执",
        "联系方式明细（仅限公务使用）",
    ]
    text = text_of(docx.Document(BytesIO((folder / "notice.docx").read_bytes())))
    assert "附件：1. 涉案网站登记表" in text
    assert PHONE not in text
    assert PHONE in text_of(docx.Document(BytesIO((folder / "annex-official-use.docx").read_bytes())))


def test_the_register_has_every_column_in_the_letter_and_in_the_workbook(drafted: Drafted) -> None:
    folder = drafted("police")
    columns = list(COLUMNS)
    register = annexes(folder)["涉案网站登记表"]
    assert [line.split("　")[0] for line in register.splitlines()[1:]][1:] == columns
    book = openpyxl.load_workbook(folder / "annex-register.xlsx")
    assert [cell.value for cell in book["涉案网站登记表"][1]] == ["序号", *columns]
    assert "https://pay****3456" in register
    assert "pay.example" not in register
    head = [cell.value for cell in book["证据清单"][1]]
    assert head == list(EVIDENCE)
    listed = [row[8].value for row in book["证据清单"].iter_rows(min_row=2)]
    sums = [line.split("  ")[0] for line in (folder / "evidence.sha256").read_text().splitlines()]
    assert set(listed) == set(sums)


def test_the_record_says_how_and_leaves_room_for_two_officers(drafted: Drafted) -> None:
    record = annexes(drafted("police"))["线索固定记录"]
    for said in (
        "开始时间　2026-05-20 09:00:00（北京时间）",
        "结束时间　2026-11-21 02:30:00（北京时间）",
        "设备和操作系统　Linux",
        "Python 3.",
        "未经代理",
        "未单独测定偏差",
        "未加盖可信时间戳",
        "固定2份",
        "固定人一（签名）",
        "固定人二（签名）",
        "复核人（签名）",
        "未联系对方，未购买",
    ):
        assert said in record, said


@pytest.mark.parametrize(("recipient", "verdict"), [("owner", Verdict.HIJACKED), ("organ", Verdict.COUNTERFEIT)])
def test_who_is_no_enforcing_office_gets_no_contacts_no_scores_no_originals(
    drafted: Drafted, recipient: str, verdict: Verdict
) -> None:
    folder = drafted(recipient, verdict)
    found = annexes(folder)
    assert "联系方式明细（仅限公务使用）" not in found
    assert not (folder / "annex-official-use.docx").exists()
    book = openpyxl.load_workbook(folder / "annex-register.xlsx")
    everything = "\n".join(found.values()) + str([[c.value for c in row] for sheet in book for row in sheet])
    for word in ("机器评分", "关联编号", "人工研判", PHONE, "王某"):
        assert word not in everything
    assert ("线索固定记录" in found) is (recipient == "organ")
    with zipfile.ZipFile(folder / "package.zip") as archive:
        assert [name for name in archive.namelist() if name.startswith("evidence/")] == []
        assert "不附取证文件原件" in archive.read("校验说明.txt").decode()


def test_the_recipient_learns_nothing_of_the_office_inside(drafted: Drafted) -> None:
    folder = drafted("police")
    with zipfile.ZipFile(folder / "package.zip") as archive:
        manifest = json.loads(archive.read("manifest.json"))
        everything = b"".join(archive.read(name) for name in archive.namelist() if not name.startswith("evidence/"))
    assert not {"drafted_by", "left_out", "cases"} & set(manifest)
    assert b"chen" not in everything
    logs = [line for line in (folder.parent.parent / "evidence").rglob("custody.jsonl") if "cited" in line.read_text()]
    assert logs, "the office's own log knows who cited"


@pytest.mark.parametrize("kind", KINDS)
def test_only_authorities_get_what_is_for_official_use(kind: str) -> None:
    what = carried(kind)
    authority = kind not in ("confirmation", "registrar-check", "platform-notice", "owner-notice")
    assert (what.contacts, what.scores, what.originals) == (authority,) * 3
    assert what.readable or not what.contacts


def test_a_kind_that_nobody_has_thought_about_gets_the_least() -> None:
    assert carried("new-kind") is LEAST
    assert LEAST.slip is Slip.RECTIFIED
    assert not any((LEAST.contacts, LEAST.scores, LEAST.readable, LEAST.record, LEAST.originals))


def tall() -> bytes:
    image = Image.linear_gradient("L").resize((1280, 6000)).convert("RGB")
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize("form", Form)
def test_every_form_of_a_picture_fits_a_page(form: Form) -> None:
    with Image.open(BytesIO(thumbnail(tall(), form))) as image:
        assert image.format == "JPEG"
        assert image.width == WIDTH
        assert image.height <= WIDTH * 1.71


def test_the_whole_page_is_shown_down_to_its_end() -> None:
    source = Image.new("RGB", (1000, 5000), "white")
    source.paste((255, 0, 0), (0, 4900, 1000, 5000))
    out = BytesIO()
    source.save(out, "PNG")
    with Image.open(BytesIO(thumbnail(out.getvalue(), Form.WHOLE))) as image:
        red = image.getpixel((image.width // 2, image.height - 4))
    assert isinstance(red, tuple)
    assert red[0] > 200
    assert red[1] < 80


def test_on_a_blurred_picture_no_line_can_be_read() -> None:
    source = Image.new("L", (1280, 1600), 255)
    for x in range(0, 1280, 8):
        source.paste(0, (x, 0, x + 4, 1600))  # strokes as thick as those of a headline
    out = BytesIO()
    source.save(out, "PNG")

    def contrast(form: Form) -> int:
        with Image.open(BytesIO(thumbnail(out.getvalue(), form))) as image:
            seen = image.convert("L").crop((200, 100, 500, 400)).tobytes()
        return max(seen) - min(seen)

    assert contrast(Form.TOP) > 100
    assert contrast(Form.BLURRED) < 40
