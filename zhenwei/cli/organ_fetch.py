"""``zhenwei organ learn --fetch``: visits an organ's front pages now and takes their fingerprints."""

from __future__ import annotations

from crawler.policy import official_profiles
from detectors.page.reference import Reference
from zhenwei.address import host_of
from zhenwei.cli import context
from zhenwei.cli.progress import bars
from zhenwei.clock import now
from zhenwei.errors import BadInput
from zhenwei.stages.desk import Desk
from zhenwei.stages.detect import baseline
from zhenwei.stages.fetch import make_visits
from zhenwei.stages.planning import front_pages
from zhenwei.store.database import open_store
from zhenwei.store.leads import site_for
from zhenwei.store.nights import open_night
from zhenwei.store.visits import plan_visits
from zhenwei.watchlist import Organ, Watchlist


def fetched(organ: Organ, watchlist: Watchlist) -> tuple[Reference, ...]:
    """Visit the front pages of an organ in a store and an evidence folder of their own, as the night's baseline does.

    Raises BadInput if none of them answered with a page.
    """
    deployment = context.settings()
    folder = deployment.data_dir / "checks" / now().strftime("%Y%m%dT%H%M%S.%fZ")
    settings = deployment.model_copy(update={"data_dir": folder, "database_url": ""})
    store = open_store(settings.database)
    with store.transaction() as session:
        night = open_night(session).id
        for url in front_pages(organ):
            site = site_for(session, host_of(url))
            site.organ = organ.slug
            plan_visits(session, night, site.id, [url], official_profiles(), purpose="official")
    with bars() as bar:
        make_visits(Desk(settings, watchlist, store, bar), night, ("official",))
    with store.reading() as session:
        found = baseline(session, settings.evidence_dir)
    store.close()
    if not found:
        raise BadInput(f"{organ.name}的首页和查询页都没有取到（{'、'.join(front_pages(organ))}），可改用保存的文件")
    return found
