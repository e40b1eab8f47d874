"""Where a page leads: the other hosts that it links to, and the one that its redirects end at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import urljoin

from crawler.page.tree import elements, tree_of
from zhenwei.address import host_of, owner_domain
from zhenwei.errors import BadInput
from zhenwei.types import Page

MAX_LINKS = 20


def leads_to(page: Page, lawful: Callable[[str], bool] = lambda _host: False) -> Iterator[tuple[str, str]]:
    """Yield (address, words of the link) for other owners' hosts, each host once; the end of the redirects first.

    Words are empty for a redirect, also for one that was not followed or led nowhere. A page of a lawful host at the
    end of redirects is not asked for its links: they are not the site's. At most MAX_LINKS, so that a page of thousands
    of links is no way to flood us.
    """
    own = {owner_domain(host) for host in map(_host, (page.url,)) if host}
    end = _host(page.final_url)
    linked = _links(page) if owner_domain(end) in own or not lawful(end) else ()
    ends = [page.final_url, *(hop.url for hop in page.chain[-1:] if not hop.status)]
    for url, words in [*((url, "") for url in ends), *linked]:
        host = _host(url)
        if not host or owner_domain(host) in own:
            continue
        own.add(owner_domain(host))
        yield url, words
        if len(own) > MAX_LINKS:
            return


def _links(page: Page) -> Iterator[tuple[str, str]]:
    tree = tree_of(page.html)
    if tree is None:
        return
    for link in elements(tree, "//a[@href]"):
        try:
            url = urljoin(page.final_url, str(link.get("href")).strip())
        except ValueError:
            continue
        if url.startswith(("http://", "https://")):
            yield url, " ".join("".join(str(part) for part in link.itertext()).split())[:60]


def _host(url: str) -> str:
    try:
        return host_of(url)
    except BadInput:
        return ""
