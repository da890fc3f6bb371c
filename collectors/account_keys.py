"""Keys of Google service accounts, and what is signed with them to have a token."""

import json
import os
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import jwt

from collectors.source import SourceError
from settings.model import Settings

TOKENS = "https://oauth2.googleapis.com/token"
"""Where tokens are asked for: never at an address that a key file names."""
JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
LIVES = timedelta(hours=1)


@dataclass(frozen=True)
class AccountKey:
    """The key of a service account."""

    email: str
    id: str
    private: str = field(repr=False)

    def form(self, scope: str, now: datetime) -> dict[str, str]:
        """What is sent for a token: an assertion, signed, good for an hour. Raises ValueError for what is no key.

        Source: Google, Using OAuth 2.0 for Server to Server Applications.
        """
        claims = {"iss": self.email, "scope": scope, "aud": TOKENS, "iat": now, "exp": now + LIVES}
        try:
            signed = jwt.encode(claims, self.private, algorithm="RS256", headers={"kid": self.id})
        except jwt.PyJWTError:
            raise ValueError("no private key") from None
        return {"grant_type": JWT_BEARER, "assertion": signed}


def account_key(source: str, variable: str, settings: Settings) -> AccountKey:
    """The key that an environment variable holds as JSON, or of which it holds the path. Raises SourceError."""
    given = os.environ.get(variable, "").strip()
    if not given:
        message = (
            f"the environment variable {variable} is not set; put the service account's JSON key or its path there"
        )
        raise SourceError(source, "broken", message)
    try:
        written = given if given.startswith("{") else settings.path(given).read_text(encoding="utf-8")
        held = json.loads(written)
        key = AccountKey(str(held["client_email"]), str(held["private_key_id"]), str(held["private_key"]))
        key.form("", datetime.now(UTC))
    except (OSError, ValueError, LookupError, TypeError):
        message = f"{variable} holds neither the JSON key of a service account nor its path; make one in Google Cloud"
        raise SourceError(source, "broken", message) from None
    return key
