"""What is defanged within a text, and what is left as it is."""

from __future__ import annotations

import pytest

from review.harmless import harmless, harmless_parts
from review.printable import peer


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("真正的注册域名是 mem-gov-cn.top", "真正的注册域名是 mem-gov-cn[.]top"),
        ("被引往 m.nazheng.vip。", "被引往 m[.]nazheng[.]vip。"),
        ("可疑网站 www.qingtanshiyan.cn 的链接", "可疑网站 www[.]qingtanshiyan[.]cn 的链接"),
        ("请访问www.a-b.cn查询", "请访问www[.]a-b[.]cn查询"),
        ("http://a.cn/x.html?u=https://b.top/", "hxxp://a[.]cn/x.html?u=hxxps://b[.]top/"),
        ("HTTPS://A.CN", "HxxPS://A[.]CN"),
        ("http://localhost/", "hxxp://localhost/"),
        ("应急查询.中国", "应急查询[.]中国"),
        ("登录应急查询.公司的页面", "登录应急查询[.]公司的页面"),
        ("xn--fiq06l2rdsvs.xn--fiqs8s", "xn--fiq06l2rdsvs[.]xn--fiqs8s"),
        ("来信请寄 li.ming@mem.gov.cn", "来信请寄 li.ming@mem[.]gov[.]cn"),
        ("u.wechat.com/DEM***", "u[.]wechat[.]com/DEM***"),
        ("地址 203.0.113.7:8080", "地址 203[.]0[.]113[.]7:8080"),
        ("cx-mem.example、b.test", "cx-mem[.]example、b[.]test"),
        ("58.com 与 12306.cn", "58[.]com 与 12306[.]cn"),
        ("a_b.t.me。", "a_b[.]t[.]me。"),
        ("foo.co.uk", "foo[.]co[.]uk"),
        ("www.a.ck", "www[.]a[.]ck"),
        ("evil.cn.", "evil[.]cn."),
        ("evil.cn.html", "evil[.]cn.html"),
        ("(mem.gov.cn)", "(mem[.]gov[.]cn)"),
        ("ASP.NET", "ASP[.]NET"),
    ],
)
def test_what_is_defanged(text: str, shown: str) -> None:
    assert harmless(text) == shown
    assert harmless(shown) == shown, "once is enough"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "版本 1.2.3，Chrome 120.0.6099.109",
        "page.html、说明.pdf、a.jpg、index.php",
        "2026.11.20",
        "3.5万元，0.85",
        "1.网站名称 2.公司地址",
        "好.的",
        "example[.]com",
        "hxxp://example[.]com/a",
        "...",
        "a..b",
        "http 与 https 均可",
        "999.999.999.999",
        "第 3.2 条",
    ],
)
def test_what_is_spared(text: str) -> None:
    assert harmless(text) == text


@pytest.mark.parametrize(
    ("parts", "shown"),
    [
        (("见 www.", "mem-gov-cn", ".top 等"), ["见 www[.]", "mem-gov-cn", "[.]top 等"]),
        (("ht", "tp://a", ".cn"), ["hx", "xp://a", "[.]cn"]),
        (("", "a.cn", ""), ["", "a[.]cn", ""]),
        (("无", "点", ""), ["无", "点", ""]),
    ],
)
def test_parts_are_read_as_one(parts: tuple[str, ...], shown: list[str]) -> None:
    assert harmless_parts(parts) == shown


@pytest.mark.parametrize("text", ["a" * 200_000, "a." * 100_000 + "1", "1." * 100_000, "-" * 200_000, "好." * 100_000])
def test_long_text_comes_through(text: str) -> None:
    """Were the time to grow with the square of the length, these would not end."""
    assert harmless(text).replace("[.]", ".") == text


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("2001:db8::1", "2001:db8::1"),
        ("fe80::1%bad.example", "fe80::1%bad[.]example"),
        ("bad.example", "bad[.]example"),
        ("127.0.0.1, bad.example", "127[.]0[.]0[.]1, bad[.]example"),
        ("", ""),
    ],
)
def test_a_colleagues_address_is_shown_as_it_is_and_nothing_else(address: str, shown: str) -> None:
    assert peer(address) == shown
