"""What pydantic finds wrong with a file or a setting, in Chinese. Its own words stay where no sentence stands here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zhenwei.sentences import Said, listed, said, spoken

if TYPE_CHECKING:
    from pydantic import ValidationError

# By the type of the error (pydantic, "Validation Errors"); the braces are filled from the error's own context.
SENTENCES = {
    "missing": "缺少此项",
    "extra_forbidden": "没有这一项",
    "string_type": "应为文字",
    "string_too_short": "不能少于 {min_length} 个字",
    "string_pattern_mismatch": "写法不对，应符合 {pattern}",
    "too_short": "至少要有 {min_length} 项",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_from_float": "应为整数",
    "float_type": "应为数字",
    "float_parsing": "应为数字",
    "bool_type": "应为 true 或 false",
    "bool_parsing": "应为 true 或 false",
    "date_type": "应为日期，如 2026-11-21",
    "date_parsing": "应为日期，如 2026-11-21",
    "date_from_datetime_parsing": "应为日期，如 2026-11-21",
    "path_type": "应为路径",
    "tuple_type": "应为列表",
    "list_type": "应为列表",
    "dict_type": "应为表",
    "model_type": "应为表",
    "enum": "应为 {expected} 之一",
    "literal_error": "应为 {expected} 之一",
    "greater_than": "应大于 {gt}",
    "greater_than_equal": "不得小于 {ge}",
    "less_than": "应小于 {lt}",
    "less_than_equal": "不得大于 {le}",
    "value_error": "{error}",
}


def first_fault(error: ValidationError) -> tuple[str, str]:
    """Return the key of the first fault, parts joined by dots, and what is wrong with it."""
    first = error.errors()[0]
    key = ".".join(str(part) for part in first["loc"])
    context = {name: _plain(name, value) for name, value in first.get("ctx", {}).items()}
    sentence = SENTENCES.get(first["type"])
    return key, said(sentence, **{"error": "", **context}) if sentence else str(first["msg"])


def _plain(name: str, value: object) -> str:
    told = spoken(value)
    if isinstance(told, Said):
        return told
    return listed(re.split(", | or ", str(value))) if name == "expected" else str(value)
