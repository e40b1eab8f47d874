"""An event as a mail, in Chinese; tried once here, as the outbox itself tries again."""

from __future__ import annotations

from review.outgoing.events import EVENTS
from zhenwei.config import Settings
from zhenwei.errors import SettingsError
from zhenwei.mail import MailFailed, compose, send

NAMES = {
    "case": "案件", "word": "研判", "verdict_shown": "机器意见", "verdict": "机器意见", "target": "被仿冒机关",
    "standing": "现状", "notice": "函件", "step": "办理", "result": "答复", "receipt": "回执", "source": "来源",
    "reports": "件数",
}  # fmt: skip


def mail(settings: Settings, mailbox: str, body: dict[str, object]) -> str:
    """Send an event to a mailbox; return an empty text if the server took it, else why not."""
    if not settings.smtp_host:
        return "没有设置 SMTP_HOST"
    mine = settings.model_copy(
        update={"mail_to": (mailbox,), "mail_from": settings.mail_from or (*settings.mail_to, mailbox)[0]}
    )
    domain = mine.mail_from.rpartition("@")[2]
    subject, text = written(body)
    try:
        return send(mine, compose(mine, subject, text, f"<zhenwei-{body['id']}@{domain}>"))
    except (MailFailed, SettingsError) as error:
        return str(error)[:200]


def written(body: dict[str, object]) -> tuple[str, str]:
    """Return subject and text of an event."""
    about = body["data"] if isinstance(body["data"], dict) else {}
    said = EVENTS.get(str(body["event"]), str(body["event"]))
    number = next((f"{NAMES[name]} {about[name]}" for name in ("case", "notice", "receipt") if name in about), "")
    lines = [f"{NAMES.get(name, name)}：{value}" for name, value in about.items() if value != ""]
    return f"[甄伪] {said} {number}".strip(), "\n".join(
        [f"{said}（{body['at']}）", *lines, "", "详情请登录研判台查看。"]
    )
