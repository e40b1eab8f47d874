"""How a look-alike name was formed, in the words of the desk (families: docs/names.md)."""

from __future__ import annotations

from collections.abc import Mapping

FAMILY_WORDS: Mapping[str, str] = {
    "below-a-carrier": "置于近似后缀之下",
    "bit-flip": "一位之差",
    "certificate": "证书名称",
    "certificate-slip": "证书名称误拼",
    "confusable": "形近字符",
    "country": "冒用国名或政府字样",
    "digits": "以数字代字母",
    "double-suffix": "官方域名后再加后缀",
    "han": "中文域名",
    "han-traditional": "繁体中文域名",
    "initials": "拼音首字母",
    "keyword": "关注的拼写",
    "mixed": "拼音与首字母混用",
    "other-suffix": "换用后缀",
    "phone-key": "手机九键误按",
    "pinyin": "全拼",
    "pinyin-slip": "近音误拼",
    "platform": "寄于托管平台",
    "polyphone": "多音字拼写",
    "region": "地区拼音",
    "region-han": "地区中文",
    "retired": "停用域名",
    "serial": "成批编号",
    "slip": "键盘误击",
    "theme": "办事主题",
    "with-a-word": "附加字样",
    "written-together": "官方域名连写",
}
