"""What people mistype in lists, said in their words with what to do about it."""

from __future__ import annotations

import re

import pytest

from zhenwei.watchlist.hosts import host_as_written
from zhenwei.watchlist.patterns import fault_of
from zhenwei.watchlist.places import line_of


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "域名不能为空"),
        ("https://a.cn/x", "只填域名，不填“http://”和路径"),
        ("a.cn/x", "只填域名，不填“/”"),
        ("a.cn:8080", "域名中不能有“:”"),
        ("应急:管理.cn", "域名中不能有“:”"),
        ("*.a.cn", "即包括它的全部下级"),
        ("x@a.cn", "只填“@”后面的域名"),
        ("a.cn b.cn", "一行只填一个"),
        ("a.cn、b.cn", "一行只填一个"),
        ("a.cn，b.cn", "一行只填一个"),
        ("a.cn,b.cn", "一行只填一个"),
        ("<b>.cn", "域名中不能有“<”"),
        ("a..cn", "两个点之间不能是空的"),
        (f"{'a' * 64}.cn", "不能超过 63 个字符"),
    ],
)
def test_a_host_that_is_none(typed: str, says: str) -> None:
    with pytest.raises(ValueError, match=re.escape(says)) as caught:
        host_as_written(typed)
    assert "Codepoint" not in str(caught.value)


@pytest.mark.parametrize(
    ("typed", "host"),
    [
        (" WWW.A.cn. ", "www.a.cn"),
        ("应急.中国", "xn--extu8a.xn--fiqs8s"),
        ("应急。中国", "xn--extu8a.xn--fiqs8s"),
        ("::1", "::1"),
        ("_dmarc.a.cn", "_dmarc.a.cn"),
    ],
)
def test_a_host_that_is_one(typed: str, host: str) -> None:
    assert host_as_written(typed) == host


@pytest.mark.parametrize(
    ("pattern", "says"),
    [
        ("((坏", "括号不成对，这个“(”没有对应的“)”（第 2 个字符处）"),
        ("坏)", "括号不成对，这个“)”前面没有“(”（第 2 个字符处）"),
        ("[坏", "方括号不成对，这个“[”没有对应的“]”（第 1 个字符处）"),
        ("[z-a]", "方括号中的范围前后颠倒，或者不是范围（第 2 个字符处）"),
        ("*坏", "这个“*”“+”“?”或“{”前面没有可以重复的字（第 1 个字符处）"),
        ("a**", "“*”“+”“?”不能接连使用（第 3 个字符处）"),
        ("a{3,2}", "重复次数的下限大于上限（第 3 个字符处）"),
        ("\\y", "“\\”后面的字母没有这种写法"),
        ("\\x1", "“\\”后面的写法不完整"),
        ("(?<=a+)", "长度须固定"),
        ("(?!", "括号不成对"),
        ("(?y)", "“(?”后面的写法不认识"),
        ("(?", "写到一半就结束了"),
        ("(a)\\2", "所引用的括号不存在"),
        ("(?P<1a>x)", "不是正确的正则表达式"),
    ],
)
def test_a_pattern_that_is_none(pattern: str, says: str) -> None:
    with pytest.raises(re.error) as caught:
        re.compile(pattern)
    told = fault_of(caught.value)
    assert says in told
    assert caught.value.msg not in told


TEXT = """# why
name = "甲"
domains = [
  # gov.cn stands in a comment
  "a.cn",  # first
  'gov.cn',
]
retired = ["gov.cn"]
[[host]]
name = "b.cn"
[[host]]
on = 3
"""


@pytest.mark.parametrize(
    ("loc", "value", "row", "number", "line"),
    [
        (("domains", 1), "gov.cn", "", 0, 6),
        (("retired", 0), "gov.cn", "", 0, 8),
        (("domains",), [], "", 0, 3),
        (("domains", 1), "not there", "", 0, 3),
        (("name",), "b.cn", "host", 0, 10),
        (("name",), None, "host", 1, 11),
        (("name",), None, "host", 2, 0),
        (("colour",), None, "", 0, 0),
        ((), None, "", 0, 0),
    ],
)
def test_the_line_of_a_fault(loc: tuple[int | str, ...], value: object, row: str, number: int, line: int) -> None:
    assert line_of(TEXT, loc, value, row, number) == line
