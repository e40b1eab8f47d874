"""Passwords: which are taken, how they are kept (argon2id, RFC 9106), and when a hash is made anew."""

from __future__ import annotations

from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from zhenwei.errors import BadInput
from zhenwei.sentences import said

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200
# Powers of ten of guesses (zxcvbn's estimate) below which a password is taken for a common one.
GUESSES = 8.0
LOOKED_AT = 72  # characters that zxcvbn weighs
# Words that an attacker of such an office tries first.
OFFICE_WORDS = (
    "zhenwei", "wangxin", "wangxinban", "wangan", "yingji", "anquan", "jianguan", "zhengwu", "guanliyuan",
    "admin", "password", "mima", "kouling", "woaini", "123456", "888888", "666666", "1314520", "5201314",
)  # fmt: skip
# Each hash takes 64 MiB: this many at once in one process.
_AT_ONCE = BoundedSemaphore(4)


def check_rules(password: str, name: str = "") -> None:
    """Raise BadInput for a password that is too short, too long, the account's name, or easily guessed."""
    if len(password) < SHORTEST_PASSWORD:
        raise BadInput(said("口令至少要 {least} 个字符", least=SHORTEST_PASSWORD))
    if len(password) > LONGEST_PASSWORD:
        raise BadInput(said("口令最多 {most} 个字符", most=LONGEST_PASSWORD))
    if len(name) > 3 and name.casefold() in password.casefold():
        raise BadInput(said("口令不能包含账号名"))
    # Its word lists take a moment to load, which no other command should wait for.
    from zxcvbn import zxcvbn

    if zxcvbn(password[:LOOKED_AT], user_inputs=[name, *OFFICE_WORDS])["guesses_log10"] < GUESSES:
        raise BadInput(said("口令过于常见或容易猜到：请连用几个不相干的词，或用随机生成的口令"))


def hashed(password: str) -> str:
    """Return the hash to keep."""
    with _AT_ONCE:
        return PasswordHasher().hash(password)


def fits(kept: str, password: str) -> bool:
    """True if a password is the one of a hash; with nothing kept as slow as otherwise, and False."""
    with _AT_ONCE:
        try:
            return PasswordHasher().verify(kept or _nobodys(), password) and bool(kept)
        except (VerificationError, InvalidHashError):
            return False


def outdated(kept: str) -> bool:
    """True if the hash was made with other parameters than today's."""
    return PasswordHasher().check_needs_rehash(kept)


@cache
def _nobodys() -> str:
    return PasswordHasher().hash("the password of nobody")
