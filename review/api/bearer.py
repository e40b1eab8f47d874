"""Who asks: the token of a request, what it may be used for, and the note that it was used."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer, SecurityScopes

from review.api.problem import Kind, Refused
from review.desk import desk_of
from zhenwei.clock import now
from zhenwei.store.tokens import Bearer, bearer_of, used

LONGEST = 200  # characters of what could be a token
A_MINUTE = timedelta(minutes=1)
scheme = HTTPBearer(auto_error=False, scheme_name="token", description="zhenwei token add …")


def bearer(
    request: Request,
    scopes: SecurityScopes,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(scheme)],
) -> Bearer:
    """Return whom the request's token stands for. Raises Refused: no such token, or not for this."""
    if credentials is None or not 0 < len(credentials.credentials) <= LONGEST:
        raise Refused(Kind.TOKEN)
    store = desk_of(request).store
    with store.reading() as session:
        found = bearer_of(session, credentials.credentials)
    if found is None:
        raise Refused(Kind.TOKEN)
    # For the audit log (review/trail.py).
    request.state.caller = found.name
    if not set(scopes.scopes) <= set(found.scopes):
        raise Refused(Kind.SCOPE)
    # To the minute: a read does not become a write each time.
    if found.last_used_at is None or now() - found.last_used_at > A_MINUTE:
        with store.transaction() as session:
            used(session, found.id)
    return found


Anybody = Annotated[Bearer, Security(bearer)]
LeadsIn = Annotated[Bearer, Security(bearer, scopes=["leads:write"])]
ReadCases = Annotated[Bearer, Security(bearer, scopes=["cases:read"])]
ReadDecisions = Annotated[Bearer, Security(bearer, scopes=["decisions:read"])]
WriteDecisions = Annotated[Bearer, Security(bearer, scopes=["decisions:write"])]
ReadNotices = Annotated[Bearer, Security(bearer, scopes=["notices:read"])]
ReadReports = Annotated[Bearer, Security(bearer, scopes=["reports:read"])]
Export = Annotated[Bearer, Security(bearer, scopes=["export:read"])]
