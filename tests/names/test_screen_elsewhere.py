"""A deployment may protect other offices: what counts as government follows from their genuine names."""

from __future__ import annotations

import pytest

from detectors.names import Screener
from zhenwei.watchlist import load_watchlist

ORGANS = {
    "za-sars": ('name = "South African Revenue Service"', ["sars.gov.za"], ["sars", "sarsefiling"]),
    "us-dmv": ('name = "Driver Services of Exampleland"', ["exdmv.gov"], ["exdmv"]),
    "cl-sii": ('name = "Servicio de Impuestos"', ["sii.gob.cl"], ["sii", "impuestos"]),
    "cn-customs": ('name = "海关总署"\nlevel = "ministry"', ["customs.gov.cn"], ["haiguan", "gacc", "chinacustoms"]),
    "cn-news": ('name = "示例军网"', ["shilimil.com.cn"], ["shilimil"]),
}
CATCH = {
    "N001": ["sars.gov.za.refund-x.com", "www.sii.gob.cl.pago.top"],
    "N002": ["sars-gov-za.com", "efiling.sarsgovza.info", "sii-gobcl.net", "gacc-govt-cn.com"],
    "N007": ["za-gov.net", "southafricagov.com", "gov-chile.org"],
    "N004": ["exdmv.gov-abcd.cfd", "gov-parkingfine.shop", "toll.gov.pay-now.top", "srvgob.xyz", "sars-gov.org"],
    "N010": ["exdmvgov.com", "siigob.net"],
    "N011": ["saczasars.com", "gacccn.net", "gacc-cn.org", "shilimil.hopto.org", "customschina.net", "sarsefiling.net"],
}
SPARE = [
    *("sars.gov.za", "www.customs.gov.cn", "anything.gov", "x.gob.mx", "siis.com", "caesars.com"),
    *("oscars.org", "datadog-gov.com", "okta-gov.com", "zoomgov.com", "govdelivery.com", "governor.org", "gobi.com"),
    *("www.elsewhere-gov.bi", "siiri.fi", "gaccount.com", "customs.com", "impuestosya.com", "sarsaparilla.net"),
]


@pytest.fixture(scope="module")
def screener(tmp_path_factory: pytest.TempPathFactory) -> Screener:
    folder = tmp_path_factory.mktemp("watchlist")
    (folder / "organs").mkdir()
    for slug, (head, domains, keywords) in ORGANS.items():
        rows = f"{head}\ndomains = {domains}\nkeywords = {keywords}\n".replace("'", '"')
        (folder / "organs" / f"{slug}.toml").write_text(rows, "utf-8")
    return Screener(load_watchlist(folder))


@pytest.mark.parametrize(("rule", "name"), [(rule, name) for rule, names in CATCH.items() for name in names])
def test_an_imitation_of_another_office_is_flagged(screener: Screener, rule: str, name: str) -> None:
    opinion = screener.screen(name)
    assert opinion.flagged, opinion
    assert rule in {reason.rule for reason in opinion.reasons}, opinion


@pytest.mark.parametrize("name", SPARE)
def test_other_names_are_spared(screener: Screener, name: str) -> None:
    assert not screener.screen(name).flagged, screener.screen(name)


def test_without_such_an_office_the_bare_word_accuses_nobody() -> None:
    builtin = Screener(load_watchlist())
    for name in ("exdmv.gov-abcd.cfd", "sars-gov-za.com", "srvgob.xyz", "za-gov.net", "impuestos.gob.pay.top"):
        assert not builtin.screen(name).flagged, name
