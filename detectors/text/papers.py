"""Papers of persons, as an open class: which kinds of them a text names, and where.

Nobody but the authority issues a paper; so the kind (whose office it is) says more than the name. Names that no list
holds ("燃气操作证", "二手车评估师证") are told by their last character.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from detectors.text.lexicon import APART, MANY, Hit
from zhenwei.sentences import said

# Group of the lexicon: kind of paper.
KINDS: Mapping[str, str] = {
    "goods_work": "work",
    "paper_person": "person",
    "paper_school": "school",
    "paper_home": "home",
    "paper_car": "car",
    "paper_skill": "skill",
    "paper_title": "title",
    "paper_seal": "seal",
    "paper_money": "money",
    "paper_any": "any",
}
# The kinds as people read them.
SPOKEN: Mapping[str, str] = {
    "work": said("安全生产证件"),
    "skill": said("资格、上岗证件"),
    "title": said("职业称号"),
    "school": said("学历、成绩证明"),
    "person": said("身份、婚姻、户籍等证件"),
    "car": said("驾驶、车辆证件"),
    "home": said("不动产证件"),
    "seal": said("印章"),
    "money": said("流水、票据"),
    "any": said("各种证件"),
}
# Papers that a person holds; seals and bank papers alone are other trades.
PERSONAL = frozenset(("work", "person", "school", "home", "car", "skill", "title", "any"))
# 证 in these words is a verb, or part of a word that is no paper.
_NO_PAPER_BEFORE = frozenset(
    "保验认论见凭查取持发考拿领签公旁佐印实例举求辩质听核审鉴作明换补无有没上下办做出制刻反指引物人书假真等"
)
_NO_PAPER_AFTER = frozenset("明据券实监人词言伪交候物")
# "身份证号", "毕业证复印件", "证件照": what is asked of the customer, or a photographer's trade.
_PARTS = ("照", "号", "复印", "原件", "正反", "扫描", "夹", "套", "收纳", "卡套", "皮套", "外壳", "封皮")
# "办证", "出本": the paper is what the verb leaves of it, unless another word follows.
_VERBAL: Mapping[str, tuple[str, str]] = {
    "证": ("办做出", "明据券实监人词言伪大窗服处厅流指须条材费时"),
    "本": ("办出拿做下", "来人质地土次周月年期科子身市公店着册书位钱行院校部站网"),
}
_QUANTITIES = frozenset(("各类", "各种", "全套", "一切", "种种", "所有", "等等", "相关", "任何", "多种"))
# Papers of companies, badges and tickets.
_OTHERS = frozenset(
    (
        "许可",
        "合格",
        "工作",
        "会员",
        "借阅",
        "参会",
        "出入",
        "通行",
        "准考",
        "参赛",
        "质保",
        "公示",
        "信用",
        "听课",
        "邀请",
        "游泳",
    )
)


def papers_of(text: str, groups: Mapping[str, Sequence[Hit]]) -> list[Hit]:
    """Return every paper named in a folded text in order, none within another; ``group`` is its kind."""
    found = [Hit(kind, h.word, h.start, h.end, h.bent) for group, kind in KINDS.items() for h in groups.get(group, ())]
    found += _bounded(_open(text))
    found.sort(key=lambda h: (h.start, h.start - h.end, h.group == "any"))
    kept: list[Hit] = []
    for hit in found:
        if text.startswith(_PARTS, hit.end) or (len(kept) >= MANY and hit.start < kept[-1].start + APART):
            continue
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
        elif hit.end > kept[-1].end and kept[-1].group == "any":
            kept[-1] = hit
    return kept


def _bounded(hits: Iterator[Hit]) -> Iterator[Hit]:
    """Yield the first thousands, of the others only one here and there."""
    last = -APART
    for number, hit in enumerate(hits):
        if number < MANY or hit.start >= last + APART:
            last = hit.start
            yield hit


def _open(text: str) -> Iterator[Hit]:
    """Yield names that end in 证 or 证书 after two characters or more that are no verb."""
    for sign, (verbs, others) in _VERBAL.items():
        place = text.find(sign, 1)
        while place >= 0:
            if text[place - 1] in verbs and text[place + 1 : place + 2] not in (*others,):
                yield Hit("any", sign, place, place + 1)
            place = text.find(sign, place + 1)
    place = text.find("证")
    while place >= 0:
        before = text[max(0, place - 2) : place]
        after = text[place + 1 : place + 2]
        named = len(before) == 2 and all(map(_is_name, before)) and before not in _OTHERS
        if named and after not in _NO_PAPER_AFTER:
            end = place + 2 if after in ("书", "件") else place + 1
            if before in _QUANTITIES:
                yield Hit("any", text[place:end], place, end)
                place = text.find("证", place + 1)
                continue
            yield Hit("skill", text[place - 2 : end], place - 2, end)
        place = text.find("证", place + 1)


def _is_name(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff" and char not in _NO_PAPER_BEFORE
