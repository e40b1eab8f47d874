"""How a look-alike name was formed, in the words of the desk (families: docs/names.md)."""

from __future__ import annotations

from collections.abc import Mapping

from zhenwei.sentences import said

FAMILY_WORDS: Mapping[str, str] = {
    "below-a-carrier": said("置于近似后缀之下"),
    "bit-flip": said("一位之差"),
    "certificate": said("证书名称"),
    "certificate-slip": said("证书名称误拼"),
    "confusable": said("形近字符"),
    "country": said("冒用国名或政府字样"),
    "digits": said("以数字代字母"),
    "double-suffix": said("官方域名后再加后缀"),
    "han": said("中文域名"),
    "han-traditional": said("繁体中文域名"),
    "initials": said("拼音首字母"),
    "keyword": said("关注的拼写"),
    "mixed": said("拼音与首字母混用"),
    "other-suffix": said("换用后缀"),
    "phone-key": said("手机九键误按"),
    "pinyin": said("全拼"),
    "pinyin-slip": said("近音误拼"),
    "platform": said("寄于托管平台"),
    "polyphone": said("多音字拼写"),
    "region": said("地区拼音"),
    "region-han": said("地区中文"),
    "retired": said("停用域名"),
    "serial": said("成批编号"),
    "slip": said("键盘误击"),
    "theme": said("办事主题"),
    "with-a-word": said("附加字样"),
    "written-together": said("官方域名连写"),
}
