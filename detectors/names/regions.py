"""Provinces and the prefectures below them, as people say their names.

Plain facts of GB/T 2260 (state of 2023): the first two digits of the code, the label of the province's second-level
name (``zj`` for zj.cn), its bare name, then the prefectures'. A name without mark is a 市; 州, 盟 and 地区 stand behind
a slash. ``docs/decisions/expand-data.md`` says why this is a table and not a package.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

_TABLE = """
11 bj 北京/市
12 tj 天津/市
13 he 河北/省 石家庄 唐山 秦皇岛 邯郸 邢台 保定 张家口 承德 沧州 廊坊 衡水
14 sx 山西/省 太原 大同 阳泉 长治 晋城 朔州 晋中 运城 忻州 临汾 吕梁
15 nm 内蒙古/自治区 呼和浩特 包头 乌海 赤峰 通辽 鄂尔多斯 呼伦贝尔 巴彦淖尔 乌兰察布 兴安/盟 锡林郭勒/盟 阿拉善/盟
21 ln 辽宁/省 沈阳 大连 鞍山 抚顺 本溪 丹东 锦州 营口 阜新 辽阳 盘锦 铁岭 朝阳 葫芦岛
22 jl 吉林/省 长春 吉林 四平 辽源 通化 白山 松原 白城 延边/州
23 hl 黑龙江/省 哈尔滨 齐齐哈尔 鸡西 鹤岗 双鸭山 大庆 伊春 佳木斯 七台河 牡丹江 黑河 绥化 大兴安岭/地区
31 sh 上海/市
32 js 江苏/省 南京 无锡 徐州 常州 苏州 南通 连云港 淮安 盐城 扬州 镇江 泰州 宿迁
33 zj 浙江/省 杭州 宁波 温州 嘉兴 湖州 绍兴 金华 衢州 舟山 台州 丽水
34 ah 安徽/省 合肥 芜湖 蚌埠 淮南 马鞍山 淮北 铜陵 安庆 黄山 滁州 阜阳 宿州 六安 亳州 池州 宣城
35 fj 福建/省 福州 厦门 莆田 三明 泉州 漳州 南平 龙岩 宁德
36 jx 江西/省 南昌 景德镇 萍乡 九江 新余 鹰潭 赣州 吉安 宜春 抚州 上饶
37 sd 山东/省 济南 青岛 淄博 枣庄 东营 烟台 潍坊 济宁 泰安 威海 日照 临沂 德州 聊城 滨州 菏泽
41 ha 河南/省 郑州 开封 洛阳 平顶山 安阳 鹤壁 新乡 焦作 濮阳 许昌 漯河 三门峡 南阳 商丘 信阳 周口 驻马店 济源
42 hb 湖北/省 武汉 黄石 十堰 宜昌 襄阳 鄂州 荆门 孝感 荆州 黄冈 咸宁 随州 恩施/州 仙桃 潜江 天门
43 hn 湖南/省 长沙 株洲 湘潭 衡阳 邵阳 岳阳 常德 张家界 益阳 郴州 永州 怀化 娄底 湘西/州
44 gd 广东/省 广州 韶关 深圳 珠海 汕头 佛山 江门 湛江 茂名 肇庆 惠州 梅州 汕尾 河源 阳江 清远 东莞 中山 潮州 揭阳 云浮
45 gx 广西/自治区 南宁 柳州 桂林 梧州 北海 防城港 钦州 贵港 玉林 百色 贺州 河池 来宾 崇左
46 hi 海南/省 海口 三亚 三沙 儋州
50 cq 重庆/市
51 sc 四川/省 成都 自贡 攀枝花 泸州 德阳 绵阳 广元 遂宁 内江 乐山 南充 眉山 宜宾 广安 达州 雅安 巴中 资阳 阿坝/州 甘孜/州 凉山/州
52 gz 贵州/省 贵阳 六盘水 遵义 安顺 毕节 铜仁 黔西南/州 黔东南/州 黔南/州
53 yn 云南/省 昆明 曲靖 玉溪 保山 昭通 丽江 普洱 临沧 楚雄/州 红河/州 文山/州 西双版纳/州 大理/州 德宏/州 怒江/州 迪庆/州
54 xz 西藏/自治区 拉萨 日喀则 昌都 林芝 山南 那曲 阿里/地区
61 sn 陕西/省 西安 铜川 宝鸡 咸阳 渭南 延安 汉中 榆林 安康 商洛
62 gs 甘肃/省 兰州 嘉峪关 金昌 白银 天水 武威 张掖 平凉 酒泉 庆阳 定西 陇南 临夏/州 甘南/州
63 qh 青海/省 西宁 海东 海北/州 黄南/州 海南/州 果洛/州 玉树/州 海西/州
64 nx 宁夏/自治区 银川 石嘴山 吴忠 固原 中卫
65 xj 新疆/自治区 乌鲁木齐 克拉玛依 吐鲁番 哈密 昌吉/州 博尔塔拉/州 巴音郭楞/州 阿克苏/地区 克孜勒苏/州 喀什/地区 和田/地区 伊犁/州 塔城/地区 阿勒泰/地区
71 tw 台湾/省
81 hk 香港/特区
82 mo 澳门/特区
"""  # noqa: E501

# Spellings that the syllables do not give: initials in use, official Latin names, both readings of a place.
OTHER_SPELLINGS = {
    "北京": ("bj", "peking"),
    "陕西": ("shaanxi", "shanxi", "sn", "sx"),
    "河北": ("hebei", "heb", "hb"),
    "河南": ("henan", "hen", "hn", "ha"),
    "湖北": ("hubei", "hub", "hb"),
    "湖南": ("hunan", "hun", "hn"),
    "海南": ("hainan", "hi", "hn"),
    "黑龙江": ("heilongjiang", "hlj"),
    "内蒙古": ("neimenggu", "nmg", "nm", "neimeng", "innermongolia"),
    "西藏": ("xizang", "xz", "tibet"),
    "新疆": ("xinjiang", "xj", "sinkiang"),
    "香港": ("hongkong", "hk", "xianggang"),
    "澳门": ("macau", "macao", "aomen", "mo"),
    "台湾": ("taiwan", "tw"),
    "哈尔滨": ("haerbin", "harbin", "hrb"),
    "呼和浩特": ("huhehaote", "hohhot", "hhht"),
    "乌鲁木齐": ("wulumuqi", "urumqi", "wlmq"),
    "拉萨": ("lasa", "lhasa", "ls"),
    "鄂尔多斯": ("eerduosi", "ordos", "eeds"),
    "喀什": ("kashi", "kashgar", "ks"),
    "吕梁": ("lvliang", "lyuliang", "luliang", "ll"),
}


@dataclass(frozen=True, slots=True)
class Region:
    """A province or prefecture. ``code``: two digits of its province; ``label``: of its .xx.cn, provinces only."""

    code: str
    name: str
    rank: str
    label: str = ""

    @property
    def full(self) -> str:
        """The name with its rank, as an office there bears it."""
        return self.name + ("" if self.rank == "特区" else self.rank)


@cache
def provinces() -> tuple[Region, ...]:
    """Return the 34 provinces in the order of their codes."""
    return tuple(row[0] for row in _rows())


@cache
def prefectures(code: str = "") -> tuple[Region, ...]:
    """Return the prefectures of the province whose two digits are given, or of all."""
    return tuple(region for row in _rows() for region in row[1:] if code in ("", region.code))


def province_of(code: str) -> Region | None:
    """Return the province of a six-digit code; None for the whole country."""
    return next((p for p in provinces() if p.code == code[:2]), None)


def place_in(name: str) -> Region | None:
    """Return the province or prefecture that an office's name begins with, if any."""
    known = (region for region in (*prefectures(), *provinces()) if name.startswith(region.name))
    return max(known, key=lambda region: (len(region.name), bool(region.label)), default=None)


@cache
def _rows() -> tuple[tuple[Region, ...], ...]:
    return tuple(tuple(_read(line.split())) for line in _TABLE.strip().splitlines())


def _read(words: list[str]) -> list[Region]:
    code, label, *names = words
    regions = []
    for at, text in enumerate(names):
        name, _, rank = text.partition("/")
        regions.append(Region(code, name, rank or "市", "" if at else label))
    return regions
