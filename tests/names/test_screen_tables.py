"""What the screen catches and what it spares, a table a rule. All names are made up for this table."""

from __future__ import annotations

import pytest

from detectors.names import Screener
from zhenwei.watchlist import load_watchlist


@pytest.fixture(scope="module")
def screener() -> Screener:
    return Screener(load_watchlist())


CATCH = {
    "N001": ["cx.mem.gov.cn.kj88.top", "www.gov.cn.abc-x.com", "yjt.zj.gov.cn.cc", "mem.gov.cn.com"],
    "N002": ["cx-mem-gov-cn.com", "sd-gov-cn.net", "zfw.govcn.vip", "mem.gov.cn-zs.com", "abcgovcn.hopto.org"],
    "N003": ["memgov.cn", "zj-gov.com.cn", "aqscgov.org.cn", "mem.gov.com.cn"],
    "N004": ["mem-gov.com", "yjglb-gov.top", "cx-mem.gov.kj88.top"],
    "N005": ["安监局人民政府.com", "浙江政务网-应急局.cn"],
    "N006": ["someone.github.io/abyjt.zj.gov.cn", "zs.gitee.io/cx-mem-gov-cn", "gitlab.com/x.gov.cn"],
    "N007": ["cx.mem.cn-gov.com", "zw-cngov.net", "china-gov.top", "govchina.vip", "yjt.zhongguo-gov.com"],
    "N008": ["chinasafety.gov.cn", "www.saws.org.cn", "cx.saws.org.cn"],
    "N010": ["cxmemgov.com", "memgovzs.cc", "zjyjt-gov.com", "mem.govcn.top", "saws-org.cn", "cxsawsorgcn.com"],
    "N011": [
        "cxmem.com",
        "cx-mem.admin.cn",
        "mem-zs.go.cc",
        "mem-chaxun.vip",
        "zsmem.cn",
        "gdyjgl.cn",
        "shyjglj.com",
        "yingjiguanlibu.com",
    ],
    "N012": [
        "应急管理部.com",
        "國家應急管理部.net",
        "浙江省应急管理厅查询.cn",
        "广东应急厅.中国",
        "安徽省应急管理网.cn",
        "天津应急证书查询.com",
        "安监局证书.com",
    ],
    "N013": [
        "yingjiju-cx.com",
        "hebeiyjglt.com",
        "xz-yingjiju.cn",
        "szyingjijucx.com",
        "anjianjuchaxun.cn",
        "yjglbzs.top",
    ],
    "N015": ["yingjiguanlbu.com", "memgow.cn", "yingjiguanlivuchaxun.com"],
    "N020": [
        "tzzycx.top",
        "tezhongzuoye-chaxun.com",
        "tzzyczz.cn",
        "特种作业操作证查询.com",
        "焊工证查询.cn",
        "安全生产证书查询.com",
        "煤矿安全证查询.net",
    ],
    "N021": ["tezhongzuuyecx.com", "tezhonzuoyechaxun.com"],
    "N025": ["12350cx.com", "cx12350.cn", "12350zhengshu.top", "bj12350.com"],
    "N041": ["m3mg0v.com", "rnem-gov.cn", "тzzусх.com", "mém-gov.com", "mem-gⲟv.com", "cx-mem-g0v-cn.com"],
    "N045": ["mem.org.cn"],
    "N047": ["mem.com.cn.net.cn", "yjglb.org.cn.top"],
}

SPARE = [
    # the owners, other government, closed registries
    "cx.mem.gov.cn",
    "www.mem.gov.cn",
    "yjt.zj.gov.cn",
    "anything.gov.cn",
    "mem.gov.my",
    "gov.uk",
    "www.pref.go.jp",
    "mem.example.edu.cn",
    "www-mem-gov-cn.webvpn.example.edu.cn",
    # neighbouring look-ups
    "zscx.osta.org.cn",
    "cnse.samr.gov.cn",
    "zlaq.mohurd.gov.cn",
    # networks and services that repeat a host before their own name
    "www.mem.gov.cn.w.kunlunaq.com",
    "mem.gov.cn.cdn20.com",
    "www-mem-gov-cn.translate.goog",
    "mem.gov.cn.ipaddress.com",
    "whois.chinaz.com/mem.gov.cn",
    # "mem" and other short words inside honest ones
    "member.com",
    "remember.cn",
    "memory-cx.com",
    "memcached.org",
    "mempool.space",
    "memkaoyan.com",
    "gomem.cn",
    "mem.com",
    "tzzyx.com.ru",
    "yjtag.jp",
    # schools, exam sites, companies
    "tezhongzuoyepeixun.com",
    "tzzypx.com",
    "diangongpeixun.cn",
    "anquanshengchanpeixun.com",
    "aqpx.org.cn",
    "特种作业培训.com",
    "安全生产网.com",
    "安全生产标准化.cn",
    "矿山安全设备.com",
    "煤矿安全培训.com",
    "特种作业考试网.com",
    "应急灯.com",
    "北京应急包.cn",
    "应急救援培训.中国",
    "应急管理培训.中国",
    "安全生产.com",
    "电工证.com",
    "tezhongshebeichaxun.com",
    "yingjia.com",
    "qyyjt.cn",
    "yjgl.net",
    # hot lines of other bodies, gov in names of companies and elsewhere
    "12377.cn",
    "governor.cn",
    "memgovern.cn",
    "memov.cn",
    "cx-government.cn",
    "govdeals.com",
    "e-gov.cn",
    "opengov.com",
    "gov-dwp.top",
    "nanjing.com",
    "xn--0zwm56d.com",
]


@pytest.mark.parametrize(("rule", "name"), [(rule, name) for rule, names in CATCH.items() for name in names])
def test_an_imitation_is_flagged_for_its_rule(screener: Screener, rule: str, name: str) -> None:
    opinion = screener.screen(name)
    assert opinion.flagged, opinion
    assert rule in {reason.rule for reason in opinion.reasons}, opinion
    assert opinion.score == min(100, round(sum(reason.points for reason in opinion.reasons), 1))


@pytest.mark.parametrize("name", SPARE)
def test_an_honest_name_is_spared(screener: Screener, name: str) -> None:
    opinion = screener.screen(name)
    assert not opinion.flagged, opinion


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("cx-mem-gov-cn.com", "mem"),
        ("tzzycx.top", "mem"),
        ("zjyjt-gov.com", "yjt-zhejiang"),
        ("yjt.zj-gov.cn", "yjt-zhejiang"),
        ("广东应急厅查询.com", "yjt-guangdong"),
        ("安徽省应急管理网.cn", "yjt-anhui"),
        ("yingjiju-chaxun-shandong.com", "yjt-shandong"),
        ("hnyjtcx.com", "mem"),  # 河南, 湖南 and 海南 share their initials: nobody is accused of one of them
        ("sdds-gov-cn.com", ""),  # some government office, none of ours
        ("cx.mem.gov.cn", ""),
    ],
)
def test_the_imitated_organ_is_named(screener: Screener, name: str, target: str) -> None:
    assert screener.screen(name).target == target


def test_every_point_has_a_chinese_reason_without_markup(screener: Screener) -> None:
    for names in CATCH.values():
        for name in names:
            for reason in screener.screen(name).reasons:
                assert any("\u4e00" <= c <= "\u9fff" for c in reason.detail)
                assert "\n" not in reason.detail


def test_punycode_and_unicode_are_one_name(screener: Screener) -> None:
    spelled = screener.screen("特种作业操作证查询.com")
    coded = screener.screen(spelled.domain)
    assert spelled.domain.startswith("xn--")
    assert coded == spelled
