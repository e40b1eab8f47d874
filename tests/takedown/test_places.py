"""Where a site is hosted: what each witness says, and that contradiction is told and never decided."""

from __future__ import annotations

import pytest

from takedown.facts import Filing, Place
from takedown.places import hosting_of, networks_of

SHOWN, NONE = Filing.SHOWN, Filing.MISSING
CN, ABROAD, WHERE = Place.DOMESTIC, Place.ABROAD, Place.UNKNOWN
BEIJING, AMERICA, NOBODY = "114.114.114.114", "8.8.8.8", "198.18.0.7"
FRONTS = networks_of(["8.8.8.0/24", "2606:4700::/32"])


@pytest.mark.parametrize(
    ("registration", "filing", "addresses", "place", "words"),
    [
        # looked up: that decides
        ({"host_country": "cn"}, NONE, (AMERICA,), CN, "CN"),
        ({"host_country": "US"}, NONE, (BEIJING,), ABROAD, "US"),
        ({"host_country": "HK"}, NONE, (), ABROAD, "HK"),
        ({"host_country": "US"}, SHOWN, (), ABROAD, "疑似冒用"),
        ({"network": {"country": "SG"}}, NONE, (), ABROAD, "RDAP"),
        ({"network": "odd", "host_country": None}, NONE, (), WHERE, "没有可以认定"),
        # the block of the address
        ({}, NONE, (BEIJING,), CN, "分配给CN"),
        ({}, NONE, (AMERICA,), ABROAD, "分配给US"),
        ({}, NONE, (BEIJING, AMERICA), WHERE, "相互矛盾"),
        ({}, NONE, ("240e::1",), CN, "CN"),
        # the number on the page
        ({}, SHOWN, (), CN, "备案编号"),
        ({}, SHOWN, (BEIJING,), CN, "备案编号"),
        ({}, SHOWN, (AMERICA,), WHERE, "相互矛盾"),
        ({}, Filing.IMPOSSIBLE, (), WHERE, "没有可以认定"),
        # nothing
        ({}, NONE, (), WHERE, "没有可以认定"),
        ({}, NONE, (NOBODY, "127.0.0.1", "not an address", ""), WHERE, "没有可以认定"),
    ],
)
def test_witnesses(
    registration: dict[str, object], filing: Filing, addresses: tuple[str, ...], place: Place, words: str
) -> None:
    found = hosting_of(registration, filing, addresses)
    assert found.place is place
    assert words in "；".join(found.reasons)


def test_an_address_of_a_delivery_service_says_nothing_of_the_server_behind() -> None:
    found = hosting_of({}, NONE, (AMERICA, "2606:4700::1"), fronts=FRONTS)
    assert found.place is WHERE
    assert "源站位置不明" in found.reasons[0]
    assert hosting_of({}, SHOWN, (AMERICA,), fronts=FRONTS).place is CN


def test_a_number_copied_from_the_organ_is_no_witness() -> None:
    found = hosting_of({}, SHOWN, (), borrowed=True)
    assert found.place is WHERE
    assert "被仿冒机关的编号" in found.reasons[0]
