"""Sending a mail through the office's own server (SMTP): encrypted by default, tried again where that may help."""

from __future__ import annotations

import smtplib
import ssl
import time
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from zhenwei.clock import BEIJING, now
from zhenwei.config import Settings
from zhenwei.errors import SettingsError, ZhenweiError
from zhenwei.sentences import said

TRIES = 3
PAUSE = 5.0  # seconds before the second try, doubled before the third
Refused = dict[str, tuple[int, bytes]]
PASSING = range(400, 500)  # RFC 5321, 4.2.1: try again later


class MailFailed(ZhenweiError):
    """The mail was not taken; nothing is noted as sent, and the next run tries again."""


def mail_is_set(settings: Settings) -> bool:
    """True if a server and somebody to write to are set."""
    return bool(settings.smtp_host and settings.mail_to)


def compose(settings: Settings, subject: str, body: str, message_id: str) -> EmailMessage:
    """Return a plain-text mail. A machine wrote it, so no machine should answer (RFC 3834)."""
    message = EmailMessage(policy=SMTP)
    message["From"] = settings.mail_from or settings.mail_to[0]
    message["To"] = ", ".join(settings.mail_to)
    message["Subject"] = subject
    message["Date"] = format_datetime(now().astimezone(BEIJING))
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(body, charset="utf-8", cte="base64")
    return message


def send(
    settings: Settings, message: EmailMessage, pause: Callable[[float], None] = time.sleep, tries: int = TRIES
) -> str:
    """Hand a mail to the server; return which recipients it refused while it took others, in Chinese.

    Raises MailFailed (taken for nobody), SettingsError (password file, unsafe settings).
    """
    password = _password(settings)
    for attempt in range(1, tries + 1):
        try:
            return _refused(_send_once(settings, message, password))
        except (smtplib.SMTPException, OSError) as error:
            if attempt == tries or not _may_pass(error):
                raise MailFailed(
                    said("邮件没有发出（{host}）：{why}", host=settings.smtp_host, why=_said(error))
                ) from error
            pause(PAUSE * 2 ** (attempt - 1))
    raise AssertionError("the last try returns or raises")


def _send_once(settings: Settings, message: EmailMessage, password: str) -> Refused:
    context = ssl.create_default_context(cafile=str(settings.smtp_ca) if settings.smtp_ca else None)
    host, port, timeout = settings.smtp_host, settings.smtp_port, settings.timeout
    if settings.smtp_security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=timeout, context=context)
    else:
        server = smtplib.SMTP(host, port, timeout=timeout)
    with server:
        if settings.smtp_security == "starttls":
            server.starttls(context=context)
        if settings.smtp_user:
            server.login(settings.smtp_user, password)
        return server.send_message(message)


def _refused(recipients: Refused) -> str:
    return "；".join(f"{to} 被拒收（{code}）" for to, (code, _) in recipients.items())


def _password(settings: Settings) -> str:
    if not settings.smtp_user:
        return ""
    if settings.smtp_security == "none":
        raise SettingsError(said("SMTP_SECURITY = none 时不发送口令：请改用 starttls 或 tls，或者去掉 SMTP_USER"))
    if settings.smtp_password_file is None:
        raise SettingsError(said("设置了 SMTP_USER 而没有 SMTP_PASSWORD_FILE（存放口令的文件）"))
    try:
        return settings.smtp_password_file.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(said("读不出 SMTP_PASSWORD_FILE：{path}", path=settings.smtp_password_file)) from error


def _may_pass(error: Exception) -> bool:
    """True for what may be better in a while: the network, a busy server; False for a refusal or a bad certificate."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code in PASSING for code, _ in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code in PASSING
    if isinstance(error, smtplib.SMTPNotSupportedError | ssl.SSLError):
        return False
    return isinstance(error, smtplib.SMTPServerDisconnected | OSError)


def _said(error: Exception) -> str:
    """Return the reason on one line, without a password (no reply of a server repeats it, and none of ours does)."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return _refused(error.recipients)
    if isinstance(error, smtplib.SMTPResponseException):
        text = error.smtp_error.decode("utf-8", "replace") if isinstance(error.smtp_error, bytes) else error.smtp_error
        return f"{error.smtp_code} {' '.join(text.split())[:200]}"
    return " ".join(str(error).split())[:200] or type(error).__name__
