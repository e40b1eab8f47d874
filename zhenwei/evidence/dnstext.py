"""DNS answers as text/dns (RFC 4027): lines of a master file (RFC 1035 section 5.1), without a time to live."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from ipaddress import ip_address

from zhenwei.evidence.plain import plain


def dns_blocks(record: Mapping[str, object]) -> Iterator[tuple[str, bytes]]:
    """Yield (host, text/dns) for a record of one of the forms host → address, host → addresses, host → type → values.

    What fits none of the forms is written as a comment: nothing that was seen is left out.
    """
    for host, said in record.items():
        lines = "".join(f"{line}\r\n" for line in _lines(plain(host), said))
        yield host, lines.encode("utf-8", "replace")


def _lines(host: str, said: object) -> Iterator[str]:
    if isinstance(said, Mapping):
        for kind, values in said.items():
            for value in values if isinstance(values, Sequence) and not isinstance(values, str) else (values,):
                text = plain(str(value))
                known = str(kind).isalnum() and str(kind).isupper()
                yield f"{host}. IN {kind} {text}" if known else f"; {plain(str(kind))}: {text}"
    elif isinstance(said, Sequence) and not isinstance(said, str):
        for value in said:
            yield from _lines(host, str(value))
    else:
        text = plain(str(said))
        yield f"{host}. IN {kind} {text}" if (kind := _kind(text)) else f"; {host}: {text}"


def _kind(text: str) -> str:
    try:
        return "A" if ip_address(text).version == 4 else "AAAA"
    except ValueError:
        return ""
