"""Which profiles look at a page, and when: some sites show their fake to phones, WeChat or search visitors only."""

from __future__ import annotations

from zhenwei.types import Profile

# Profiles whose captures carry pictures and favicon: the computer's page, the phone's, and what only WeChat is shown.
WITH_PICTURES = frozenset({Profile.DESKTOP, Profile.PHONE, Profile.WECHAT})


def first_profiles() -> tuple[Profile, ...]:
    """All five, for the first visit of a lead."""
    return tuple(Profile)


def recheck_profiles() -> tuple[Profile, ...]:
    """Fewer afterwards: the two that most fakes serve, and the one that sees what is hidden from direct visitors."""
    return (Profile.DESKTOP, Profile.PHONE, Profile.FROM_SEARCH)


def official_profiles() -> tuple[Profile, ...]:
    """A genuine page has one face; phones often get another layout."""
    return (Profile.DESKTOP, Profile.PHONE)
