"""OpenID Connect: authorisation code with PKCE (RFC 7636), state and nonce; OpenID Connect Core 1.0, section 3.1.

The provider says who somebody is; whether the account may log in is decided in ``review/vouching.py``.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from itsdangerous import BadData, URLSafeTimedSerializer
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from requests import RequestException

from zhenwei.config import Settings
from zhenwei.errors import SettingsError
from zhenwei.sentences import said

COOKIE = "zhenwei_oidc"
BACK = "/login/oidc/back"
MINUTES = 10  # for the way to the provider and back
TIMEOUT = 10  # seconds of one request to the provider
# Signatures with a key that only the provider has: never "none", never a shared secret.
ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]


class Refused(Exception):
    """The provider did not vouch for anybody; the log-in page says so and the audit log says why."""


@dataclass(frozen=True, slots=True)
class Journey:
    """What is kept in a signed cookie while somebody is at the provider."""

    state: str
    nonce: str
    verifier: str
    next_page: str


class Provider:
    """One provider. Nothing is asked of it before the first log-in; what it says of itself is kept until it fails."""

    def __init__(self, settings: Settings, key: bytes) -> None:
        if not settings.oidc_client_id or not settings.oidc_desk_url:
            raise SettingsError(said("已设 OIDC_ISSUER，还须设 OIDC_CLIENT_ID 和 OIDC_DESK_URL"))
        self._settings = settings
        self._secret = _read(settings.oidc_secret_file) if settings.oidc_secret_file else ""
        self._signer = URLSafeTimedSerializer(key, salt="zhenwei oidc journey")
        self._lock = Lock()
        self._metadata: dict[str, Any] = {}

    def depart(self, next_page: str) -> tuple[str, str]:
        """Return the provider's address to go to, and the cookie of the journey. Raises Refused if it is away."""
        journey = Journey(secrets.token_urlsafe(24), secrets.token_urlsafe(24), secrets.token_urlsafe(48), next_page)
        with self._session() as session:
            url, _ = session.create_authorization_url(
                self._about(session)["authorization_endpoint"],
                state=journey.state,
                nonce=journey.nonce,
                code_verifier=journey.verifier,
            )
        return str(url), str(self._signer.dumps(asdict(journey)))

    def arrive(self, cookie: str, state: str, code: str) -> tuple[Mapping[str, Any], str]:
        """Return the checked claims of who came back, and the page to go on with. Raises Refused."""
        try:
            journey = Journey(**self._signer.loads(cookie, max_age=MINUTES * 60))
        except (BadData, TypeError) as error:
            raise Refused("登录步骤已过期，或不是从本机登录页开始") from error
        if not code or not hmac.compare_digest(journey.state.encode(), state.encode()):
            raise Refused("回传的 state 与登录步骤不符")
        with self._session() as session:
            about = self._about(session)
            try:
                token = session.fetch_token(about["token_endpoint"], code=code, code_verifier=journey.verifier)
                keys = KeySet.import_key_set({"keys": self._get(session, about["jwks_uri"])["keys"]})
                read = jwt.decode(token["id_token"], keys, algorithms=ALGORITHMS)
                claims = self._checked(read, journey.nonce)
            except (OAuthError, JoseError, RequestException, KeyError, ValueError, TypeError) as error:
                raise Refused(f"身份凭据未通过核验：{type(error).__name__} {str(error)[:100]}") from error
        return claims, journey.next_page

    def _checked(self, read: jwt.Token, nonce: str) -> Mapping[str, Any]:
        options = {
            "iss": {"essential": True, "value": self._settings.oidc_issuer},
            "aud": {"essential": True, "value": self._settings.oidc_client_id},
            "sub": {"essential": True},
        }
        client = {"nonce": nonce, "client_id": self._settings.oidc_client_id}
        claims = CodeIDToken(read.claims, read.header, options, client)
        claims.validate(leeway=60)
        found: Mapping[str, Any] = claims
        return found

    def _about(self, session: OAuth2Session) -> dict[str, Any]:
        """Return what the provider says of itself (OpenID Connect Discovery 1.0, section 4)."""
        with self._lock:
            if self._metadata:
                return self._metadata
        url = self._settings.oidc_issuer.rstrip("/") + "/.well-known/openid-configuration"
        try:
            said = self._get(session, url)
        except (RequestException, ValueError) as error:
            raise Refused(f"身份认证服务无法访问：{type(error).__name__}") from error
        wanted = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        if said.get("issuer") != self._settings.oidc_issuer or not all(
            isinstance(said.get(key), str) for key in wanted
        ):
            raise Refused("身份认证服务的说明与 OIDC_ISSUER 不符或不完整")
        with self._lock:
            self._metadata = said
        return said

    def _get(self, session: OAuth2Session, url: str) -> dict[str, Any]:
        answer = session.get(url, timeout=TIMEOUT, allow_redirects=False, withhold_token=True)
        answer.raise_for_status()
        said = answer.json()
        if not isinstance(said, dict):
            raise ValueError("no object")
        return said

    def _session(self) -> OAuth2Session:
        session = OAuth2Session(
            self._settings.oidc_client_id,
            self._secret or None,
            token_endpoint_auth_method="client_secret_basic" if self._secret else "none",
            scope="openid profile",
            redirect_uri=self._settings.oidc_desk_url + BACK,
            code_challenge_method="S256",
            default_timeout=TIMEOUT,
        )
        # The provider is of the office's own network: no proxy of the environment stands in between.
        session.trust_env = False
        session.verify = str(self._settings.oidc_ca) if self._settings.oidc_ca else True
        return session


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(said("无法读取 OIDC_SECRET_FILE {path}：{error}", path=path, error=error)) from error
