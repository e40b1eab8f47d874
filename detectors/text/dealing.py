"""Dealing in papers, told by grammar and not by rows: (verb of procuring, making, selling) × (papers) × (seller's signs).

The text is read as a skeleton in which every paper is one sign, so that a few patterns hold for any list of papers in
any order. What a lawful writer says near papers (teaching, loss, translation, vacancies, counters, loans) ends the
reading, unless a promise of its own stands beside it that only sellers make.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detectors.text.lexicon import Hit
from detectors.text.papers import PERSONAL

if TYPE_CHECKING:
    from detectors.text.offers import Reading

P = "\ue000"
# A text up to this length is one message; its sender is reached by answering it.
MESSAGE = 220
_WINDOW = 170
_MOST = 12

_VERB = (
    r"代办|代开|包办|直办|承办|快办|速办|办理|(?<!招)代理(?!人|商|费)|诚办|专办|定做|订做|定制|订制|制作|仿制|仿造|复刻|代做|专做|专业做|出售|供应|搞定|承接|"
    r"办(?!公|事|学|法|案|好|完|过|结)|做(?!好|到|人|法|过|个|事|完|题|了)|卖|售|刻|(?<![指提付支演])出(?!示|具|租|生|国|现|入|台|席|门|发|行|去|来|口|自|身)|买(?!票|单)|"
    r"(?:业务|经营|服务|办理|代办)(?:范围|项目|内容|种类)|主营|业务[:：]|(?:公司|我们|本店|机构|工作室|长期|专业|可|可以)提供|道具|高仿|仿真|1[:：比]1|一比一|\b(?:buy|sell|get|obtain|order|produce|provide|purchase|fake|novelty|replica)\s"
)
_LIKE_A_LIST = rf"[^。！？!?\n{P}]{{0,14}}?"
_BEFORE = re.compile(rf"(?P<verb>{_VERB}){_LIKE_A_LIST}{P}")
_AFTER = re.compile(
    rf"{P}(?:(?![。！？!?\n{P}，,]).){{0,7}}?(?P<verb>代办|包办|直办|快办|速办|快速办|极速办|加急办|专业办|全国办|可办|能办|代做|制作|定做|订做|定制|订制|仿制|出售|for sale|直出|直拿|搞定|"
    r"(?:快速|均可|都可以?|都能|诚信|优惠|长期|全国|加急|当天|快捷)?办理|都做|都出|都能出|可出|能出|都有|样样齐|齐全|全套|购买|刻|高仿|仿真|1[:：比]1|一比一|道具)"
    r"(?!条件|流程|指南|依据|材料|须知|机构|机关|程序|进度|时限|地点|窗口|事项|费用|时|的|借|存|开户|抵押|贷|银行|业务|手续|入[住职学户]|登机|报名)"
)
_ASKED = re.compile(
    rf"(?:如需|若需|需要|有需|急需|急用|想要|想办|要办|要(?=[办做{P}])|谁要|有要|差|缺)[^。！？!?\n]{{0,24}}{P}[^。！？!?\n]{{0,18}}(?:联系|加|找|私|电|滴|咨|来|微信|qq|[\da-z]{{5}}|[？?])"
)
# Papers that are demanded, held, carried or passed, not offered.
_HELD = re.compile(
    r"(?:(?:凭|持|带|携|准备)[^，,。！？!?；;\n]{0,10}|(?:须|需(?!要?.{0,24}联系)|要求|具备|具有|(?<!公司)(?<!我们)(?<!机构)(?<!作室)(?<!专业)(?<!长期)(?<!可)(?<!可以)提供|出示|上传|提交|复印|所需|材料|资料[:：]|考(?!不)|报考|考取|取得|拿到|获得|已有|拥有|有效|本人|用|您的|你的|我的|他的|其|扫描|核对|查验|查询|核验|登录|输入|刷|比对|使用)"
    r"[^，,。！？!?；;\n]{0,4})$"
)
_SIGNS = {
    "self": r"本公司|我公司|本人(?!不|无)|我司|本店|我店|小店|工作室|我们(?!应|要|必须)|我这|这边|我方|我处|团队|公司(?=常年|长年|长期|专业|诚|可)|老店|团队|厂家|我(?=可以|能|帮|有|表)|[找加私滴]我|给您?你?出|弄好|联系我|私信|咱|中介|门店|顾问",
    "long": r"长期|常年|长年|专业|诚信|诚心|[城诚]信|诚[办接]|老牌|信誉|多年|十[几多]?年|(?:质量|品质)(?:第一|保证)|价(?:格|钱)?(?:最?[优低廉]|美丽|实惠|从优|合理)|优惠|靠谱|(?:全天|24小时)|一手|稳定|快捷|速度快|业务范围|低价|质优|便宜|货真价实|正规|可靠|老店|价低",
    "all": r"各种|各类|一切|全套|所有|多种|各地|全国|任[何意]|各(?:学|院|高)[府校]|各(?:大|专业|行|工种|国|个?大学)|全工种|全科|等等|等证|样样|都(?:能|可|有|做|出)|均可|本市|国内外|海外|国外|多国|新办|等各|等(?=[\ue000联电加微咨询请需])|如[:：]",
    "keep": r"打扰|如扰|见谅|海涵|谅解|请?多?包涵|敬请|请保?[留存]|保留|保存|备急|急用|不时之需|祝[您你]|恭喜|欲办从速|非诚勿扰|[您你]好",
    "pay": r"到付|付款|付钱|给钱|尾款|余款|后付|货到|不成功|定金|前款|包邮|发货|当面交易|验货|看样|样品|送货|快递|满意|交钱|担保交易|打款|转账|付一半|诚意金|[到货]再给|再给钱|收货付",
    "net": r"上网|入网|联网|入库|网查|可查|能查|查得|查到|扫码|存档|有数据|系统录入|录入系统|全国通用|真实|官方|官网|原版|正规渠道|查不出|有效(?!期)|数据库|注册|\b(?:registered|database|verifiable|verified)\b",
    "fake": r"高仿|仿真|仿|1[:：比]1|一比一|复刻|钢印|水印|烫金|防伪|道具|以假|一样|无差别|无异|真假难辨|保真|假(?!日|期|如)|原版|来样|自定|任意|ps|改字|换照片|加章|改(?:名|日期|内容)|修改名|真的一样|\b(?:real|genuine|fake|novelty|replica|authentic)\b",
    "fast": r"加急|立等|即办|当[天日]|次日|隔天|[一二两三四五六七八九十半\d]+(?:个)?(?:天|日|小时|分钟|工作日|星期|周|个月)[^,。\n]{0,4}(?:出|拿|下|到|取|发|做|办|完|寄)|秒[出办查]|出证快|下证快|快速|火速|极速|直出|直拿|现办",
    "away": r"不用|无需|无须|不需|不必|免考|免学|免培|不考|不学|不到|不来|没时间|没空|不(?:培训|上课|体检|跑|试)|免(?:试|体检)|身份证(?:和|加|、|照)|只[要需]|仅需|人不|改分|改成绩|\bno (?:exams?|tests?|class(?:es)?|books?|study)|\bwithout\b|没考|什么都不用|不审核|不要(?:执照|证明|手续)",
    "agent": r"招代理|下级|批量|走单|量大|同行|渠道|名额|内部|有关系|路子|门路|资源|接单|包上|包过|包录|包查|包网|包真|包拿|保证拿|包出|承接|货源",
    "craft": r"出图|电子图|[样打做]图|图样|发图|纸张|版式|格式|校徽|签章|编号|空白|打印填写|日期往前|手摸|做旧|泛黄|红本|印刷|后台|录取信|全套链条|照片[^,。\n]{0,3}发|(?:资料|图片|截图|照片)(?:发|寄|给)|发我",
    "check": r"看不出|查不出|经得起|过得了|过检|检查|验厂|没事|全过|过审|应付|进场|真能|能出来|圆过去|抽查|hr",
    "asked": r"有需要|如需|若需|需要的|要的|想[要办]|急需|看过来|懂的|找我|扣1|私(?:信|聊|我)|滴滴|详[聊询谈]|联系|咨询|欢迎|有意|机会难得|从速|推荐|找[他她]|推微信",
    "price": r"\d{2,4}(?:元|块|一[本张个]|每[本张]|[/起])|[¥￥]\s?\d{2,4}|\d{2,4}一套|一[样套本张][一二三四五六七八九两]百|成本\d+|[一二两三四五六七八九]百[一-九]?(?:,|。|$|以内)|(?<!\d)\d{3,4}(?=包|全|直|出|可|拿)|[一二三四五六七八九]百(?:块|一|元)",
}
_SIGN = {name: re.compile(pattern) for name, pattern in _SIGNS.items()}
# A way of contact that the source of the text has masked, or that is written so that no rule knows it.
_MASKED = re.compile(
    r"(?:联系|电话?|手机|询|咨|微信?|微|加|v|qq?|致|详|找|微电|热线|飞机|号)[^\n。]{0,10}?(?:x{4,}|\*{3,}|(?<![a-z])(?:phone|cellphone|name|digit|wechat|qq|url|hotline|tel)(?![a-z])|[a-z]*\d{4,})|x{7,}|(?:微信|qq|telegram|搜|加)[:\s_]{0,3}[a-z_][a-z0-9_-]{4,}"
)
_LAWFUL = {
    "teach": re.compile(
        r"培训|考试(?!院|全|包|也|都|不|免)|考核|学费|开班|课程|学员|招生|授课|讲师|题库|报考|考点|考证|备考|报名(?:热线|电话|时间|地址|条件|材料|咨询|请|学|须|携|截|方式|费)|继续教育|通关|学车|驾校|复习|名师|教学|听课|自考|成考|"
        r"成人高考|函授|电大|网教|招办|入学|报读|主考|怎么考|面授"
    ),
    "answers": re.compile(r"答案|真题|原题|押题|助考|作弊|隐形|耳机|考前"),
    "sits": re.compile(r"代考|替考|枪手|保分|网课|代刷"),
    "lost": re.compile(r"遗失声明|遗失启事|登报|挂失|拾到|捡到|失主|声明作废|寻物|不慎(?:遗失|丢失)"),
    "notary": re.compile(r"公证(?!处)|翻译|代译|译本|译件"),
    "job": re.compile(
        r"招聘|诚聘|急聘|急招|聘用|应聘|招[^代募收人生]{0,8}[名人位]|简历|月薪|日薪|年薪|底薪|五险|包吃|待遇|薪资|工资(?!证明|流水)|有证者|持证|面试"
    ),
    "gov": re.compile(
        r"登录|上传|窗口|政务|受理|申请人|申领|登记机关|办事指南|便民|户籍|12345|12123|12333|派出所|居民|群众|市民|领取|补领|网办|服务大厅|办证大厅|我局|人社局|车管所(?:提醒|[:：])|到期|期满换"
    ),
    "goods": re.compile(
        r"卡套|皮套|封皮|外壳|保护套|证书?套|封面|内芯|打印机|制卡机|系统开发|管理系统|相框|收纳|刷题|教材|用书|纪念|胸牌|挂绳|名片|营业执照和|凭营业执照|公安备案|荣誉证书"
    ),
    "loan": re.compile(r"贷款|抵押|征信|放款|下款|信用卡|借款|房贷"),
    "lending": re.compile(r"(?:\ue000|证书|收购|收|要|资质|单位|企业|师|专业)[^。\n]{0,10}挂靠|转注册|初始注册"),
    "errand": re.compile(
        r"年审|年检|过户|上牌|违章|签证|代理记账|公司注册|注册公司|商标|许可证|资质(?:升级|代办|办理)|iso\d|财税|社保|落户|公积金|专利|营业执照|报关"
    ),
    "lookup": re.compile(r"请输入|验证码|查询(?:系统|平台|结果|入口|中心|网站|页)|(?:证书|证件|信息|成绩|\ue000)查询|点击查询"),
    "insurance": re.compile(r"保险|投保|保单|理赔"),
    "doubt": re.compile(
        r"吗[?？]?\s*\n?[^,，。\n]{0,8}答|[是真][真假]的[吗么假](?![”」])|靠谱吗|可信|答复|读者来信|编辑同志|违法|犯罪|骗子(?!太?多)|受骗|被骗|上当|假证(?!制作|办理|件制)|请勿|切勿|谨防|警方|民警|严禁|伪造|获刑|判刑|事故|引发|被(?:查|抓|判|罚|开除|辞退)|(?:用|买|购|持|查|的)[^,。\n]{0,4}假\ue000"
    ),
    "work": re.compile(r"上门|维修|安装|承接[^。\n]{0,6}工程|租赁|出租|日租|拆装|清洗|统一建档|带上"),
}
_OVERRIDDEN = frozenset(("teach", "notary", "errand", "lending", "loan", "work", "lookup"))
# "不用考试", "没时间培训": teaching and examining are named to be promised away.
_PROMISED_AWAY = re.compile(
    r"(?:不|无需|无须|免|没|别|代|替|省去|跳过|何必)[^,，。！!？?；;\n]{0,5}(?:培训|考试|考核|学习|上课|课程|听课|面授|复习|报名|考证|入学)(?:班)?(?:[、和与及,]?(?:培训|考试|考核|学习|上课))*"
)
_NO_PERMIT = re.compile(r"(?:不要|无需|不用|无须|不看|免)(?:任何|提供)?(?:执照|证明|手续|备案|证件)")
# What is left of a message without its number: "办证 190…" says nothing but its offer.
_CONTACT_SHAPE = re.compile(r"[a-z\d\s_:：+]{4,}")
_BARE = 16


@dataclass(frozen=True, slots=True)
class Dealing:
    """One offer of papers: the words, the kinds of papers, the seller's signs. ``message``: the text is one message."""

    hit: Hit
    kinds: frozenset[str]
    signs: frozenset[str]
    verb: int
    message: bool

    @property
    def weight(self) -> int:
        """How much speaks for a seller: the verb, every sign, and papers of several authorities."""
        diverse = len(self.kinds - {"any", "money"})
        bare = "bare" in self.signs  # counts twice: nothing else is said
        return self.message + self.verb + len(self.signs) + bare + min(diverse - 1, 3) * (diverse > 1)


_STRONG = re.compile(r"代|包|直|仿|造|复刻|定|订|制|刻|售|卖|供应|买|搞|承|出|速|快|专|诚|做|都|齐|道具|1|一比一|[a-z]")


class Skeleton:
    """A folded text with every paper drawn together to one sign, and the way back."""

    def __init__(self, text: str, papers: Sequence[Hit]) -> None:
        pieces: list[str] = []
        starts: list[int] = []
        places: list[int] = []
        at = length = 0
        for hit in papers:
            piece = text[at : hit.start]
            pieces += (piece, P)
            starts.append(length)
            places.append(at)
            length += len(piece)
            starts.append(length)
            places.append(hit.start)
            length += 1
            at = hit.end
        pieces.append(text[at:])
        starts.append(length)
        places.append(at)
        self.text = "".join(pieces)
        self._starts, self._places = starts, places
        self.papers = papers

    def place(self, at: int) -> int:
        """Return the place in the folded text of a place in the skeleton."""
        number = max(0, bisect_left(self._starts, at + 1) - 1)
        return self._places[number] + at - self._starts[number]

    def within(self, start: int, end: int) -> list[Hit]:
        """Return the papers between two places of the skeleton."""
        left, right = self.place(start), self.place(end)
        return [h for h in self.papers if left <= h.start < right]


def is_offered(skeleton: str, verb: int, paper: int) -> bool:
    """False if the paper of a pattern is one that is held or demanded."""
    clause = skeleton[max(0, min(verb, paper) - 8) : paper]
    return not _HELD.search(clause)


def deal_in(reading: Reading) -> Dealing | None:
    """Return the weightiest offer of papers that a reading speaks as its own."""
    papers = reading.papers
    if not any(h.group in PERSONAL for h in papers) and not _makes_seals(reading, papers):
        return None
    skeleton = Skeleton(reading.folded.text, papers)
    message = is_message(reading, skeleton)
    best: Dealing | None = None
    for number, (start, end, verb) in enumerate(_candidates(skeleton.text, message)):
        if number >= _MOST:
            break
        found = _judged(reading, skeleton, start, end, verb)
        if found is not None and (best is None or found.weight > best.weight):
            best = found
    return best


def _makes_seals(reading: Reading, papers: Sequence[Hit]) -> bool:
    """True if seals are made for whoever asks: an engraver must see a licence first."""
    return any(h.group == "seal" for h in papers) and bool(_NO_PERMIT.search(reading.folded.text))


def is_message(reading: Reading, skeleton: Skeleton) -> bool:
    """True if all that is said is short enough to be one message. A title is a part of a page, never a message."""
    return reading.source in ("text", "picture") and len(skeleton.text) <= MESSAGE


def _candidates(text: str, message: bool) -> Iterator[tuple[int, int, int]]:
    """Yield (start, end, strength of the verb) of what looks like an offer; a message may do without a verb."""
    for match in _BEFORE.finditer(text):
        if not _HELD.search(text[max(0, match.start() - 8) : match.start()]):
            yield match.start(), match.end(), 2 if _STRONG.search(match["verb"]) else 1
    for match in _AFTER.finditer(text):
        if not _HELD.search(text[max(0, match.start() - 12) : match.start()]):
            yield match.start(), match.end(), 2 if _STRONG.search(match["verb"]) else 1
    for match in _ASKED.finditer(text):
        yield match.start(), match.end(), 1
    if message and P in text:
        first, last = text.find(P), text.rfind(P)
        if not _HELD.search(text[max(0, first - 12) : first]):
            yield first, last + 1, 0


def _judged(
    reading: Reading, skeleton: Skeleton, start: int, end: int, verb: int
) -> Dealing | None:
    left, right = skeleton.place(start), skeleton.place(end)
    hit = Hit("deal", reading.folded.text[left:right], left, right)
    if reading.quotation.is_reported(hit):
        return None
    message = is_message(reading, skeleton)
    low, high = (0, len(skeleton.text)) if message else (max(0, start - _WINDOW), end + _WINDOW)
    said = skeleton.text[low:high]
    near = skeleton.within(low, high)
    kinds = frozenset(h.group for h in near)
    signs = {name for name, pattern in _SIGN.items() if pattern.search(said)}
    if message and len(_CONTACT_SHAPE.sub("", said)) <= _BARE:
        signs.add("bare")
    if any(h.bent for h in near):
        signs.add("bent")
    if reading.contacts or _MASKED.search(said):
        signs.add("contact")
    proven = _is_proven(reading, skeleton.place(low), skeleton.place(high))
    if _is_lawful(said, kinds, proven):
        return None
    if proven:
        signs.add("proof")
    return Dealing(hit, kinds, frozenset(signs), verb, message)


_STAYS_AWAY = re.compile(r"到场|本人|露面|来人|现场|亲自|跑|法人|身份证|照片")


def _is_proven(reading: Reading, low: int, high: int) -> bool:
    """True if a promise that only sellers make stands in the window; staying away alone is none."""
    hits = (h for g in ("skip_exam", "forging", "pay_later", "kit") for h in reading.offered[g])
    return any(low <= h.start < high and not _STAYS_AWAY.search(h.word) for h in hits)


def _is_lawful(said: str, kinds: frozenset[str], proven: bool) -> bool:
    """True if the words around the papers are those of a lawful writer."""
    said = _PROMISED_AWAY.sub("", said)
    genres = {name for name, pattern in _LAWFUL.items() if pattern.search(said)}
    if not genres:
        return False
    if kinds & {"work", "person", "car", "home", "skill", "seal"}:
        genres.discard("sits")  # whose papers are delivered is no mere exam cheat
    forger = "seal" in kinds and kinds & {"person", "school", "home", "car"}
    return not ((proven or forger) and genres <= _OVERRIDDEN)
