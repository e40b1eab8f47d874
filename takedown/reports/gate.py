"""What a text for the public may not hold: personal data, what can be opened, the names of the sites themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from takedown.reports.numbers_in import any_number
from takedown.scanner import personal_data
from zhenwei.address import registrable, unicode_host
from zhenwei.store.models import AssessmentRow, CaseRow, SiteRow

_ADDRESS = re.compile(r"(?:https?|ftp|hxxps?)\s*[:：]\s*[/／]{2}|(?<![0-9A-Za-z])www\s*[.。．]", re.IGNORECASE)
# A name with dots in any spelling: a.b, a[.]b, a．b, a[点]b. Its last label holds letters, else 3.5 would be one.
_DOT = r"\s*(?:\[?[.。．｡]\]?|\(dot\)|\[点\]|（点）)\s*"
_NAME = re.compile(rf"(?<![0-9A-Za-z*])[0-9A-Za-z-]+(?:{_DOT}[0-9A-Za-z-]+)*{_DOT}[A-Za-z]{{2,}}(?![0-9A-Za-z*])")
SHORTEST = 4  # characters of a value that is worth looking for


def problems(session: Session, text: str, cases: Sequence[int]) -> list[str]:
    """Return why a text may not go to the public, in Chinese, each once; empty if nothing was found."""
    found = [f"疑似个人信息：{one.value[:60]}" for one in personal_data(text)]
    found += [f"号码、邮箱或者账号：{one[:60]}" for one in any_number(text)]
    found += [f"可打开的网址：{_around(text, match)}" for match in _ADDRESS.finditer(text)]
    found += [f"未遮挡的域名：{match[0][:40]}" for match in _NAME.finditer(text)]
    bare = _bare(text)
    for what, value in _values(session, cases):
        if len(value) >= SHORTEST and _bare(value) in bare:
            found.append(f"{what}：{value[:2]}…")
    return list(dict.fromkeys(found))


def _around(text: str, match: re.Match[str]) -> str:
    return text[match.start() : match.end() + 20].split("\n")[0]


def _bare(text: str) -> str:
    return re.sub(r"[\s\[\]]", "", text).lower()


def _values(session: Session, cases: Sequence[int]) -> Iterable[tuple[str, str]]:
    """Yield what is known of the sites and may not be told: names, contacts, registrants, groups."""
    query = select(CaseRow, SiteRow).join(SiteRow, SiteRow.id == CaseRow.site_id).where(CaseRow.id.in_(cases))
    for case, site in session.execute(query):
        for name in {site.host, unicode_host(site.host), registrable(site.host)}:
            yield "涉案网站域名", name
        for key, value in site.registration.items():
            if isinstance(value, str) and key.startswith(("registrant", "owner", "contact")):
                yield "域名注册信息", value
        if case.operator:
            yield "团伙编号", case.operator
        for row in session.scalars(select(AssessmentRow.contacts).where(AssessmentRow.site_id == site.id)):
            for contact in row:
                yield "涉案联系方式", str(contact.get("value", ""))
                yield "涉案联系方式", str(contact.get("quote", ""))
