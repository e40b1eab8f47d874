"""Attacks on the way: loops, traps, targets that are none, frames within frames."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from tests.crawler.hostile.answers import SALE, head, page, whole
from tests.crawler.hostile.raw_farm import Answer, Attack, Talk


def to(target: Callable[[str], str] | str) -> Answer:
    """Redirect, to a fixed target or to one made from the path asked for."""

    async def answer(talk: Talk) -> None:
        where = target(talk.path) if callable(target) else target
        await talk.send(head(f"Location: {where}", "Content-Length: 0", status="302 Found"))

    return answer


def on(form: str, target: Callable[[str], str]) -> Answer:
    """Send the visitor on by markup."""

    async def answer(talk: Talk) -> None:
        await talk.send(whole(form.format(target(talk.path)).encode()))

    return answer


def _longer(path: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}session=0123456789"


def _turn(path: str) -> str:
    return "/b" if path == "/" else "/"


META = '<meta http-equiv=refresh content="0;url={}">'
SCRIPT = "<script>location.href='{}'</script>"


async def slow_hop(talk: Talk) -> None:
    """Each hop takes most of the time that one answer may take."""
    await asyncio.sleep(1.6)
    await to(_longer)(talk)


async def calendar(talk: Talk) -> None:
    """Every page leads to thousands of others, by links, pictures and frames."""
    base = talk.path.rstrip("/")
    links = "".join(f'<a href="{base}/{n}">{n}</a>' for n in range(3_000))
    shown = "".join(f'<img src="{base}/p{n}.png"><iframe src="{base}/f{n}"></iframe>' for n in range(3_000))
    await talk.send(whole((SALE + links + shown).encode()))


WALK = {
    "loop.example": Attack(to(_turn), "redirect_loop", True),
    "loop-self.example": Attack(to("/"), "redirect_loop", True),
    "loop-growing.example": Attack(to(_longer), "redirect_loop", True),
    "loop-meta.example": Attack(on(META, _turn), "redirect_loop", True),
    "loop-meta-growing.example": Attack(on(META, _longer), "redirect_loop", True),
    "loop-script.example": Attack(on(SCRIPT, _turn), "redirect_loop", True),
    "loop-slow.example": Attack(slow_hop, "timeout", True),
    "to-nothing.example": Attack(to("http://["), "egress", True),
    "to-empty.example": Attack(to(""), "ok", True),
    "to-file.example": Attack(to("file:///etc/passwd"), "egress", True),
    "to-script.example": Attack(to("javascript:alert(1)"), "egress", True),
    "to-data.example": Attack(to("data:text/html,x"), "egress", True),
    "to-port.example": Attack(to("http://127.0.0.1:22/"), "egress", True),
    "to-inside.example": Attack(to("http://169.254.169.254/latest/meta-data/"), "egress", True),
    "to-long.example": Attack(to("/" + "x" * 20_000), "too_large", True),
    "to-split.example": Attack(to("/a\rX-Injected: 1"), "redirect_loop", True),
    "meta-nothing.example": Attack(page(SALE + '<meta http-equiv=refresh content="0;url=http://[">'), "ok", True),
    "script-nothing.example": Attack(page("<script>location.href='http://[x'</script>"), "ok", True),
    "base-nothing.example": Attack(page("<base href='http://['>" + SALE + "<img src=a.png>"), "ok", True),
    "calendar.example": Attack(calendar, "ok", True),
    "frames.example": Attack(page(SALE + "<iframe src=/f></iframe>" * 500), "ok", True),
    "frame-of-itself.example": Attack(page(SALE + "<iframe src=/?a></iframe><iframe src='/#b'></iframe>"), "ok", True),
}
