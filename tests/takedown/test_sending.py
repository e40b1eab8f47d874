"""What a person pastes or mails: fields of forms, messages abroad, XARF; of suspicion, and without anybody's data."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import xarf

from takedown.facts import ContactFacts, SiteFacts
from takedown.gather import gather
from takedown.sending.abuse import AbuseContact, Of
from takedown.sending.fields import paste
from takedown.sending.mail import GAP, message
from takedown.sending.records import abuse_contacts
from takedown.sending.told import told
from takedown.sending.xarf_report import KINDS, kind_of, xarf_report
from tests.takedown.letters_world import PHONE, World, finding, phone
from zhenwei.errors import BadInput, NotAllowed, WatchlistError
from zhenwei.evidence.record import PAGE
from zhenwei.store.cases import get_case
from zhenwei.types import Verdict
from zhenwei.watchlist.channels import Abroad, Channel, FormField, load_abroad, load_channels

US = Abroad(office="Dongjiang Cyberspace Office", mail="abuse@office.example", domain="office.example")
CHANNELS = load_channels()


def facts(world: World, **given: Any) -> SiteFacts:
    given.setdefault("findings", (finding(quote=f"电话 {PHONE}", detail=f"页面留电话 {PHONE}"),))
    case = world.case("copy.example.com", contacts=(phone(),), title=f"查询平台 {PHONE}", **given)
    with world.store.reading() as session:
        return gather(session, get_case(session, case), world.watchlist, world.settings.evidence_dir)


@pytest.mark.parametrize("verdict", [Verdict.COUNTERFEIT, Verdict.SALE, Verdict.HIJACKED])
def test_every_channel_can_be_filled_in(world: World, verdict: Verdict) -> None:
    words = told(facts(world, verdict=verdict))
    for channel in CHANNELS.values():
        rows = paste(channel, words)
        everything = json.dumps([row.value for row in rows], ensure_ascii=False)
        assert "copy.example.com" in everything, channel.slug
        for secret in (PHONE, PHONE.replace("-", ""), "王某"):
            assert secret not in everything, channel.slug
        assert all(len(row.value) <= row.limit for row in rows if row.limit)
        assert all("未经" in row.note for row in rows if not row.limit_verified)


def test_the_built_in_channels_are_those_of_the_contract() -> None:
    assert set(CHANNELS) == {"12377", "12315", "12321", "cyberpolice", "abuse"}
    assert not any(channel.verified_by for channel in CHANNELS.values())


def test_what_is_too_long_is_cut_and_said(world: World) -> None:
    form = FormField(name="描述", value="{{ description }}", limit=20, verified=True)
    channel = Channel(slug="x", name="某平台", office="某机构", suits=(Verdict.COUNTERFEIT,), field=(form,))
    (row,) = paste(channel, told(facts(world)))
    assert (len(row.value), row.value[-1], row.cut, row.note) == (20, "…", True, "已截短，请核对")


def test_a_template_may_print_facts_and_nothing_else(world: World) -> None:
    words = told(facts(world))
    for value in ("{{ reporter }}", "{{ url.__class__.__mro__ }}", "{{ 1/0 }}", "{% for %}", "{{ host.nothing() }}"):
        form = (FormField(name="a", value=value),)
        channel = Channel(slug="x", name="某平台", office="某机构", suits=(Verdict.SALE,), field=form)
        with pytest.raises(WatchlistError, match=r"channels/x\.toml 的字段“a”有误"):
            paste(channel, words)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('name = "x"', "name"),
        ('name = "某"\noffice = "某机构"\nsuits = ["benign?"]\n[[field]]\nname = "a"', "name"),
        ('name = "某平台"\noffice = "某机构"\nsuits = ["unclear"]\nfields = 1\n[[field]]\nname = "a"', "fields"),
        ('name = "某平台"\noffice = "某机构"\nurl = "ftp://x"\nsuits = ["unclear"]\n[[field]]\nname = "a"', "url"),
        (
            'name = "某平台"\noffice = "某机构"\nsuits = ["unclear"]\n[[field]]\nname = "a"\n[[field]]\nname = "a"',
            "field",
        ),
    ],
)
def test_a_channel_that_is_wrong_is_named(tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "channels").mkdir()
    (tmp_path / "channels" / "own.toml").write_text(content, "utf-8")
    with pytest.raises(WatchlistError, match=rf"own\.toml 的 {said}"):
        load_channels(tmp_path)


def test_a_deployment_lays_its_own_channel_over_the_built_in_one(tmp_path: Path) -> None:
    (tmp_path / "channels").mkdir()
    text = 'name = "本地平台"\noffice = "本地"\nsuits = ["unclear"]\n[[field]]\nname = "网址"\nvalue = "{{ url }}"\n'
    (tmp_path / "channels" / "12377.toml").write_text(text, "utf-8")
    assert load_channels(tmp_path)["12377"].name == "本地平台"
    assert load_abroad(tmp_path).office == ""


@pytest.mark.parametrize("verdict", [Verdict.COUNTERFEIT, Verdict.SALE, Verdict.HIJACKED])
def test_a_message_abroad(world: World, verdict: Verdict) -> None:
    site = facts(world, verdict=verdict)
    for of in Of:
        told_abroad(site, of, verdict)


def told_abroad(site: SiteFacts, of: Of, verdict: Verdict) -> None:
    contact = AbuseContact(of, "Example Registrar", ("abuse@registrar.example",), (), "rdap")
    said = message(site, of, contact, US, "Ministry of X")
    assert said.to == ("abuse@registrar.example",)
    for expected in ("hxxp://copy[.]example[.]com/", "UTC", "sha256 ", "suspected", "preserve", US.mail, "198.18.0.7"):
        assert expected in said.body
    assert said.body.isascii() or verdict is not Verdict.SALE
    for forbidden in (PHONE, "http://", "https://copy", "王某", "criminal", "illegal site"):
        assert forbidden not in said.body
    assert ("owner of the website" in said.body) is (verdict is Verdict.HIJACKED)
    assert ("suspend it" in said.body) is (of is Of.REGISTRAR and verdict is not Verdict.HIJACKED)


def test_a_message_without_sender_or_address_keeps_its_gaps(world: World) -> None:
    said = message(facts(world), Of.REGISTRAR, None, Abroad())
    assert said.to == ()
    assert GAP in said.body


def test_a_xarf_report_fits_its_schema_and_is_the_same_each_time(world: World) -> None:
    site = facts(world)
    for of, kind in product(Of, KINDS):
        sound(site, of, kind)


def sound(site: SiteFacts, of: Of, kind: str) -> None:
    report = xarf_report(site, of, US, "Ministry of X", kind)
    assert xarf.parse(report).errors == []
    assert report == xarf_report(site, of, US, "Ministry of X", kind)
    assert report["source_identifier"] == ("198.18.0.7" if of is Of.NETWORK else "copy.example.com")
    payload = base64.b64decode(report["evidence"][0]["payload"]).decode()
    assert all(capture.manifest_sha256 in payload for capture in site.captures)
    assert PHONE not in json.dumps(report, ensure_ascii=False)


@pytest.mark.parametrize(
    ("verdict", "kind"),
    [
        (Verdict.COUNTERFEIT, "brand_infringement"),
        (Verdict.SALE, "fraud"),
        (Verdict.HIJACKED, "remote_compromise"),
    ],
)
def test_the_type_follows_the_finding(world: World, verdict: Verdict, kind: str) -> None:
    site = facts(world, verdict=verdict)
    assert kind_of(site) == kind
    assert xarf_report(site, Of.REGISTRAR, US)["type"] == kind


ODD_HOSTS = (
    ("xn--fiq06l2rdsvs.example", "http://证件查询.example/查?名=1", "http://xn--"),
    ("192.0.2.7", "http://192.0.2.7:8080/a", "http://192.0.2.7:8080/a"),
    ("2001:db8::1", "http://[2001:db8::1]/a", "http://[2001:db8::1]/a"),
    ("a_b.example.com", "http://a_b.example.com/", "http://a_b.example.com/"),
)


def test_hosts_that_the_schema_has_no_shape_for(world: World) -> None:
    site = facts(world)
    for host, url, written in ODD_HOSTS:
        report = xarf_report(replace(site, host=host, url=url), Of.REGISTRAR, US)
        assert "domain" not in report
        assert report["url"].isascii()
        assert report["url"].startswith(written)


def test_a_counterfeit_of_nobody_known_is_fraud(world: World) -> None:
    site = replace(facts(world), organ=None)
    assert xarf_report(site, Of.REGISTRAR, US)["fraud_type"] == "government_impersonation"
    with pytest.raises(BadInput, match="没有被仿冒机关的网站"):
        xarf_report(site, Of.REGISTRAR, US, kind="brand_infringement")


def test_what_a_report_lacks_is_named(world: World) -> None:
    site = facts(world)
    with pytest.raises(BadInput, match=r"abroad\.toml 的 office"):
        xarf_report(site, Of.REGISTRAR, Abroad())
    with pytest.raises(BadInput, match="没有取证"):
        xarf_report(replace(site, captures=()), Of.REGISTRAR, US)
    with pytest.raises(BadInput, match="XARF 类型"):
        xarf_report(site, Of.REGISTRAR, US, kind="spam")


def test_nothing_is_made_of_a_case_that_nobody_confirmed(world: World) -> None:
    case = world.case("copy.example.com", confirmed=False)
    with world.store.reading() as session, pytest.raises(NotAllowed):
        gather(session, get_case(session, case), world.watchlist, world.settings.evidence_dir)


def test_contacts_come_from_the_store_and_from_beside_captures(world: World) -> None:
    entity = {"roles": ["abuse"], "vcardArray": ["vcard", [["email", {}, "text", "abuse@registrar.example"]]]}
    case = world.case("copy.example.com", registration={"objectClassName": "domain", "entities": [entity]})
    page = sorted(world.settings.evidence_dir.rglob(PAGE))[0]
    folder = page.parent
    network = {"objectClassName": "ip network", "name": "NET", "entities": [entity | {"roles": ["abuse"]}]}
    (folder / "rdap-network.json").write_text(json.dumps(network))
    told_then = {"whois-text-1": {"text": "Registrar Abuse Contact Phone: +1.5550100"}, "dns": {"A": []}}
    page.write_text(json.dumps(json.loads(page.read_text()) | {"records": told_then}))
    (folder / "rdap-broken.json").write_text("{")
    with world.store.reading() as session:
        row = get_case(session, case)
        found = abuse_contacts(session, row.site, world.settings.evidence_dir)
    assert [(one.of, one.mails, one.phones) for one in found] == [
        (Of.NETWORK, ("abuse@registrar.example",), ()),
        (Of.REGISTRAR, ("abuse@registrar.example",), ()),
        (Of.REGISTRAR, (), ("+1.5550100",)),
    ]


def test_masking_does_not_depend_on_the_rules(world: World) -> None:
    contact = ContactFacts("wechat", "fake-wx-001", "fa*******01", "fake-wx-001")
    site = replace(facts(world), title="加微信 fake-wx-001", contacts=(contact,))
    assert "fake-wx-001" not in json.dumps(told(site).__dict__ if hasattr(told(site), "__dict__") else str(told(site)))
