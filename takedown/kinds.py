"""The kinds of letters: the subject that a letter has, whatever the office."""

from __future__ import annotations

from dataclasses import dataclass

from zhenwei.sentences import said


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of letter.

    ``template`` in templates/, ``name`` for people, ``uses`` the law tags it may cite. ``asks``: it asks the addressee
    for something that they have to decide or answer, so that to a superior it is a 请示 and not a 报告.
    """

    slug: str
    name: str
    template: str
    uses: tuple[str, ...]
    asks: bool = False


DISPOSAL = Kind("disposal", said("提请处置函"), "disposal.txt", ("block",), asks=True)
MARKET = Kind("market-clue", said("线索移送函（市场监管）"), "market_clue.txt", ("sale",))
POLICE = Kind("police-clue", said("线索移送函（公安）"), "police_clue.txt", ("police",))
FILING = Kind("filing-check", said("协查函"), "filing_check.txt", ("filing",), asks=True)
CONFIRM = Kind("confirmation", said("核实函"), "confirmation.txt", ("confirm",), asks=True)
OWNER = Kind("owner-notice", said("告知函"), "owner_notice.txt", ("owner",))
REGISTRAR = Kind(
    "registrar-check", said("协查函（域名注册服务机构）"), "registrar_check.txt", ("block", "preserve"), asks=True
)
PLATFORM = Kind("platform-notice", said("协查函（平台）"), "platform_notice.txt", ("block", "preserve"), asks=True)
EQUIPMENT = Kind("equipment-clue", said("线索移送函（特种设备）"), "equipment_clue.txt", ("sale",))
HOUSING = Kind("housing-clue", said("线索移送函（住房城乡建设）"), "housing_clue.txt", ("sale",))
REGIONAL = Kind("regional-check", said("协查函（外地网信办）"), "regional_check.txt", ("block", "preserve"), asks=True)

# What a letter of each kind is about, where it is called by its document: 请示·提请处置.
MATTERS = {
    DISPOSAL.slug: said("提请处置"),
    MARKET.slug: said("线索移送（市场监管）"),
    POLICE.slug: said("线索移送（公安）"),
    FILING.slug: said("协查"),
    CONFIRM.slug: said("核实"),
    OWNER.slug: said("告知"),
    REGISTRAR.slug: said("协查（域名注册服务机构）"),
    PLATFORM.slug: said("协查（平台）"),
    EQUIPMENT.slug: said("线索移送（特种设备）"),
    HOUSING.slug: said("线索移送（住房城乡建设）"),
    REGIONAL.slug: said("协查（外地网信办）"),
}

KINDS = {
    kind.slug: kind
    for kind in (
        DISPOSAL, MARKET, POLICE, FILING, CONFIRM, OWNER, REGISTRAR, PLATFORM, EQUIPMENT, HOUSING, REGIONAL,
    )
}  # fmt: skip
