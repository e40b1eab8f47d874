"""An event as a mail, in Chinese; tried once, as the outbox itself tries again."""

from __future__ import annotations

from review.outgoing.events import EVENTS, TEST
from review.outgoing.post import Reply
from zhenwei.config import Settings
from zhenwei.errors import SettingsError
from zhenwei.mail import MailFailed, compose, send
from zhenwei.sentences import said

NAMES = {
    "case": "案件", "word": "研判", "verdict_shown": "机器意见", "verdict": "机器意见", "target": "被仿冒机关",
    "standing": "现状", "notice": "函件", "step": "办理", "result": "答复", "receipt": "回执", "source": "来源",
    "reports": "件数", "hook": "推送",
}  # fmt: skip


def mail(settings: Settings, mailbox: str, body: dict[str, object]) -> Reply:
    """Send an event to a mailbox; it is taken if the server takes it."""
    if not settings.smtp_host:
        return Reply(said("没有设置 SMTP_HOST"))
    mine = settings.model_copy(
        update={"mail_to": (mailbox,), "mail_from": settings.mail_from or (*settings.mail_to, mailbox)[0]}
    )
    domain = mine.mail_from.rpartition("@")[2]
    subject, text = written(body)
    try:
        return Reply(send(mine, compose(mine, subject, text, f"<zhenwei-{body['id']}@{domain}>"), tries=1))
    except (MailFailed, SettingsError) as error:
        return Reply(str(error)[:200])


def written(body: dict[str, object]) -> tuple[str, str]:
    """Return subject and text of an event."""
    about = body["data"] if isinstance(body["data"], dict) else {}
    name = str(body["event"])
    said = "推送测试" if name == TEST else EVENTS.get(name, name)
    number = next((f"{NAMES[name]} {about[name]}" for name in ("case", "notice", "receipt") if name in about), "")
    lines = [f"{NAMES.get(name, name)}：{value}" for name, value in about.items() if value != ""]
    return f"[甄伪] {said} {number}".strip(), "\n".join(
        [f"{said}（{body['at']}）", *lines, "", "详情请登录研判台查看。"]
    )
