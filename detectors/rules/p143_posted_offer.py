"""P143: The offer stands in what a visitor wrote: a comment, a reply, a guestbook, a forum post.

Why: whoever runs the page is not the seller; the platform is asked to delete the post, not to close the site.
Catches: offers within comments, replies and messages of a page that itself is about something else.
Spares: pages whose heading is the offer, boards on which most of what is written is offers, posts that ask or warn.
"""

from __future__ import annotations

from collections.abc import Iterator

from detectors.page.posts import posted_offer
from detectors.rules.base import Rule, View
from zhenwei.sentences import said
from zhenwei.types import Finding, Side


class PostedOffer(Rule):
    """The offer stands in what a visitor wrote."""

    id, side = "P143", Side.SALE
    about = "招徕出自网友留言或跟帖"

    def look(self, view: View) -> Iterator[Finding]:
        for doc in view.documents:
            hit = posted_offer(doc)
            if hit is not None:
                detail = said("招徕写在网友留言、评论或跟帖中，并非网站自己的内容")
                yield self.cite(doc, "visible", doc.reading, hit, self.worth("found"), detail)
                return
