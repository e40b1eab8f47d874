"""Which pages are drawn, by whom, and what that person does there first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect

ANALYST, REVIEWER, ADMIN = "analyst", "reviewer", "admin"
BOTH, DARK = ("-dark", "-phone"), ("-dark",)
TRIED = 180_000  # milliseconds that a trial of a changed list may take


def _nothing(page: Page) -> None:
    """Only look."""


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture: who (nobody if empty) looks at which address, after which act; ``whole``: beyond the window too.

    ``also``: how else it is drawn.
    """

    name: str
    path: str
    who: str = ANALYST
    act: Callable[[Page], None] = _nothing
    whole: bool = False
    also: tuple[str, ...] = ()


def _pick(page: Page) -> None:
    for key in "jxjjx":
        page.keyboard.press(key)
    page.keyboard.press("d")
    page.keyboard.type("培训机构自办网站，持有办学许可，未承诺免考。")


def _pictures(page: Page) -> None:
    page.locator("#pictures").scroll_into_view_if_needed()
    expect(page.locator("#pictures .figures")).to_contain_text("%", timeout=60_000)


def _whole_case(page: Page) -> None:
    _pictures(page)
    page.evaluate("document.querySelector('aside.right').style.maxHeight = 'none'")
    page.evaluate("window.scrollTo(0, 0)")


def _ties(page: Page) -> None:
    page.locator(".walk").scroll_into_view_if_needed()
    page.locator("[data-nodes]").wait_for()


def _differences(page: Page) -> None:
    _pictures(page)
    link = page.locator("#pictures .figures").get_attribute("hx-get")
    page.goto(link or "/")


def _newest_letter(page: Page) -> None:
    page.locator("a[data-open]").first.click()
    page.locator(".sheets img").first.wait_for()


def _approving(page: Page) -> None:
    _newest_letter(page)
    page.locator("details:has(form[action$='/steps/approve']) summary").click()


def _editing(page: Page) -> None:
    _newest_letter(page)
    page.get_by_role("link", name="修改正文").click()
    field = page.locator("textarea[name=text]").nth(2)
    field.fill("近期，我办在监测中发现下列网站涉嫌违法，现将有关线索移送贵单位，请依法核查处理。")
    drawn = page.locator("#preview img[src*='/preview/']").first
    drawn.wait_for(timeout=60_000)
    page.wait_for_function("() => document.querySelector('#preview img').naturalWidth > 0")


def _drafting(page: Page) -> None:
    page.locator("a[data-open]").first.click()
    page.get_by_role("link", name="起草函件").click()


def _source(page: Page) -> None:
    page.get_by_role("link", name="看源码").first.click()


def _keys(page: Page) -> None:
    page.keyboard.press("?")
    page.locator("dialog[open] table").first.wait_for()


def _account(page: Page) -> None:
    if page.get_by_role("rowheader", name="night-shift").count():
        return
    page.get_by_label("账号名").fill("night-shift")
    page.locator("section form select[name=role]").select_option("analyst")


def _lawful(page: Page, name: str = "hainan-yjglt.org.cn", why: str = "来函核实，系该省安全协会自办网站") -> None:
    form = page.locator("#lawful form.inline")
    form.get_by_label("域名").fill(name)
    form.get_by_label("理由").fill(why)
    form.get_by_role("button").click()
    expect(page.locator("#trial h2")).to_contain_text("完成", timeout=TRIED)


def _saved(page: Page) -> None:
    if not page.locator("table tbody tr").count():
        page.goto("/watchlist")
        _lawful(page, "www.hongganpx.com", "持有办学许可的培训学校")
        page.get_by_label("理由").fill("学校来函，许可证已核对")
        page.get_by_role("button", name="保存", exact=True).click()
        page.goto("/watchlist/history")


def _token(page: Page) -> None:
    if not page.get_by_role("rowheader", name="省级平台").count():
        page.get_by_role("textbox", name="名称").fill("省级平台")
        page.get_by_role("combobox", name="负责账号").select_option(ANALYST)
        for scope in ("cases:read", "export:read"):
            page.get_by_role("checkbox", name=scope).check()
        page.get_by_role("button", name="签发", exact=True).click()
        page.locator("code.secret").wait_for()
        page.goto("/tokens")
    page.locator("details.sure summary").first.click()


def _hook(page: Page) -> None:
    if page.get_by_role("rowheader", name="zhiban@office[.]example").count():
        return
    page.get_by_role("textbox", name="接收方").fill("zhiban@office.example")
    for event in ("site.back", "notice.answered"):
        page.get_by_role("checkbox", name=event).check()
    page.get_by_role("button", name="添加", exact=True).click()
    page.locator(".fresh").wait_for()
    page.goto("/hooks")


def _one_hook(page: Page) -> None:
    _hook(page)
    page.locator("a[href^='/hooks/']").first.click()
    page.get_by_role("button", name="发送测试").wait_for()


def _monthly(page: Page) -> None:
    page.get_by_role("button", name="生成", exact=True).click()
    page.locator("[data-chart=columns][data-drawn]").wait_for(timeout=TRIED)


def _report(page: Page) -> None:
    page.get_by_label("来源").fill("12350")
    page.locator("#addresses").fill("hxxp://cx-mem[.]cc/q?id=1\nhttp://mem-gov-cn.top/")
    page.locator("#note").fill("来电称扫证件背面二维码打开，显示有效，怀疑是假网站。")


def _receipt(page: Page) -> None:
    _report(page)
    page.locator("main button.main").click()
    page.locator("main").wait_for()
    if "/new" in page.url:  # some of it is known: seen and kept all the same
        page.locator("main button.main").click()
    page.wait_for_url("**/reports/JB*")


PAGES = (
    Shot("login", "/login", who=""),
    Shot("front", "/", also=BOTH, whole=True),
    Shot("queue", "/queue", also=BOTH),
    Shot("queue-bulk", "/queue", act=_pick),
    Shot("keys", "/queue", act=_keys),
    Shot("case", "/cases/{case}", act=_whole_case, also=BOTH),
    Shot("case-whole", "/cases/{case}", act=_whole_case, whole=True),
    Shot("case-pictures", "/cases/{case}", act=_pictures),
    Shot("case-ties", "/cases/{tied}", act=_ties, also=DARK),
    Shot("timeline", "/cases/{case}/timeline"),
    Shot("differences", "/cases/{case}", act=_differences),
    Shot("source", "/cases/{case}", act=_source),
    Shot("opinions", "/opinions", who=REVIEWER),
    Shot("draft", "/queue?state=confirmed", act=_drafting),
    Shot("letters", "/letters"),
    Shot("letter", "/letters?whose=approval", who=REVIEWER, act=_approving, also=DARK),
    Shot("letter-sent", "/letters?state=answered", act=_newest_letter),
    Shot("letter-edit", "/letters?whose=approval", who=REVIEWER, act=_editing),
    Shot("clocks", "/clocks", also=BOTH),
    Shot("reports", "/reports", act=_nothing),
    Shot("report-new", "/reports/new", act=_report),
    Shot("report-receipt", "/reports/new", act=_receipt),
    Shot("watchlist", "/watchlist", who=ADMIN),
    Shot("watchlist-form", "/watchlist/organs/mem", who=ADMIN),
    Shot("watchlist-proposal", "/watchlist", who=ADMIN, act=_lawful),
    Shot("watchlist-history", "/watchlist/history", who=ADMIN, act=_saved),
    Shot("accounts", "/accounts", who=ADMIN, act=_account),
    Shot("tokens", "/tokens", who=ADMIN, act=_token, whole=True, also=DARK),
    Shot("hooks", "/hooks", who=ADMIN, act=_hook, whole=True),
    Shot("hook", "/hooks", who=ADMIN, act=_one_hook, whole=True),
    Shot("monthly", "/monthly", who=REVIEWER, act=_monthly, whole=True, also=BOTH),
    Shot("audit", "/audit", who=ADMIN),
    Shot("password", "/password"),
    Shot("english", "/queue?lang=en", who=REVIEWER),
)
