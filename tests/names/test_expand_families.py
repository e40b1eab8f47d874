"""One table per family: what it must contain, and what it must never."""

from __future__ import annotations

from dataclasses import replace

import pytest

from detectors.names.expand import expand
from zhenwei.watchlist import Organ, Watchlist, load_watchlist

MOFA = Organ(
    slug="pk-mofa", name="Ministry of Foreign Affairs", domains=("mofa.gov.pk",), keywords=("mofa", "foreignaffairs")
)
IMPOTS = Organ(slug="fr-impots", name="Direction des impôts", domains=("impots.gouv.fr",), keywords=("impots",))
AFIP = Organ(slug="ar-afip", name="Agencia tributaria", domains=("afip.gob.ar",), keywords=("afip",))
DMV = Organ(slug="us-dmv", name="Department of Motor Vehicles", domains=("dmv.ca.gov",))
FEW, MANY = 4_000, 40_000


@pytest.fixture(scope="module")
def watchlist() -> Watchlist:
    built_in = load_watchlist()
    return replace(built_in, organs={**built_in.organs, **{o.slug: o for o in (MOFA, IMPOTS, AFIP, DMV)}})


TABLE: list[tuple[str, str, int, str, str]] = [
    # family, organ, how many of the family's first, contains, never
    (
        "written-together",
        "mem",
        FEW,
        "cx-mem-gov-cn.com memgov.cn memgovcn.top cxmemgov.com.cn gov-mem.vip mem-cx-gov.org www-mem-gov-cn.com",
        "mem.gov.cn mem-gov.gov.cn cx.mem.gov.cn mem-gov.edu.cn mem-gov.mil.cn mem-gov.ac.cn",
    ),
    (
        "written-together",
        "pk-mofa",
        FEW,
        "mofa-gov-pk.com mofagov.info mofa-govpk.org gov-mofa.net mofa-pk-gov.com mofagovpk.site mofa-gov.com.pk",
        "mofa.gov.pk mofa-gov-pk.gov.pk mofa-gov-cn.com",
    ),
    ("written-together", "fr-impots", FEW, "impots-gouv-fr.com impotsgouv.fr impots-gov.net", "impots.gouv.fr"),
    ("written-together", "us-dmv", FEW, "dmvca-gov.com dmv-ca-gov.vip dmv-gov-us.com", "dmv.ca.gov dmv-ca.gov"),
    ("other-suffix", "mem", FEW, "cxmem.com cx-mem.top mem.org.cn mem.bj.cn", "mem.gov.cn mem.edu.cn mem.ac.cn"),
    ("with-a-word", "mem", MANY, "memcx.cn cx-mem.vip memchaxun.com mem-gov-cx.com mail-memgovcn.cn", "mem.cn"),
    ("with-a-word", "pk-mofa", MANY, "mail-mofagovpk.com supportmofagov.co mofa-gov-portal.com", "mofa.com"),
    ("keyword", "mem", FEW, "yjglb.com yingjiguanlibu-gov.cn chinasafetygov.com", "yingjiguanlibu.gov.cn"),
    ("keyword", "pk-mofa", FEW, "foreignaffairs-gov.com ministryforeignaffairs.org mfagov.com", "mofa.gov.pk"),
    ("pinyin", "mem", FEW, "guojiayingjiguanlibu.com yingjiguanlibuchaxun.com guojiaanjianzongju.cn", "mem.cn"),
    ("initials", "mem", FEW, "yjglbcx.com zgyjglb.com gjajzj.cn", "yjglb.gov.cn"),
    ("mixed", "mem", FEW, "yjguanlibu.com yingjigl.com yjguanli.cn", "yingjiguanlibu.com"),
    ("polyphone", "yjt-chongqing", FEW, "zhongqingshiyingjiguanliju.com", "chongqingshiyingjiguanliju.com"),
    ("certificate", "mem", FEW, "tzzyczzcx.com tezhongzuoye-chaxun.cn 12350cx.cn diangongzhengcx.com", "mem.com"),
    ("certificate-slip", "mem", FEW, "tezhongzhuoye.com tezongzuoye.com", "tezhongzuoye.com"),
    ("han", "mem", FEW, "应急管理部查询.网址 特种作业操作证查询.中国 电工证查询.cn", "应急管理部.政务"),
    ("han", "mem", FEW, "应急管理部官网.公司 应急部.com", "应急管理部.公益 应急管理部.com.cn 应急管理部.org.cn"),
    ("han-traditional", "mem", FEW, "應急管理部.com 特種作業操作證查詢.网络", "应急管理部.com"),
    ("region", "yjt-zhejiang", MANY, "zhejiangyjt.com zjyingji.com hangzhou-yjj.com hangzhouyjj.cn", "hangzhou.com"),
    ("region", "yjt-zhejiang", MANY, "ningboyingjiju-gov.cn hzyjj.cn", "hangzhou.com"),
    ("region", "yjt-anhui", MANY, "luanyjj.com liuanyjj.com", "hangzhouyjj.com"),
    ("region", "mem", MANY, "bjyjj.com hunanyingjiju-gov.cn shaanxiyjj.com", "yjj.gov.cn"),
    ("region-han", "yjt-zhejiang", FEW, "杭州市应急管理局.com 温州应急局查询.中国", "杭州市应急管理局.政务"),
    ("country", "mem", FEW, "gov-cn.net govcn.top cn-gov.com chinagov.com cx-gov-cn.com", "gov.cn www.gov.cn"),
    ("country", "pk-mofa", FEW, "gov-pk.net pkgov.org pak-gov.com pakistangov.com mail-govpk.com", "gov.pk"),
    ("country", "pk-mofa", FEW, "govt-pk.org gov-mail.net", "pk.gov.pk"),
    ("country", "ar-afip", FEW, "gob-ar.cc argentina-gob.com", "gob.ar"),
    ("country", "pk-mofa", FEW, "gov-org.net govt-net.com", "gov.org"),
    ("theme", "us-dmv", MANY, "gov-parkinga.shop gov-toll1.top gov.parking-fine.top", "gov.us"),
    ("double-suffix", "mem", FEW, "mem.gov.cn.com cx.mem.gov.cn.xyz mem.com.cn.com", "mem.gov.cn cx.mem.gov.cn"),
    ("below-a-carrier", "mem", FEW, "cx.mem.gov-cn.com mem.govcn.top mem.gov.cn-cx.com", "cx.mem.gov.cn"),
    ("below-a-carrier", "pk-mofa", FEW, "mofa.gov.pk-hq.net mofa.gov-pk.com", "cons.mofa.gov.pk"),
    ("platform", "mem", FEW, "cx-mem-gov-cn.github.io memgov.pages.dev", "mem.com"),
    ("platform", "mem", MANY, "mail-memgovcn.hopto.org cx-mem-gov-cn.oss-cn-shanghai.aliyuncs.com", "mem"),
    ("retired", "mem", FEW, "saws.org.cn cx.saws.org.cn chinasafety.com saws-gov-cn.com", "chinasafety.gov.cn"),
    ("slip", "mem", MANY, "mmegov.cn memgvo.com mrmgov.com memm-gov-cn.com", "memgov.cn"),
    ("phone-key", "mem", MANY, "nemgov.cn oem-gov-cn.com", "memgov.cn"),
    ("pinyin-slip", "mem", FEW, "yinjiguanlibu.cn yingjiguannibu.com yingjiguanglibu.com", "yingjiguanlibu.cn"),
    ("digits", "mem", FEW, "rnemgov.com m3mgov.com mem-g0v.cn mem-qov-cn.com", "memgov.com"),
    ("bit-flip", "mem", MANY, "mumgov.cn mem-gnv.com", "memgov.cn"),
    ("confusable", "mem", FEW, "mém-gov.com memgóv.com", "mém-gov.cn mém-gov.org mém-gov.top"),
    ("serial", "mem", MANY, "mem-gov1.vip memgov-2.top mem-gov2026.com", "mem-gov.com"),
    ("serial", "pk-mofa", MANY, "gov-gt.vip mofa-gov-pk-18.com", "mofa-gov-pk.com"),
]  # fmt: skip


@pytest.mark.parametrize(("family", "organ", "most", "contains", "never"), TABLE)
def test_a_family_contains_this_and_never_that(
    watchlist: Watchlist, family: str, organ: str, most: int, contains: str, never: str
) -> None:
    found = {variant.unicode for variant in expand(watchlist, [organ], most=most, family=family)}
    assert set(contains.split()) <= found, sorted(set(contains.split()) - found)
    assert not set(never.split()) & found


def test_every_family_has_a_row(watchlist: Watchlist) -> None:
    made = {v.family for organ in ("mem", "yjt-chongqing", "pk-mofa") for v in expand(watchlist, [organ], most=60_000)}
    assert made <= {row[0] for row in TABLE}


def test_families_of_china_stay_in_china(watchlist: Watchlist) -> None:
    made = {variant.family for variant in expand(watchlist, ["pk-mofa"], most=20_000)}
    assert made.isdisjoint({"han", "certificate", "region", "region-han", "pinyin", "mixed"})
    at_home = {variant.family for variant in expand(watchlist, ["mem"], most=20_000)}
    assert "theme" not in at_home
