"""The words that names of counterfeits are put together from, in Latin letters and in Han.

Points say how much a word alone speaks for an imitation; what a combination is worth is decided in the rules. Words
of training and examination weigh almost nothing: lawful schools live on them.
"""

from __future__ import annotations

from collections.abc import Mapping

from detectors.names.countries import NAMES


def listed(text: str) -> tuple[str, ...]:
    """Return the words of a block of text."""
    return tuple(text.split())


# Certificates of work safety: full pinyin, and initials that people really use.
CERTIFICATE: Mapping[str, float] = {
    "tezhongzuoyecaozuozheng": 44,
    "tezhongzuoyezheng": 42,
    "tezhongzuoye": 38,
    "teshuzuoye": 26,
    "teshugongzhong": 24,
    "tezhongzheng": 30,
    "tezhong": 24,
    "caozuozheng": 28,
    "tzzyczz": 42,
    "tzzycz": 38,
    "tzzyz": 32,
    "tzzy": 30,
    "diangongzheng": 28,
    "hangongzheng": 28,
    "denggaozheng": 28,
    "gaokongzheng": 26,
    "gaochuzuoye": 26,
    "zhilengzheng": 26,
    "anquanshengchan": 28,
    "anquanyuan": 16,
    "anquanzheng": 20,
    "aqscks": 34,
    "aqsczs": 26,
    "aqsc": 28,
    "aqzs": 28,
    "aqksw": 28,
    "aqks": 22,
    "anquankaoshi": 22,
    "anquanshengchankaoshi": 34,
    "tzczz": 30,
}

# Words that name an organ of work safety without saying which; an organ's own names come from its file.
REGULATOR: Mapping[str, float] = {
    "yingjiguanlibu": 58,
    "yingjiguanliting": 54,
    "yingjiguanliju": 52,
    "yingjiguanli": 42,
    "yingjiting": 38,
    "yingjiju": 36,
    "yingjibu": 40,
    "yjglb": 40,
    "yjglt": 38,
    "yjglj": 36,
    "yjgl": 28,
    "yjt": 28,
    "yjj": 26,
    "anjianju": 36,
    "anjianzongju": 46,
    "anquanjianguan": 30,
    "anquanjiandu": 26,
    "anjian": 20,
    "ajj": 26,
    "yingji": 26,
    "yjguanli": 36,
    "yjguanlibu": 44,
    "yingjigl": 36,
    "yingjiglb": 44,
    "yjglbu": 36,
    "aqscjdglj": 40,
    "zhongguoyingji": 40,
}

# What a look-up is called.
QUERY: Mapping[str, float] = {
    "zhengshuchaxun": 26,
    "chaxunxitong": 24,
    "chaxunpingtai": 24,
    "chaxun": 22,
    "zscx": 24,
    "zhengcha": 16,
    "chazheng": 22,
    "yanzheng": 20,
    "yanzhen": 20,
    "heyan": 18,
    "zhenwei": 18,
    "cxpt": 22,
    "cxxt": 20,
    "cx": 22,
    "cha": 14,
    "zhengshu": 20,
    "zs": 20,
    "zhengjian": 16,
    "guanwang": 18,
    "guanfang": 16,
    "query": 14,
    "verify": 16,
    "search": 12,
    "check": 12,
    "cert": 14,
    "certificate": 16,
    "official": 14,
    "gw": 8,
    "wangshangbanshi": 14,
    "wsbs": 12,
    "fuwu": 8,
    "pingtai": 10,
    "banshi": 10,
    "zhengwu": 18,
    "zwfw": 18,
    "ggfw": 14,
    "login": 8,
}

# What lawful schools are called as well.
TRAINING: Mapping[str, float] = {
    "peixun": 6,
    "kaoshi": 6,
    "kaozheng": 6,
    "baoming": 6,
    "tiku": 4,
    "xuexi": 4,
    "jiaoyu": 2,
    "px": 6,
    "ks": 6,
    "bm": 6,
    "kz": 4,
    "edu": 2,
    "xx": 2,
}

# Hot lines: 12350 is the work-safety one, the rest are other public bodies'.
HOTLINE: Mapping[str, float] = {"12350": 42, "12377": 34, "12333": 34, "12348": 30}

# Places that stand before an office's name. The first row claims the whole country.
NATIONAL_PLACES = listed("zhongguo china guojia quanguo zg gj qg cn")
PLACES = listed("""
    beijing tianjin hebei shanxi neimenggu liaoning jilin heilongjiang shanghai jiangsu zhejiang anhui fujian jiangxi
    shandong henan hubei hunan guangdong guangxi hainan chongqing sichuan guizhou yunnan xizang shaanxi gansu qinghai
    ningxia xinjiang guangzhou shenzhen hangzhou nanjing suzhou wuhan chengdu xian zhengzhou changsha jinan qingdao
    dalian ningbo xiamen fuzhou hefei nanchang kunming guiyang lanzhou yinchuan xining wulumuqi lasa haikou nanning
    shenyang changchun haerbin taiyuan shijiazhuang huhehaote
    bj tj he heb hb sx nm nmg ln jl hlj sh js zj ah fj jx sd hen hn hub hun gd gx hi cq sc gz yn xz sn gs qh nx xj
    sz hz nj wh cd zz
""")

# Words that fill a name without meaning anything here; a short word beside them still stands alone. The last row
# holds other authorities' matters (special equipment, fire protection) and words in which "gov" says nothing.
FILLERS = listed("""
    www wap web app net info com org new home site online vip pc mobile api h5 zx wx qy xt pt sy my s sheng shi
    tezhongshebei tzsb tezhongbing xiaofang govern government governor governance governing
""")

# Words of everyday English that offices are named after, too, with the names of countries and of places that are as
# often met elsewhere. As an organ's label or keyword they are kept, but alone they accuse nobody.
EVERYDAY = frozenset(name for names in NAMES.values() for name in names) | frozenset(
    listed("""
    account accounts agriculture air airport aviation bank benefits border budget cabinet care census central check
    child citizen city civil claim coal commerce commission committee communications community competition consulate
    consumer council court credit customs data defence defense development digital disability driver drivers driving
    economic economie economy education election electricity email embassy emergency employment energy environment
    exam export
    family federal finance fire fisheries food foreign forest forestry fund government governor grant health help
    highway home homeland house housing identity immigration income industry info information insurance interior
    invest investment irrigation jobs justice labor labour land law legal licence license local mail maritime market
    medical meteo metro military mine mines mining minister ministry mobile money museum national navy news office
    online parking parks parliament passport patent pay payment pension permit petroleum planning police policy port
    portal ports post postal power president press procurement province public rail railway railways records
    recovery refund registry relief research revenue roads safety science secretariat secure security senate service
    services shipping social sport sports standards state statistics student subsidy super supply support supreme
    survey tax taxes telecom tender tollway tolls tourism toll trade traffic training transport travel treasury
    treaty university vehicle veterans visa vote water weather webmail welfare women work works youth
    arizona california colorado florida georgia illinois mass massachusetts michigan nevada ohio oregon texas utah
    virginia washington guadalajara jalisco punjab sindh delhi
    youtube google gmail facebook apple amazon microsoft
    """)
)

# The same in Han (simplified; names are folded first).
HAN_REGULATOR: Mapping[str, float] = {
    "应急管理部": 60,
    "应急管理厅": 58,
    "应急管理局": 56,
    "应急管理总局": 56,
    "应急管理": 42,
    "应急部": 46,
    "应急厅": 46,
    "应急局": 46,
    "应急": 20,
    "安全生产监督": 46,
    "安全监管局": 44,
    "安监总局": 50,
    "安监局": 42,
}
HAN_CERTIFICATE: Mapping[str, float] = {
    "特种作业操作证": 44,
    "特种作业证": 42,
    "特种作业": 38,
    "特种证": 32,
    "特种操作证": 38,
    "操作证": 30,
    "电工证": 30,
    "焊工证": 30,
    "登高证": 30,
    "高空作业证": 30,
    "高处作业": 28,
    "制冷证": 28,
    "安全员证": 28,
    "考核合格证": 24,
    "安全合格证": 28,
    "矿山安全": 28,
    "煤矿安全": 28,
    "安全生产": 28,
    "爆破证": 24,
    "瓦斯检查": 24,
    "危化证": 24,
}
HAN_QUERY: Mapping[str, float] = {
    "查询": 22,
    "查证": 22,
    "验证": 20,
    "核验": 20,
    "验真": 22,
    "真伪": 22,
    "官网": 20,
    "官方": 16,
    "证书": 16,
    "证件": 16,
    "政务": 14,
    "平台": 8,
    "中心": 6,
}
HAN_TRAINING: Mapping[str, float] = {"培训": 6, "考试": 6, "报名": 6, "题库": 4, "考证": 6}
# Provinces as they stand before an office's name, with and without their rank.
HAN_PLACES = listed("""
    北京 天津 河北 山西 内蒙古 辽宁 吉林 黑龙江 上海 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 广西 海南
    重庆 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆 中国 国家 全国
""")
HAN_GOVERNMENT: Mapping[str, float] = {"政府网": 40, "人民政府": 50, "政务网": 40}
