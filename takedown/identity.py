"""Check digits: identity cards (GB 11643), credit codes (GB 32100), bank cards (ISO/IEC 7812-1)."""

from __future__ import annotations

from datetime import date

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
# GB/T 2260 provinces; 81 to 83 are residents' permits, 9 stands for foreigners' permanent residence cards.
_AREAS = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83".split()  # noqa: SIM905
)
_CODE = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def has_birthday(number: str) -> bool:
    """True if the first 14 characters are those of an identity card: area and day of birth."""
    if not (number[:14].isdigit() and (number[:2] in _AREAS or number[0] == "9")):
        return False
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    return 1900 <= born.year <= 2100


def is_identity(number: str) -> bool:
    """True for 18 characters with a possible area, a possible day of birth and the right check digit (MOD 11-2)."""
    if len(number) != 18 or not has_birthday(number) or not number[:17].isdigit():
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number[:17], strict=True))
    return _CHECKS[total % 11] == number[17].upper()


def is_old_identity(number: str) -> bool:
    """True for the 15 digits of cards before 1999: area, two-digit year, no check digit."""
    return len(number) == 15 and number.isdigit() and has_birthday(f"{number[:6]}19{number[6:]}")


def is_credit_code(number: str) -> bool:
    """True for a 统一社会信用代码 with the right check character (MOD 31)."""
    number = number.upper()
    if len(number) != 18 or any(character not in _CODE for character in number):
        return False
    total = sum(_CODE.index(character) * pow(3, place, 31) for place, character in enumerate(number[:17]))
    return _CODE[(31 - total % 31) % 31] == number[17]


def is_bank_card(number: str) -> bool:
    """True for 16 to 19 digits of an issuer's range that fulfil Luhn's rule."""
    if not (16 <= len(number) <= 19 and number.isdigit() and number[0] in "34569"):
        return False
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
