"""What a site's server shows of its owner: addresses, certificates with their names and keys."""

from __future__ import annotations

from collections.abc import Iterator

from detectors.operators.shared import Shared
from zhenwei.address import host_of
from zhenwei.errors import BadInput
from zhenwei.types import Certificate, Hop, Page

# A certificate for more owners than this belongs to a network that signs for its customers together.
_MOST_OWNERS = 30


def server_traits(page: Page, shared: Shared) -> Iterator[tuple[str, str]]:
    """Yield address and certificate traits of the hops that the site itself answered."""
    own = _host(page.url)
    for hop in page.chain:
        if own and _host(hop.url) in (own, f"www.{own}", own.removeprefix("www.")):
            yield from _of_hop(hop, own, shared)


def _of_hop(hop: Hop, own: str, shared: Shared) -> Iterator[tuple[str, str]]:
    if hop.address and not shared.is_shared_address(hop.address):
        yield "address", hop.address
    certificate = hop.certificate
    if certificate is None or not certificate.sha256:
        return
    names = [name.lower().rstrip(".") for name in certificate.sans]
    exact = [name for name in names if "*" not in name and _host(name)]
    owners = {shared.owner(name) for name in exact}
    bare = own.removeprefix("www.")
    its_own = bare in exact or f"www.{bare}" in exact
    if its_own and len(owners) <= _MOST_OWNERS and not _is_everybodys(certificate, exact, own, shared):
        yield "certificate", certificate.sha256
        if certificate.key_sha256:
            yield "tls_key", certificate.key_sha256
        for name in sorted(owners - {shared.owner(own)}):
            yield "san", name
    else:
        yield "host_certificate", certificate.sha256


def _is_everybodys(certificate: Certificate, names: list[str], own: str, shared: Shared) -> bool:
    if shared.is_builder(own) or any(shared.is_service(name) for name in names if name != own):
        return True
    subject = certificate.subject.lower().partition("cn=")[2].split(",")[0]
    return bool(_host(subject)) and subject != own and shared.is_service(subject)


def _host(text: str) -> str:
    try:
        return host_of(text) if text else ""
    except BadInput:
        return ""
