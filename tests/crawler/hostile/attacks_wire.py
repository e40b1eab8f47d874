"""Attacks below the page: status lines, headers, lengths, chunks, connections."""

from __future__ import annotations

import asyncio
from itertools import count

from tests.crawler.hostile.answers import HTML, PAGE, endless, head, resets_after, says, says_and_waits, whole
from tests.crawler.hostile.raw_farm import Attack, Talk

OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = head(HTML, "Transfer-Encoding: chunked")
ONE_CHUNK = b"%x\r\n%s\r\n" % (len(PAGE), PAGE)
BLOCK = b"x" * 65_536
COOKIES = [f"Set-Cookie: c{n}={'x' * 40}; Path=/" for n in range(2_500)]


async def never_answers(talk: Talk) -> None:
    await talk.silence()


async def resets_at_once(talk: Talk) -> None:
    talk.reset()


async def closes_at_once(_talk: Talk) -> None:
    return


async def answers_before_asked_again(talk: Talk) -> None:
    await talk.send(whole() + whole(b"<p>smuggled"))


async def drips_headers(talk: Talk) -> None:
    await talk.send(OK)
    for number in count():
        await talk.send(b"X-%d: 1\r\n" % number)
        await asyncio.sleep(0.05)


HEADS = {
    "endless-status.example": Attack(endless(b"HTTP/1.1 200 ", b"x" * 8192), "too_large"),
    "garbage.example": Attack(says(b"\x00\x01\x02 what is this\n\n\n"), "bad_answer"),
    "http09.example": Attack(says(PAGE + b"\r\n"), "bad_answer"),
    "http09-no-line.example": Attack(says(PAGE), "bad_answer"),
    "ssh.example": Attack(says(b"SSH-2.0-OpenSSH_9.2p1\r\n"), "bad_answer"),
    "http2-only.example": Attack(says(bytes.fromhex("00000c0400000000000003000000640004000100000000")), "bad_answer"),
    "status-words.example": Attack(says(b"HTTP/1.1 OK 200\r\n\r\n" + PAGE), "bad_answer"),
    "many-headers.example": Attack(
        says(OK + b"".join(b"X%d: 1\r\n" % n for n in range(100_000)) + b"\r\n" + PAGE), "too_large"
    ),
    "long-header.example": Attack(says(OK + b"X: " + b"x" * 1_000_000 + b"\r\n\r\n" + PAGE), "too_large"),
    "endless-headers.example": Attack(endless(OK, b"X: " + b"y" * 500 + b"\r\n"), "too_large"),
    "endless-folding.example": Attack(endless(OK + b"X: 1\r\n", b" y\r\n" * 200), "too_large"),
    "dripping-headers.example": Attack(drips_headers, "timeout"),
    "interim-flood.example": Attack(
        says(b"HTTP/1.1 100 Continue\r\n\r\n" * 5_000 + whole()), "too_large"
    ),
    "interim-endless.example": Attack(endless(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n" * 100), "too_large"),
    "interim-few.example": Attack(says(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 2 + whole()), "ok", True),
    "cookies.example": Attack(says(whole(PAGE, *COOKIES)), "ok", True),
    "long-policy.example": Attack(says(whole(PAGE, f"Content-Security-Policy: {'x' * 60_000}")), "ok", True),
    "odd-headers.example": Attack(
        says(whole(PAGE, "no colon here", ": no name", "X\x00Y: 1", "X-\xff: \xfe\x00\x7f", "Content-Type: a\x00b")),
        "ok",
        True,
    ),
    "no-type.example": Attack(says(head() + PAGE), "ok", True),
    "zip-type.example": Attack(says(whole(PAGE, kind="Content-Type: application/zip\x00\x01")), "ok", True),
}  # fmt: skip

LENGTHS = {
    "ten-gb.example": Attack(endless(head(HTML, "Content-Length: 10737418240") + PAGE, BLOCK), "too_large", True),
    "endless-body.example": Attack(endless(head(HTML) + PAGE, BLOCK), "too_large", True),
    "endless-zip.example": Attack(endless(head("Content-Type: application/zip"), b"\0" * 65_536), "not_a_page"),
    "dripping-body.example": Attack(endless(head(HTML) + PAGE, b"x", 0.1), "timeout", True),
    "dripping-chunks.example": Attack(endless(CHUNKED + ONE_CHUNK, b"1\r\nx\r\n", 0.1), "timeout", True),
    "last-byte-missing.example": Attack(
        says_and_waits(head(HTML, f"Content-Length: {len(PAGE) + 1}") + PAGE), "timeout", True
    ),
    "length-too-long.example": Attack(says(head(HTML, "Content-Length: 99999") + PAGE), "ok", True),
    "length-too-short.example": Attack(says(head(HTML, f"Content-Length: {len(PAGE) - 9}") + PAGE), "ok", True),
    "lengths-equal.example": Attack(says(whole(PAGE, f"Content-Length: {len(PAGE)}")), "ok", True),
    "lengths-differ.example": Attack(says(whole(PAGE, "Content-Length: 7")), "bad_answer"),
    "length-negative.example": Attack(says(head(HTML, "Content-Length: -1") + PAGE), "bad_answer"),
    "length-words.example": Attack(says(head(HTML, "Content-Length: ten") + PAGE), "bad_answer"),
    "length-and-chunks.example": Attack(
        says(head(HTML, "Content-Length: 3", "Transfer-Encoding: chunked") + ONE_CHUNK + b"0\r\n\r\n"), "ok", True
    ),
    "coding-identity.example": Attack(says(whole(PAGE, "Transfer-Encoding: identity")), "ok", True),
    "coding-unknown.example": Attack(says(whole(PAGE, "Transfer-Encoding: rot13")), "bad_answer"),
    "two-answers.example": Attack(answers_before_asked_again, "ok", True),
}  # fmt: skip

CHUNKS = {
    "chunk-extensions.example": Attack(endless(CHUNKED + b"5;", b"a=" + b"x" * 4_000), "bad_answer"),
    "chunk-negative.example": Attack(says(CHUNKED + b"-5\r\nhello\r\n0\r\n\r\n"), "bad_answer"),
    "chunk-huge.example": Attack(
        endless(CHUNKED + b"ffffffffffff\r\n" + PAGE, BLOCK), "too_large", True
    ),
    "chunk-trailers.example": Attack(endless(CHUNKED + ONE_CHUNK + b"0\r\n", b"X: " + b"y" * 99 + b"\r\n"), "ok", True),
    "chunk-unended.example": Attack(says(CHUNKED + ONE_CHUNK), "ok", True),
    "chunk-million.example": Attack(endless(CHUNKED + ONE_CHUNK, b"1\r\nx\r\n" * 8_000), "too_large|timeout", True),
}  # fmt: skip

CONNECTIONS = {
    "silent.example": Attack(never_answers, "timeout"),
    "silent-everywhere.example": Attack(never_answers, "timeout", parts={"/robots.txt": never_answers}),
    "resets.example": Attack(resets_at_once, "unreachable", parts={"/robots.txt": resets_at_once}),
    "closes.example": Attack(closes_at_once, "unreachable", parts={"/robots.txt": closes_at_once}),
    "resets-in-head.example": Attack(resets_after(OK + b"Content-Ty"), "unreachable"),
    "closes-in-head.example": Attack(says(OK + b"Content-Ty"), "unreachable"),
    "no-content.example": Attack(says(b"HTTP/1.1 204 No Content\r\n\r\n"), "ok", True),
    "robots-endless.example": Attack(
        says(whole()), "ok", True, {"/robots.txt": endless(head("Content-Type: text/plain"), b"Allow: /a\n" * 4_000)}
    ),
    "robots-cut.example": Attack(
        says(whole()),
        "robots",
        parts={
            "/robots.txt": endless(
                head("Content-Type: text/plain") + b"User-agent: *\nDisallow: /\n", b"# nothing\n" * 4_000
            )
        },
    ),
}  # fmt: skip

WIRE = {**HEADS, **LENGTHS, **CHUNKS, **CONNECTIONS}
