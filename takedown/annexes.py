"""The annexes of a letter, in the order in which it names them (takedown/carried.py says which kind has which)."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from takedown.annex_evidence import every_capture, evidence_list
from takedown.annex_record import record
from takedown.annex_register import register, register_rows
from takedown.annex_slip import return_slip
from takedown.carried import carried
from takedown.citations import Citation
from takedown.content import Annex, Figure, Pair, Part, Table, Text
from takedown.excerpts import law_excerpts
from takedown.facts import OrganFacts, SiteFacts
from takedown.grouping import Plan
from takedown.pictures import Form, Pictures
from takedown.words import KINDS
from zhenwei.address import defang
from zhenwei.clock import shown

__all__ = ["every_capture", "make_annexes", "register_rows"]


def make_annexes(
    plan: Plan,
    citations: Sequence[Citation],
    evidence_digest: str,
    pictures: Pictures,
    holder: str,
    whole: Collection[str] = (),
) -> tuple[Annex, ...]:
    """Return the annexes that this letter carries, in print order.

    ``holder``: who keeps the evidence; ``whole``: the captures (folders) that go along as they are.
    """
    what = carried(plan.kind.slug)
    annexes = [
        register(plan.sites, scores=what.scores),
        evidence_list(plan.sites, evidence_digest, holder, whole),
        screenshots(plan.sites, pictures, readable=what.readable),
    ]
    if what.record:
        annexes.append(record(plan.sites, evidence_digest))
    if citations:
        annexes.append(law_excerpts(citations))
    annexes.append(return_slip(what.slip))
    if what.contacts and any(site.contacts for site in plan.sites):
        annexes.append(contacts(plan.sites))
    return tuple(annexes)


def screenshots(sites: Sequence[SiteFacts], pictures: Pictures, *, readable: bool) -> Annex:
    """网站截图对照: window and whole page of the suspected site beside those of the genuine one."""
    note = (
        "每个网站列可见窗口、整页两组截图，左为涉案网站，右为被仿冒机关的真实网站。"
        "截图由浏览器程序直接生成，不含地址栏和时钟，"
        "网址、固定时间以图上文字和线索固定记录为准；整页截图按比例缩小，原图见所列取证文件。"
    )
    note += "截图未经遮挡，仅限公务使用。" if readable else "截图已作模糊处理，仅供辨认版面，原图以SHA-256校验值锁定。"
    parts: list[Part] = [Text(note)]
    for number, site in enumerate(sites, start=1):
        parts.append(Text(f"{number}. {defang(site.url)}", heading=True))
        parts += _pairs(site, pictures, readable=readable)
    return Annex("网站截图对照", tuple(parts))


def _pairs(site: SiteFacts, pictures: Pictures, *, readable: bool) -> list[Pair]:
    capture = next((c for c in site.captures if c.screenshot), None)
    if capture is None or capture.screenshot is None:
        return [Pair(Figure("涉案网站：无可用截图（页面未经浏览器渲染）"), _genuine(site.organ, pictures, Form.TOP))]
    window = capture.window or capture.screenshot
    words = f"涉案网站（%s），{shown(capture.captured_at)}，原图SHA-256：%s…"
    first = Figure(
        words % ("可见窗口", window.sha256[:16]), pictures.of(window, Form.TOP if readable else Form.BLURRED)
    )
    if not first.jpeg:
        first = Figure("涉案网站：截图无法解码，见所列取证文件")
    pairs = [Pair(first, _genuine(site.organ, pictures, Form.TOP))]
    if window.sha256 != capture.screenshot.sha256:
        form = Form.WHOLE if readable else Form.BLURRED
        second = Figure(words % ("整页", capture.screenshot.sha256[:16]), pictures.of(capture.screenshot, form))
        pairs.append(Pair(second, _genuine(site.organ, pictures, Form.WHOLE)))
    return pairs


def _genuine(organ: OrganFacts | None, pictures: Pictures, form: Form) -> Figure:
    if organ is None:
        return Figure("对照：无对应机关网站")
    picture = pictures.of(organ.screenshot if form is Form.WHOLE else organ.window or organ.screenshot, form)
    if not picture or organ.screenshot_at is None:
        return Figure(f"对照：{organ.name}网站，尚无基准截图，请经办人补充")
    what = "整页" if form is Form.WHOLE else "可见窗口"
    return Figure(f"对照：{organ.name}网站（{what}）{organ.screenshot_url}，{shown(organ.screenshot_at)}", picture)


def contacts(sites: Sequence[SiteFacts]) -> Annex:
    """联系方式明细: the only place where contacts stand in full, in a file of its own."""
    rows = tuple(
        (str(site.case), defang(site.host), KINDS.get(c.kind, c.kind), c.value) for site in sites for c in site.contacts
    )
    note = Text("仅限公务使用，不得对外提供；用后按规定保管或者销毁。")
    return Annex(
        "联系方式明细（仅限公务使用）", (note, Table(("案件", "网站", "类型", "内容"), rows, (16, 50, 24, 66))), True
    )
