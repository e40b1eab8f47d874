"""Reports become rows on both databases: each with a receipt, duplicates said, numbers without gaps."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import datetime

import pytest
from sqlalchemy import func, select

from zhenwei.clock import BEIJING, now
from zhenwei.errors import BadInput, NoSuch
from zhenwei.intake.keeping import Keeper, Kept
from zhenwei.intake.receipt import Receipt, receipt_of
from zhenwei.intake.receipt_docx import receipt_docx
from zhenwei.intake.receipt_text import receipt_text
from zhenwei.intake.report import Report
from zhenwei.intake.vault import Vault
from zhenwei.store.database import Store
from zhenwei.store.leads import add_lead, site_for
from zhenwei.store.models import CaseRow, LeadRow, SiteRow
from zhenwei.store.report_in_tables import ReportBatchRow, ReportInRow
from zhenwei.store.reports_in import list_reports
from zhenwei.types import Lead

THEN = datetime(2026, 11, 3, 9, 20, tzinfo=BEIJING)


def keep(store: Store, reports: Sequence[Report], source: str = "12377", skipped: int = 0) -> Kept:
    with store.transaction() as session:
        keeper = Keeper(session, source, "wang", Vault())
        keeper.keep(reports)
        return keeper.close(skipped)


def receipt(store: Store, number: str) -> Receipt:
    with store.reading() as session:
        return receipt_of(session, number)


def count(store: Store, row: type[ReportInRow | LeadRow | SiteRow | ReportBatchRow]) -> int:
    with store.reading() as session:
        return session.scalars(select(func.count()).select_from(row)).one()


def report(*addresses: str, note: str = "假的", reference: str = "", at: datetime | None = THEN) -> Report:
    return Report(addresses, note, "", at, reference)


def test_reports_become_leads_and_get_receipts(store: Store) -> None:
    kept = keep(store, [report("http://a.example/x", reference="N1"), report("http://b.example", "http://c.example")])
    assert (kept.reports, kept.new, kept.repeats, kept.addresses) == (2, 2, 0, 3)
    day = now().astimezone(BEIJING).strftime("%Y%m%d")
    assert kept.number == f"JB{day}-0001"
    said = receipt(store, kept.number)
    assert [item.number for item in said.items] == [f"{kept.number}-1", f"{kept.number}-2"]
    assert said.known == {"new": 3}
    with store.reading() as session:
        lead = session.scalars(select(LeadRow).order_by(LeadRow.id)).first()
        assert lead is not None
        assert (lead.source, lead.why, lead.reference) == ("12377", "假的", "N1")
        assert lead.detail == {"reported_at": THEN.isoformat()}
        assert lead.site.host == "a.example"
        assert [len(line.addresses) for line in list_reports(session)] == [2, 1]


SECOND = (
    ("http://{h}/x", "别的", "{r}", THEN, "12377", "reference"),
    ("https://www.{h}/x/", "假的", "{r}-2", THEN, "12377", "content"),
    ("http://{h}/x", "假的", "", THEN, "某市市场监管局", "content"),
    # Another report, though it shares something.
    ("http://other-{h}", "别的", "{r}", THEN, "12377", ""),
    ("http://{h}/x", "别的", "{r}", THEN, "某市市场监管局", ""),
    ("http://{h}/x", "别的说法", "", THEN, "12377", ""),
    ("http://{h}/x", "假的", "", None, "12377", ""),
    ("http://{h}/y", "假的", "", THEN, "12377", ""),
)


@pytest.mark.parametrize("together", [True, False])
def test_what_repeats_is_said_and_kept(store: Store, together: bool) -> None:
    found = []
    for number, (url, note, reference, at, source, _how) in enumerate(SECOND):
        host, mark = f"s{number}.example", f"N{number}"
        first = report(f"http://{host}/x", reference=mark)
        second = report(url.format(h=host), note=note, reference=reference.format(r=mark), at=at)
        if together and source == "12377":
            kept = keep(store, [first, second])
            item, earlier = receipt(store, f"{kept.number}-2").items[0], f"{kept.number}-1"
        else:
            earlier = f"{keep(store, [first]).number}-1"
            item = receipt(store, keep(store, [second], source).number).items[0]
        found.append(item.repeats_by)
        assert item.repeats in ("", earlier)
    assert found == [row[-1] for row in SECOND]
    assert count(store, ReportInRow) == 2 * len(SECOND)


def test_an_address_alone_from_two_sources_is_two_reports(store: Store) -> None:
    bare = report("http://a.example", note="", at=None)
    assert keep(store, [bare]).repeats == 0
    assert keep(store, [bare], "12350").repeats == 0
    assert keep(store, [bare]).repeats == 1


def test_what_is_known_of_an_address_is_said(store: Store) -> None:
    with store.transaction() as session:
        add_lead(session, Lead("http://found.example/", "search", "百度第 1 条"))
        site = site_for(session, "case.example")
        case = CaseRow(
            site_id=site.id, url="http://case.example/", state="new", verdict="counterfeit_site", impersonation=90,
            sale=0, first_seen=now(), last_seen=now(),
        )  # fmt: skip
        session.add(case)
        session.flush()
        case_id = case.id
    first = keep(store, [report("http://seen.example/a")])
    kept = keep(
        store,
        [
            report("http://found.example/", note="1"),
            report("https://www.seen.example/a/", note="2"),
            report("http://seen.example/b", note="3"),
            report("http://www.case.example/cx", note="4"),
            report("http://new.example", note="5"),
        ],
    )
    assert kept.cases == {case_id}
    said = receipt(store, kept.number)
    assert [item.addresses[0].known for item in said.items] == ["lead", "reported", "site", "new", "new"]
    assert said.items[1].addresses[0].earlier == f"{first.number}-1"
    assert said.cases == {case_id: 1}
    text = receipt_text(said, "某网信办")
    for expected in ("回执编号", kept.number, f"并入案件第 {case_id} 号", "此前已有举报", "hxxp://new[.]example"):
        assert expected in text


def test_what_is_known_does_not_depend_on_where_a_part_ends(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    reports = [report(f"http://s{n % 7}.example/{n % 3}", note=str(n % 5), reference=f"N{n % 11}") for n in range(60)]
    whole = receipt(store, keep(store, reports, "a").number)
    monkeypatch.setattr("zhenwei.intake.keeping.AT_ONCE", 7)
    other = [Report(one.addresses, f"{one.note}!", reference=one.reference, reported_at=THEN) for one in reports]
    parts = receipt(store, keep(store, other, "b").number)

    def shape(said: Receipt) -> list[str]:
        return [item.repeats.rpartition("-")[2] + item.repeats_by for item in said.items]

    assert shape(whole) == shape(parts)


def test_an_account_has_a_receipt_and_no_lead(store: Store) -> None:
    kept = keep(store, [Report((), "卖证", "公众号：特种证查询")], skipped=3)
    assert (kept.new, kept.without_address, count(store, LeadRow)) == (1, 1, 0)
    text = receipt_text(receipt(store, kept.number), "某网信办")
    assert "公众号：特种证查询" in text
    assert "另有 3 行不能识别" in text


def test_numbers_have_no_gap_when_several_write_at_once(store: Store) -> None:
    failed: list[BaseException] = []

    def write(number: int) -> None:
        try:
            keep(store, [report(f"http://s{number}.example")])
        except BaseException as error:  # noqa: BLE001 - told by the test below
            failed.append(error)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with store.reading() as session:
        numbers = sorted(str(one).rpartition("-")[2] for one in session.scalars(select(ReportBatchRow.number)))
    assert numbers == [f"{n:04d}" for n in range(1, 7)]


def test_what_fails_takes_no_number(store: Store) -> None:
    with pytest.raises(BadInput), store.transaction() as session:
        keeper = Keeper(session, "x", "", Vault())
        keeper.keep([report("http://a.example"), report("ftp://b.example")])
        keeper.close()
    assert (count(store, ReportInRow), count(store, SiteRow)) == (0, 0)
    assert keep(store, [report("http://a.example")]).number.endswith("-0001")


def test_receipts_that_there_are_not(store: Store) -> None:
    keep(store, [report("http://a.example")])
    for number in ("", "JB", "JB20261122-9999", "JB20261122-0001-9", "1 or 1=1", "JB20261122-0001-0"):
        with store.reading() as session, pytest.raises(NoSuch, match="没有回执"):
            receipt_of(session, number)


def test_a_receipt_is_the_same_each_time_and_holds_few_of_many(store: Store) -> None:
    kept = keep(store, [report(f"http://s{n}.example") for n in range(250)])
    said = receipt(store, kept.number)
    assert (said.reports, len(said.items)) == (250, 200)
    assert "其余 50 件略" in receipt_text(said, "某网信办")
    assert receipt_docx(said, "某网信办") == receipt_docx(said, "某网信办")
    assert receipt(store, f"{kept.number.lower()}-250").items[0].addresses[0].url == "http://s249.example"
