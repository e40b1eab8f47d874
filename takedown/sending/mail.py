"""The message to a registrar or host abroad: facts, times in UTC, digests, what is asked. Text, never sent here."""

from __future__ import annotations

from dataclasses import dataclass

from takedown.clean import plain
from takedown.facts import SiteFacts
from takedown.sending.abuse import AbuseContact, Of
from takedown.sending.told import ABUSE_TYPE, best_capture, genuine_site, summary_en, utc
from zhenwei.address import defang
from zhenwei.types import Verdict
from zhenwei.watchlist.channels import Abroad

GAP = "[TO BE FILLED IN]"
MOST_DIGESTS = 6
PROFILES = {
    "desktop": "a desktop browser",
    "phone": "a mobile browser",
    "wechat": "the browser inside WeChat",
    "spider": "a search engine's crawler",
    "from-search": "a browser coming from a search result",
}


@dataclass(frozen=True, slots=True)
class Message:
    """A message to be pasted into a mail. ``to`` is empty where nobody knows the address."""

    of: Of
    to: tuple[str, ...]
    subject: str
    body: str


def message(site: SiteFacts, of: Of, contact: AbuseContact | None, abroad: Abroad, organ_en: str = "") -> Message:
    """Return the message to the registrar, or to whoever runs the network."""
    subject = f"Abuse report: {site.host} - {ABUSE_TYPE[site.finding]} [case {site.case}]"
    parts = [
        f"Dear abuse team{f' of {plain(contact.name, 80)}' if contact and contact.name else ''},",
        f"{_us(abroad)} reports the following website to you as {_role(of)}. To the best of our knowledge it is a "
        "suspected case; we ask you to check it under your own policies.",
        summary_en(site, organ_en),
        "FACTS\n" + "\n".join(_facts(site)),
        "EVIDENCE\nEach capture is a folder with a manifest. These are the SHA-256 digests of the manifests; the files "
        "are available on request.\n" + "\n".join(_digests(site)),
        "WHAT WE ASK\n" + "\n".join(f"{n}. {text}" for n, text in enumerate(_asked(site, of, abroad), 1)),
        "The reported address is written so that no program turns it into a link (hxxp, [.]). This message holds no "
        "personal data. No purchase was made and nobody was contacted in the course of our checks.",
        f"Kind regards,\n{_us(abroad)}\n{abroad.mail or GAP}" + (f"\n{abroad.phone}" if abroad.phone else ""),
    ]
    return Message(of, contact.mails if contact else (), plain(subject, 160), "\n\n".join(parts) + "\n")


def _facts(site: SiteFacts) -> list[str]:
    rows = [
        ("URL", defang(site.url)),
        ("Domain", defang(site.host)),
        ("IP address (as seen)", ", ".join(site.addresses) or "not recorded"),
        ("Registrar (as recorded)", site.registrar or "not recorded"),
        ("Registered on", site.registered_on.isoformat() if site.registered_on else "not recorded"),
    ]
    if site.finding is Verdict.COUNTERFEIT:
        rows.append(("Genuine site", genuine_site(site) or "not recorded"))
    moments = sorted(capture.captured_at for capture in site.captures)
    if moments:
        rows += [("First capture", utc(moments[0])), ("Last capture", utc(moments[-1]))]
    best = best_capture(site)
    if best is not None:
        rows.append(("Seen with", f"{PROFILES.get(best.profile, best.profile)}, HTTP status {best.status}"))
        rows.append(("Note", "the site may show other content to other devices; please look in the same way"))
    return [f"- {name}: {value}" for name, value in rows]


def _digests(site: SiteFacts) -> list[str]:
    captures = sorted(site.captures, key=lambda capture: capture.captured_at)[-MOST_DIGESTS:]
    return [f"- {utc(capture.captured_at)}: sha256 {capture.manifest_sha256}" for capture in captures]


def _asked(site: SiteFacts, of: Of, abroad: Abroad) -> list[str]:
    keep = "Please preserve registration, billing and access records, which competent authorities may ask for by law."
    answer = (
        f"Please tell us within {abroad.days} working days what you have found and done, with your reference number."
    )
    if site.finding is Verdict.HIJACKED:
        return [
            "Please inform the owner of the website, who seems to be the victim, so that it can be cleaned.",
            keep,
            answer,
        ]
    if of is Of.REGISTRAR:
        check = (
            "Please check the domain name under your abuse policy (for gTLDs: section 3.18 of the ICANN Registrar "
            "Accreditation Agreement) and, if you confirm the misuse, suspend it."
        )
    else:
        check = (
            "Please check the content under your acceptable use policy and, if you confirm the misuse, stop hosting it."
        )
    return [check, keep, answer]


def _role(of: Of) -> str:
    return "the registrar of its domain name" if of is Of.REGISTRAR else "the operator of the network that serves it"


def _us(abroad: Abroad) -> str:
    return abroad.office or GAP
