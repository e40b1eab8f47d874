"""The annexes of a letter: register, evidence list, screenshots, record, law excerpts, contacts, return slip."""

from __future__ import annotations

from collections.abc import Sequence

from takedown.citations import Citation
from takedown.content import Annex, Figure, Pair, Part, Table, Text
from takedown.excerpts import law_excerpts
from takedown.facts import CaptureFacts, OrganFacts, SiteFacts
from takedown.grouping import Plan
from takedown.pictures import thumbnail
from takedown.words import FINDINGS, KINDS, PROFILES, UNKNOWN, filing_words, registration_words, site_words
from zhenwei.address import defang
from zhenwei.clock import shown
from zhenwei.evidence.capture import tool

AUTHORITIES = ("cyberspace", "market", "police", "telecom")
PRINTED = ("exchanges.warc.gz", "page.html", "screenshot.png")  # the workbook lists every file
ANSWERING = (*AUTHORITIES, "organ")


def make_annexes(plan: Plan, citations: Sequence[Citation], evidence_digest: str) -> tuple[Annex, ...]:
    """Return the annexes that this letter carries, in print order."""
    annexes = [register(plan.sites), evidence_list(plan.sites, evidence_digest), screenshots(plan.sites), record(plan)]
    if citations:
        annexes.append(law_excerpts(citations))
    if plan.recipient in AUTHORITIES and any(site.contacts for site in plan.sites):
        annexes.append(contacts(plan.sites))
    if plan.recipient in ANSWERING:
        annexes.append(return_slip(plan.recipient))
    return tuple(annexes)


def register(sites: Sequence[SiteFacts]) -> Annex:
    """涉案网站登记表: an overview if there are several, then a card a site."""
    parts: list[Part] = []
    if len(sites) > 1:
        rows = tuple(
            (str(n), defang(s.url), s.title or "（无标题）", FINDINGS[s.finding], f"{s.alive_from} 至 {s.alive_to}")
            for n, s in enumerate(sites, start=1)
        )
        parts.append(Table(("序号", "网址", "页面标题", "疑似情形", "可访问期间"), rows, (11, 55, 40, 24, 26)))
    for number, site in enumerate(sites, start=1):
        parts.append(Text(f"{number}. {defang(site.host)}", heading=True))
        parts.append(Table((), tuple(register_rows(site)), (34, 122)))
    return Annex("涉案网站登记表", tuple(parts))


def register_rows(site: SiteFacts) -> list[tuple[str, str]]:
    """Return label and value of each column of the register."""
    words = site_words(site)
    return [
        ("案件编号", str(site.case)),
        ("类型", "网站"),
        ("网址", words.address),
        ("页面标题", words.title),
        ("疑似情形", FINDINGS[site.finding]),
        ("被仿冒机关", site.organ.name if site.organ else "无"),
        ("首次可访问", words.first_day),
        ("最近可访问", words.last_day),
        ("备案标注", filing_words(site)),
        ("公安备案标注", "、".join(site.police_filing) or "页面未见"),
        ("解析地址", words.addresses),
        ("接入地", words.place),
        ("域名注册", registration_words(site)),
        ("服务器证书", site.certificate or "无或未记录"),
        ("联系方式（已遮挡）", words.contacts or "未发现"),
        ("机器评分", f"仿冒 {site.impersonation:.0f}，制售 {site.sale:.0f}（满分100，仅供参考）"),
        ("人工研判", f"{shown(site.confirmed_at)} 已确认为疑似"),
        ("关联编号", site.operator or "无"),
    ]


def evidence_list(sites: Sequence[SiteFacts], evidence_digest: str) -> Annex:
    """证据清单: each capture with the digests of its manifest and files (the page's pictures: in the workbook)."""
    parts: list[Part] = [
        Text(
            "各项电子文件以SHA-256校验值锁定。清单文件（manifest.json）列明该份固定材料的全部文件，其校验值在下列各表首行；"
            "全部文件的校验值见 annex-register.xlsx。"
            f"全部校验值汇总于文件 evidence.sha256，该文件的SHA-256为 {evidence_digest}。"
        )
    ]
    for number, (site, capture) in enumerate(every_capture(sites), start=1):
        parts.append(Text(f"E{number:02d}　案件{site.case}　{defang(capture.url)}", heading=True))
        parts.append(Text(capture_words(capture)))
        parts.append(Table(("文件", "字节", "SHA-256"), tuple(capture_rows(capture)), (40, 20, 96)))
    return Annex("证据清单", tuple(parts))


def every_capture(sites: Sequence[SiteFacts]) -> list[tuple[SiteFacts, CaptureFacts]]:
    """Return each capture with its site, in the order of the evidence numbers."""
    return [(site, capture) for site in sites for capture in site.captures]


def capture_words(capture: CaptureFacts) -> str:
    """Return how and when a capture was made."""
    how = "浏览器渲染" if capture.rendered else "直接获取"
    profile = PROFILES.get(capture.profile, capture.profile)
    return (
        f"固定时间：{shown(capture.captured_at)}（北京时间）；访问方式：{profile}，{how}；"
        f"最终网址：{defang(capture.final_url)}；状态码：{capture.status}；保存位置：{capture.folder}"
    )


def capture_rows(capture: CaptureFacts) -> list[tuple[str, str, str]]:
    """Return the manifest first, then the files that the printed list names."""
    rows = [("manifest.json", "—", capture.manifest_sha256)]
    return rows + [(f.name, str(f.size), f.sha256) for f in capture.files if f.name in PRINTED]


def screenshots(sites: Sequence[SiteFacts]) -> Annex:
    """网站截图对照: the suspected page beside the genuine one where the baseline holds a picture of it."""
    parts: list[Part] = [Text("截图仅截取页面上部，完整截图见所列取证文件。未经遮挡，仅限公务使用。")]
    for number, site in enumerate(sites, start=1):
        parts.append(Text(f"{number}. {defang(site.url)}", heading=True))
        parts.append(Pair(_suspect(site), _genuine(site.organ)))
    return Annex("网站截图对照", tuple(parts))


def _suspect(site: SiteFacts) -> Figure:
    capture = next((c for c in site.captures if c.screenshot), None)
    picture = thumbnail(capture.screenshot) if capture else b""
    if capture is None or not picture:
        return Figure("涉案网站：无可用截图（页面未经浏览器渲染）")
    digest = next((f.sha256 for f in capture.files if f.name == "screenshot.png"), "")
    return Figure(f"涉案网站，{shown(capture.captured_at)}，原图SHA-256：{digest[:16]}…", picture)


def _genuine(organ: OrganFacts | None) -> Figure:
    if organ is None:
        return Figure("对照：无对应机关网站")
    picture = thumbnail(organ.screenshot) if organ.screenshot else b""
    if not picture or organ.screenshot_at is None:
        return Figure(f"对照：{organ.name}网站，尚无基准截图，请经办人补充")
    return Figure(f"对照：{organ.name}网站 {organ.screenshot_url}，{shown(organ.screenshot_at)}", picture)


def record(plan: Plan) -> Annex:
    """线索固定记录: how the clue was fixed, with room for two people's signatures."""
    captures = [capture for _, capture in every_capture(plan.sites)]
    moments = [capture.captured_at for capture in captures]
    addresses = dict.fromkeys(address for capture in captures for address in capture.addresses)
    rows = (
        ("固定对象", f"{len(plan.sites)}个网站的公开页面，共{len(captures)}份（见证据清单）"),
        (
            "起止时间",
            f"{shown(min(moments))} 至 {shown(max(moments))}（北京时间）",
        ),
        ("地点和设备", "　"),
        (
            "使用软件",
            f"{tool()}；方式：{'、'.join(dict.fromkeys(PROFILES.get(c.profile, c.profile) for c in captures))}",
        ),
        ("时钟来源", "采集设备系统时钟（UTC），未单独测定偏差"),
        ("网络出口", "　"),
        ("对方地址", "、".join(addresses) or UNKNOWN),
        ("步骤", "按计划访问公开页面，保存请求与应答原始数据（WARC）、页面、截图、解析记录，即时计算校验值并生成清单"),
        ("限制", "未登录，未填写或者提交表单，未破解验证码，未联系对方，未购买"),
        ("异常情况", "；".join(note for site in plan.sites for note in site.left_out) or "无"),
        ("说明", "本记录为线索固定材料，不代替执法机关依法开展的电子数据取证"),
        ("固定人（签名）", "　　　　　　　　　　　　　　年　　月　　日"),
        ("复核人（签名）", "　　　　　　　　　　　　　　年　　月　　日"),
    )
    return Annex("线索固定记录", (Table((), rows, (34, 122)),))


def contacts(sites: Sequence[SiteFacts]) -> Annex:
    """联系方式明细: the only place where contacts stand in full, in a file of its own."""
    rows = tuple(
        (str(site.case), defang(site.host), KINDS.get(c.kind, c.kind), c.value) for site in sites for c in site.contacts
    )
    note = Text("仅限公务使用，不得对外提供；用后按规定保管或者销毁。")
    return Annex(
        "联系方式明细（仅限公务使用）", (note, Table(("案件", "网站", "类型", "内容"), rows, (16, 50, 24, 66))), True
    )


def return_slip(recipient: str) -> Annex:
    """移交回执, or for the imitated organ its answer."""
    if recipient == "organ":
        asked = ("是否你单位或者受委托机构开办、使用", "是否授权使用单位名称、标识", "正确的网站域名", "其他情况")
        rows = tuple((line, "　") for line in asked)
        return Annex(
            "核实情况回执",
            (
                Table(
                    ("核实事项", "核实结果"),
                    (*rows, ("经办人及联系电话", "　"), ("单位（盖章）及日期", "　")),
                    (78, 78),
                ),
            ),
        )
    lines = (
        "收到文号",
        "收到日期",
        "收到材料（份数、校验值是否一致）",
        "承办部门和承办人",
        "处理意见（受理、移送或者其他）",
        "收件单位（盖章）及日期",
    )
    return Annex("移交回执", (Table((), tuple((line, "　") for line in lines), (60, 96)),))
