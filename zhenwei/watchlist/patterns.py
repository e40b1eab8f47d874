"""What is wrong with a regular expression, for people who write one a year: in words, with the place."""

from __future__ import annotations

import re

from zhenwei.sentences import Said, said

# How Python's messages begin. What is not here is told by its place alone.
_FAULTS: tuple[tuple[str, Said], ...] = (
    ("missing ), unterminated subpattern", said("括号不成对，这个“(”没有对应的“)”")),
    ("unbalanced parenthesis", said("括号不成对，这个“)”前面没有“(”")),
    ("unterminated character set", said("方括号不成对，这个“[”没有对应的“]”")),
    ("bad character range", said("方括号中的范围前后颠倒，或者不是范围")),
    ("nothing to repeat", said("这个“*”“+”“?”或“{{”前面没有可以重复的字")),
    ("multiple repeat", said("“*”“+”“?”不能接连使用")),
    ("min repeat greater than max repeat", said("重复次数的下限大于上限")),
    ("bad escape", said("“\\”后面的字母没有这种写法；要找“\\”本身，请写“\\\\”")),
    ("incomplete escape", said("“\\”后面的写法不完整")),
    ("look-behind requires fixed-width pattern", said("“(?<=”“(?<!”之后的内容长度须固定")),
    ("unknown extension", said("“(?”后面的写法不认识；只要括号本身，请写“\\(”")),
    ("unexpected end of pattern", said("写到一半就结束了")),
    ("invalid group reference", said("所引用的括号不存在")),
)  # fmt: skip


def fault_of(error: re.error) -> Said:
    """Return what is wrong in words, with the character at which it stands where that is known."""
    what = next((told for start, told in _FAULTS if error.msg.startswith(start)), said("不是正确的正则表达式"))
    if error.pos is None:
        return what
    return said("{what}（第 {place} 个字符处）", what=what, place=error.pos + 1)
