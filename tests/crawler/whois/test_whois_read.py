"""WHOIS answers in many forms (texts made for these tests): found, not found, held back, and no answer at all."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from crawler.whois.read import decode, read_answer

CNNIC = """Domain Name: memgov.cn
ROID: 20260301s10001s00000001-cn
Domain Status: clientTransferProhibited
Domain Status: ok
Registrant: 某某网络科技有限公司
Registrant Contact Email: someone@example.cn
Sponsoring Registrar: 某云计算有限公司
Name Server: ns1.host.example
Name Server: ns2.host.example
Registration Time: 2026-03-01 00:30:00
Expiration Time: 2027-03-01 00:30:00
DNSSEC: unsigned
"""
CNNIC_IDN = """Domain Name: 甄伪.中国
Puny Name: xn--npqr63g.xn--fiqs8s
Domain Name: 甄偽.中國
Puny Name: xn--czq630g.xn--fiqz9s
ROID: 20200805s12345s00000001-cn
Domain Status: ok
Registrant: 某某公司
Sponsoring Registrar: 某注册商
Name Server:ns1.host.example
Registration Time: 2020-08-05 07:36:09
Expiration Time: 2021-08-05 07:36:09
"""
CNNIC_OLD = """Domain Name: old.com.cn
Domain Status: ok
Registrant Organization: 某陶瓷有限公司
Registrant Name: 某人
Administrative Email: someone@old.com.cn
Sponsoring Registrar: 某注册商
Name Server:ns1.host.example
Registration Date: 2002-03-06 00:00
Expiration Date: 2013-03-06 00:00
"""
TERMS = """>>> Last update of whois database: 2026-11-22T00:00:00Z <<<

NOTICE: The expiration date displayed in this record is the date the registrar's sponsorship ends.
TERMS OF USE: You are not authorized to access or query our Whois database through high-volume
processes. The compilation, repackaging or dissemination of this Data is expressly prohibited.
We may restrict or deny access if the number of queries is exceeded; a name that does not exist is not found.
All rights reserved.
"""
THIN = f"""   Domain Name: MEM-GOV.COM
   Registry Domain ID: 1_DOMAIN_COM-VRSN
   Registrar WHOIS Server: whois.registrar.example
   Registrar URL: http://www.registrar.example
   Updated Date: 2026-10-20T16:55:31Z
   Creation Date: 2026-10-15T20:00:00Z
   Registry Expiry Date: 2027-10-15T20:00:00Z
   Registrar: Some Registrar, Inc.
   Domain Status: clientHold https://icann.org/epp#clientHold
   Name Server: NS1.HOST.EXAMPLE
{TERMS}"""
OLD_THIN = f"""
Whois Server Version 2.0

Domain names in the .com and .net domains can now be registered
with many different competing registrars. Go to http://www.internic.net
for detailed information.

   Domain Name: OLD.COM
   Registrar: SOME REGISTRAR
   Whois Server: whois.registrar.example
   Referral URL: http://www.registrar.example
   Name Server: No nameserver
   Status: pendingDelete
   Updated Date: 05-may-2013
   Creation Date: 26-may-2010
   Expiration Date: 26-may-2013

{TERMS}"""
REGISTRAR = """Domain Name: MEM-GOV.COM
Registry Domain ID: 1_DOMAIN_COM-VRSN
Registrar WHOIS Server: whois.registrar.example
Update Date: 2026-10-20T16:55:31.0Z
Creation Date: 2026-10-15T13:00:00-0700
Registrar Registration Expiration Date: 2027-10-15T13:00:00-0700
Registrar: Some Registrar, Inc.
Registrar Abuse Contact Email: abuse@registrar.example
Domain Status: clientTransferProhibited (https://www.icann.org/epp#clientTransferProhibited)
Registrant Name: REDACTED FOR PRIVACY
Registrant Organization: Some Company
Registrant Email: Please query the RDDS service of the Registrar of Record
Name Server: ns1.host.example
DNSSEC: unsigned
"""
NOMINET = """
    Domain name:
        example.co.uk

    Registrar:
        Some Registrar Ltd [Tag = SOME]
        URL: https://registrar.example

    Relevant dates:
        Registered on: 11-Nov-2001
        Expiry date:  11-Nov-2027
        Last updated:  12-Oct-2026

    Registration status:
        Registered until expiry date.

    Name servers:
        ns1.host.example
        ns2.host.example          192.0.2.1
"""
JPRS = """[ JPRS database provides information on network administration. Its use is    ]
[Domain Name]                   EXAMPLE.JP

[登録者名]                      株式会社
[Registrant]                    Some Company
[Name Server]                   ns1.host.example
[登録年月日]                    2001/03/04
[Created on]                    2001/03/04
[Expires on]                    2027/03/31
[Status]                        Active
"""
DENIC = "Domain: example.de\nNserver: ns1.host.example\nStatus: connect\nChanged: 2020-02-03T10:00:00+01:00\n"
WINDOWS = THIN.replace("\n", "\r\n")
BOTH = f"{THIN}\n{REGISTRAR}"


def at(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=UTC)  # type: ignore[misc, arg-type]


def test_cnnic_prints_beijing_time() -> None:
    found = read_answer("\ufeff" + CNNIC, "memgov.cn")
    assert found.found
    assert found.domain == "memgov.cn"
    assert (found.registered, found.expires) == (at(2026, 2, 28, 16, 30), at(2027, 2, 28, 16, 30))
    assert found.registered_on == date(2026, 3, 1)
    assert (found.registrar, found.registrant) == ("某云计算有限公司", "某某网络科技有限公司")
    assert found.statuses == ("clientTransferProhibited", "ok")
    assert found.name_servers == ("ns1.host.example", "ns2.host.example")
    assert "@" not in repr(found) + repr(found.to_json("whois")), "mail addresses are not kept"


def test_cnnic_gives_variants_out_together() -> None:
    for asked in ("xn--npqr63g.xn--fiqs8s", "xn--czq630g.xn--fiqz9s", "甄伪.中国", ""):
        found = read_answer(CNNIC_IDN, asked)
        assert found.found
        assert set(found.names) == {"xn--npqr63g.xn--fiqs8s", "xn--czq630g.xn--fiqz9s"}
        assert found.registered == at(2020, 8, 4, 23, 36, 9)


@pytest.mark.parametrize(
    ("text", "domain", "registered", "expires", "registrar", "registrant"),
    [
        (CNNIC_OLD, "old.com.cn", at(2002, 3, 5, 16), at(2013, 3, 5, 16), "某注册商", "某陶瓷有限公司"),
        (THIN, "mem-gov.com", at(2026, 10, 15, 20), at(2027, 10, 15, 20), "Some Registrar, Inc.", ""),
        (WINDOWS, "mem-gov.com", at(2026, 10, 15, 20), at(2027, 10, 15, 20), "Some Registrar, Inc.", ""),
        (OLD_THIN, "old.com", at(2010, 5, 26), at(2013, 5, 26), "SOME REGISTRAR", ""),
        (REGISTRAR, "mem-gov.com", at(2026, 10, 15, 20), at(2027, 10, 15, 20), "Some Registrar, Inc.", "Some Company"),
        (BOTH, "mem-gov.com", at(2026, 10, 15, 20), at(2027, 10, 15, 20), "Some Registrar, Inc.", "Some Company"),
        (NOMINET, "example.co.uk", at(2001, 11, 11), at(2027, 11, 11), "Some Registrar Ltd", ""),
        (JPRS, "example.jp", at(2001, 3, 4), at(2027, 3, 31), "", "Some Company"),
        (DENIC, "example.de", None, None, "", ""),
    ],
)  # fmt: skip
def test_forms(
    text: str, domain: str, registered: datetime | None, expires: datetime | None, registrar: str, registrant: str
) -> None:
    found = read_answer(text, domain)
    assert (found.found, found.registered, found.expires) == (True, registered, expires)
    assert (found.registrar, found.registrant) == (registrar, registrant)
    assert read_answer(text).domain == domain


def test_servers_states_and_referrals() -> None:
    assert read_answer(THIN).statuses == ("clientHold",)
    assert read_answer(THIN).referral == "whois.registrar.example"
    assert read_answer(OLD_THIN).statuses == ("pendingDelete",)
    assert read_answer(OLD_THIN).name_servers == ()
    assert read_answer(NOMINET).name_servers == ("ns1.host.example", "ns2.host.example")


def test_a_record_about_another_name_is_not_believed() -> None:
    """Old registries list host names that begin with the name asked for."""
    other = THIN.replace("MEM-GOV.COM", "MEM-GOV.COM.EVIL.EXAMPLE")
    assert read_answer(other, "mem-gov.com").found is None
    both = read_answer(other.partition(">>>")[0] + THIN.replace("2026-10-15", "2020-01-02"), "mem-gov.com")
    assert both.registered == at(2020, 1, 2, 20)


@pytest.mark.parametrize(
    "text",
    [
        "no matching record.",
        "No matching record.\n",
        'No match for "MEM-GOV.COM".\r\n' + TERMS,
        "NOT FOUND\n",
        "Domain not found.\n",
        OLD_THIN.partition("   Domain Name")[0] + 'No match for "X.COM".\n' + TERMS,
        "The queried object does not exist: nobody.top\r\n" + TERMS,
        "% No entries found for the selected source(s).\n",
        "No Data Found\n" + TERMS,
        "Domain: nobody.de\nStatus: free\n",
        "DOMAIN NOT FOUND",
        "nobody.example is free",
        "This domain name has not been registered.",
        "Domain Name: \nROID: \nDomain Status: \nRegistration Time: \n",
        "No Object Found",
        "Domain Status: No Object Found",
        "Status: AVAILABLE",
        TERMS + "\n\nNot found: nobody.xyz\n",
        "该域名未注册",
        "The domain has not been registered.",
        "no found",
    ],
)
def test_nobody_has_it(text: str) -> None:
    found = read_answer(text, "nobody.example")
    assert (found.found, found.reserved, found.registered) == (False, False, None)


@pytest.mark.parametrize(
    "text",
    [
        "The domain you requested is prohibited.",
        "Reserved Domain Name",
        "This name is reserved by the Registry in accordance with policy.\n" + TERMS,
        "The domain name you apply can not be registered online. Please consult your domain name registrar",
        "nobody.example is reserved",
        "The name is restricted.",
        "Reserved by Registry",
        "该域名为保留域名",
    ],
)
def test_the_registry_holds_it_back(text: str) -> None:
    found = read_answer(text, "nobody.example")
    assert (found.found, found.reserved) == (False, True)


@pytest.mark.parametrize(
    "text",
    [
        "Query limit exceeded.",
        "WHOIS LIMIT EXCEEDED - SEE WWW.EXAMPLE.ORG/WHOIS FOR DETAILS",
        "Number of allowed queries exceeded.",
        "Quota exceeded",
        "You have exceeded your access quota. Please try again later.",
        "Too many requests",
        "Your request is being rate limited",
        "Server is busy now",
        "Your connection limit exceeded. Please slow down and try again later.",
        "查询过于频繁，请稍后再试",
        "access denied",
        "",
        "\r\n",
        "<html><body>502</body></html>",
        "Queries too fast, access blocked",
        TERMS,
        "Invalid query",
        "Error: timeout",
    ],
)
def test_no_answer_is_not_no_registration(text: str) -> None:
    found = read_answer(text, "nobody.example")
    assert found.found is None
    assert found.why


def test_charsets() -> None:
    assert decode(CNNIC.encode("utf-8-sig")) == CNNIC
    assert decode(CNNIC.encode("gb18030")) == CNNIC
    assert decode(b"Registrar: Soci\xe9t\xe9\n").startswith("Registrar: Soci")
    assert read_answer(decode(b"\xff\xfe\x00\x01" * 50), "x.cn").found is None


def test_hostile_answers_end_quickly() -> None:
    for text in (
        "a: " * 30_000,
        "Domain Name:" * 20_000,
        "\n" * 60_000,
        "[" * 60_000,
        "Name Server: " + "a." * 30_000,
        "no " * 20_000,
    ):
        read_answer(text, "x.cn")
