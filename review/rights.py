"""Who may call what: one table of all routes. ``access.guard`` refuses every request that has no line here.

To add a route: one line in the section of its part. Every change (anything but GET) also needs the form token of the
caller's own session, except with ``TOKEN``, whose callers have no cookie.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from takedown.permits import APPROVERS
from zhenwei.store.accounts import ROLES
from zhenwei.store.cases import DECIDERS


class Right(StrEnum):
    """What a route asks of its caller."""

    # Anybody, before the log-in.
    PUBLIC = "public"
    # Anybody logged in, also with a password that must be changed first.
    SELF = "self"
    VIEW = "view"
    # Say a word on a case, take in a report, write a note, draft a letter.
    DECIDE = "decide"
    # See a contact unmasked. The act is logged with its reason.
    UNMASK = "unmask"
    # Take away more than a page shows: lists, packages, evidence.
    EXPORT = "export"
    # Approve and number letters.
    APPROVE = "approve"
    # Make the monthly and yearly report, which goes to other offices, and take it away with its ledger.
    REPORT = "report"
    # Change the watchlist and the lexicon.
    EDIT = "edit"
    # Accounts, tokens, hooks, the audit log.
    ADMIN = "admin"
    # A program with a token of its own, checked with its scopes by the interface itself.
    TOKEN = "token"  # noqa: S105 (no password)


# Roles by right, those that the rules behind the pages name too. PUBLIC and TOKEN ask for no role.
MAY: Mapping[Right, tuple[str, ...]] = {
    Right.PUBLIC: (),
    Right.SELF: ROLES,
    Right.VIEW: ROLES,
    Right.DECIDE: DECIDERS,
    Right.UNMASK: DECIDERS,
    Right.EXPORT: DECIDERS,
    Right.APPROVE: APPROVERS,
    Right.REPORT: APPROVERS,
    Right.EDIT: ("admin",),
    Right.ADMIN: ("admin",),
    Right.TOKEN: (),
}

# Folders that are served to anybody as they are.
OPEN_MOUNTS = ("/static",)

ROUTES: Mapping[str, Right] = {
    # --- log-in and one's own account
    "GET /login": Right.PUBLIC,
    "POST /login": Right.PUBLIC,
    "GET /login/oidc": Right.PUBLIC,
    "GET /login/oidc/back": Right.PUBLIC,
    "POST /logout": Right.SELF,
    "GET /password": Right.SELF,
    "POST /password": Right.SELF,
    # --- accounts, audit log, tokens of programs, who is told of events
    "GET /accounts": Right.ADMIN,
    "POST /accounts": Right.ADMIN,
    "POST /accounts/{account_id}/role": Right.ADMIN,
    "POST /accounts/{account_id}/disable": Right.ADMIN,
    "POST /accounts/{account_id}/enable": Right.ADMIN,
    "POST /accounts/{account_id}/reset": Right.ADMIN,
    "POST /accounts/{account_id}/unlock": Right.ADMIN,
    "POST /accounts/{account_id}/logout": Right.ADMIN,
    "GET /audit": Right.ADMIN,
    "GET /tokens": Right.ADMIN,
    "POST /tokens": Right.ADMIN,
    "POST /tokens/{token_id}/revoke": Right.ADMIN,
    "GET /hooks": Right.ADMIN,
    "POST /hooks": Right.ADMIN,
    "GET /hooks/{hook_id}": Right.ADMIN,
    "POST /hooks/{hook_id}/test": Right.ADMIN,
    "POST /hooks/{hook_id}/pause": Right.ADMIN,
    "POST /hooks/{hook_id}/resume": Right.ADMIN,
    "POST /hooks/{hook_id}/resend": Right.ADMIN,
    "POST /hooks/{hook_id}/remove": Right.ADMIN,
    #
    # --- front page
    "GET /": Right.VIEW,
    #
    # --- queue
    "GET /queue": Right.VIEW,
    "GET /queue/next": Right.VIEW,
    "POST /queue/decision": Right.DECIDE,
    "POST /queue/undo": Right.DECIDE,
    "POST /queue/filters": Right.VIEW,
    "POST /queue/filters/{number}/forget": Right.VIEW,
    "GET /keys": Right.VIEW,
    #
    # --- case page
    "GET /cases/{case_id}": Right.VIEW,
    "GET /cases/{case_id}/source/{visit_id}": Right.VIEW,
    "GET /cases/{case_id}/timeline": Right.VIEW,
    "GET /cases/{case_id}/differences/{visit_id}/{other_id}": Right.VIEW,
    "GET /cases/{case_id}/ties.json": Right.VIEW,
    "POST /cases/{case_id}/notes": Right.DECIDE,
    "POST /cases/{case_id}/unmask": Right.UNMASK,
    "POST /cases/{case_id}/verify": Right.DECIDE,
    "GET /pictures/{visit_id}.webp": Right.VIEW,
    "GET /pictures/{visit_id}/window.webp": Right.VIEW,
    "GET /pictures/{visit_id}/unlike/{other_id}.webp": Right.VIEW,
    "GET /pictures/{other_id}/missed/{visit_id}.webp": Right.VIEW,
    "GET /files/{visit_id}/{position}": Right.EXPORT,
    #
    # --- decisions
    "POST /cases/{case_id}/decision": Right.DECIDE,
    "POST /cases/{case_id}/undo": Right.DECIDE,
    "GET /opinions": Right.VIEW,
    "POST /cases/{case_id}/opinions": Right.DECIDE,
    "POST /cases/{case_id}/opinions/{number}": Right.DECIDE,
    "POST /cases/{case_id}/opinions/{number}/recall": Right.DECIDE,
    #
    # --- letters and clocks (who may take which step of a letter: takedown/steps.py)
    "GET /cases/{case_id}/letters": Right.DECIDE,
    "POST /cases/{case_id}/letters": Right.DECIDE,
    "GET /letters": Right.VIEW,
    "GET /letters/{notice}": Right.VIEW,
    "GET /letters/{notice}/pages/{version}/{number}.webp": Right.VIEW,
    "GET /letters/{notice}/files/{version}/{name}": Right.EXPORT,
    "GET /letters/{notice}/edit": Right.DECIDE,
    "POST /letters/{notice}/edit": Right.DECIDE,
    "POST /letters/{notice}/preview": Right.DECIDE,
    "GET /letters/{notice}/preview/{name}/{number}.webp": Right.DECIDE,
    "POST /letters/{notice}/steps/{step}": Right.DECIDE,
    "GET /clocks": Right.VIEW,
    "POST /clocks/done": Right.DECIDE,
    #
    # --- reports of the public
    "GET /reports": Right.VIEW,
    "GET /reports/new": Right.DECIDE,
    "POST /reports/new": Right.DECIDE,
    "GET /reports/{number}.docx": Right.VIEW,
    "GET /reports/{number}": Right.VIEW,
    #
    # --- monthly and yearly report
    "GET /monthly": Right.REPORT,
    "POST /monthly": Right.REPORT,
    "GET /monthly/{name}": Right.REPORT,
    "GET /monthly/{name}/standing": Right.REPORT,
    "GET /monthly/{name}/{kind}": Right.REPORT,
    #
    # --- watchlist and lexicon
    "GET /watchlist": Right.VIEW,
    "GET /watchlist/history": Right.VIEW,
    "GET /watchlist/history/{number}": Right.VIEW,
    "GET /watchlist/{kind}/{slug}": Right.EDIT,
    "GET /watchlist/proposals/{number}": Right.EDIT,
    "GET /watchlist/proposals/{number}/trial": Right.EDIT,
    "POST /watchlist/new": Right.EDIT,
    "POST /watchlist/lawful": Right.EDIT,
    "POST /watchlist/{kind}/{slug}": Right.EDIT,
    "POST /watchlist/proposals/{number}": Right.EDIT,
    "POST /watchlist/history/{number}/undo": Right.EDIT,
    #
    # --- interface for programs
    "GET /api/v1/me": Right.TOKEN,
    "GET /api/v1/openapi.json": Right.TOKEN,
    "GET /api/v1/cases": Right.TOKEN,
    "GET /api/v1/cases/{case}": Right.TOKEN,
    "GET /api/v1/cases/{case}/decisions": Right.TOKEN,
    "POST /api/v1/cases/{case}/decisions": Right.TOKEN,
    "GET /api/v1/decisions": Right.TOKEN,
    "GET /api/v1/export/cases.csv": Right.TOKEN,
    "GET /api/v1/export/cases.xlsx": Right.TOKEN,
    "GET /api/v1/export/stix": Right.TOKEN,
    "GET /api/v1/export/misp": Right.TOKEN,
    "GET /api/v1/notices": Right.TOKEN,
    "GET /api/v1/notices/{notice}": Right.TOKEN,
    "POST /api/v1/leads": Right.TOKEN,
    "GET /api/v1/leads/{receipt}": Right.TOKEN,
    "GET /api/v1/reports": Right.TOKEN,
}

SAFE = ("GET", "HEAD", "OPTIONS")

# Reading that the audit log tells of, beside every change, every refusal, and all of EXPORT, UNMASK, ADMIN and TOKEN.
TRACED: Mapping[str, str] = {
    "GET /cases/{case_id}": "seen",
    "GET /cases/{case_id}/source/{visit_id}": "seen",
    "GET /cases/{case_id}/timeline": "seen",
    "GET /cases/{case_id}/differences/{visit_id}/{other_id}": "seen",
    "GET /letters/{notice}": "seen",
    "GET /reports/{number}": "seen",
    "GET /reports/{number}.docx": "exported",
    "GET /monthly/{name}": "seen",
    "GET /monthly/{name}/{kind}": "exported",
}

# Reading that the log tells of where the route has noted something: a search for what may be a contact.
TRACED_IF_NOTED = ("GET /queue", "GET /queue/next")

# Routes that write their rows themselves, in the transaction of what they do.
TOLD_BY_ROUTE = ("GET /login/oidc", "GET /login/oidc/back", "POST /login", "POST /logout", "POST /password")


def right_of(method: str, path: str) -> Right | None:
    """Return what a route (its path as declared, ``/cases/{case_id}``) asks for; None if the table lacks it."""
    return ROUTES.get(f"{method} {path}")
