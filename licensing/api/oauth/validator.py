"""What the library of the protocol asks us: which programs there are, their secrets, codes and the families of tokens.

The library speaks OAuth 2.0; who may call is ours. Nothing that could be used is stored: of secrets, codes and tokens only
their digests.
"""

from __future__ import annotations

import base64
import binascii
import json
from datetime import datetime
from typing import Any
from urllib.parse import unquote_plus
from uuid import UUID

from oauth2_provider.models import AccessToken, Grant, RefreshToken, redirect_to_uri_allowed
from oauth2_provider.oauth2_validators import OAuth2Validator
from oauthlib.oauth2.rfc6749.errors import InvalidGrantError

from licensing.acts.acting import now, to_local_day
from licensing.acts.people.systems.authorisations import end_authorisation, is_strong_enough
from licensing.acts.people.systems.keeping import find_secret
from licensing.choices import AuthorisationEnd, SystemKind
from licensing.models import Authorisation, IssuedToken, System
from licensing.policy.people.secrets import digest_secret

# A code that was redeemed stays for a while, so that a second try is known for what it is.
_REDEEMED = "redeemed"


class SystemsValidator(OAuth2Validator):
    """The library's questions, answered from our systems and from what persons allowed them."""

    def authenticate_client(self, request: Any, *args: Any, **kwargs: Any) -> bool:
        """Whether the secret is one that the program has now: by Basic, or in the form."""
        client_id, secret = self._read_credentials(request)
        if not secret or self._load_application(client_id, request) is None:
            return False
        request.secret = None if request.system.is_public else find_secret(request.system, secret, at=now())
        return request.secret is not None

    def validate_redirect_uri(self, client_id: str, redirect_uri: str, request: Any, *args: Any, **kwargs: Any) -> bool:
        """Whether a code may be sent there: exactly an address that was registered, or any port of a registered loopback."""
        return bool(redirect_to_uri_allowed(redirect_uri, request.system.redirect_uris))

    def get_default_redirect_uri(self, client_id: str, request: Any, *args: Any, **kwargs: Any) -> None:
        """None: an address is always named."""
        return

    def validate_code(self, client_id: str, code: str, client: Any, request: Any, *args: Any, **kwargs: Any) -> bool:
        """Whether a code is this client's and new. One that comes again ends what was allowed with it (RFC 6749 §4.1.2)."""
        # From here on the library looks for the code as it is stored.
        request.code = digest_secret(code)
        grant = Grant.objects.select_for_update().filter(code=request.code, application=client).first()
        if grant is None or (grant.is_expired() and grant.nonce != _REDEEMED):
            return False
        family = UUID(json.loads(grant.claims)["authorisation"])
        if grant.nonce == _REDEEMED:
            end_authorisation(family, because=AuthorisationEnd.REPLAYED)
            return False
        request.user, request.scopes, request.family = grant.user, grant.scope.split(), family
        return _holds(family, request)

    def invalidate_authorization_code(self, client_id: str, code: str, request: Any, *args: Any, **kwargs: Any) -> None:
        """Note that a code was redeemed. Raises InvalidGrantError where another call was faster."""
        rows = Grant.objects.filter(code=code, application=request.client).exclude(nonce=_REDEEMED)
        if not rows.update(nonce=_REDEEMED):
            raise InvalidGrantError(request=request)

    def validate_refresh_token(self, refresh_token: str, client: Any, request: Any, *args: Any, **kwargs: Any) -> bool:
        """Whether a refresh token is this client's and new. One that comes again ends the whole family (RFC 9700 §4.14)."""
        found = RefreshToken.objects.filter(token_checksum=digest_secret(refresh_token), application=client).first()
        if found is None or found.token_family is None:
            return False
        if found.revoked is not None:
            end_authorisation(found.token_family, because=AuthorisationEnd.REPLAYED)
            return False
        request.family = found.token_family
        is_known = super().validate_refresh_token(refresh_token, client, request, *args, **kwargs)
        return bool(is_known) and _holds(found.token_family, request)

    def revoke_token(self, token: str, token_type_hint: str, request: Any, *args: Any, **kwargs: Any) -> None:
        """End what a token of this client stands for: all that the person allowed, or one token of a program (RFC 7009)."""
        digest = digest_secret(token)
        refresh = RefreshToken.objects.filter(token_checksum=digest, application=request.client)
        under = RefreshToken.objects.filter(access_token__token_checksum=digest, application=request.client)
        for family in {one.token_family for one in refresh | under if one.token_family}:
            end_authorisation(family, because=AuthorisationEnd.RETURNED)
        AccessToken.objects.filter(token_checksum=digest, application=request.client).delete()

    def _load_application(self, client_id: str, request: Any) -> Any:
        application = super()._load_application(client_id, request)
        if application is None:
            return None
        if vars(request).get("system") is None:
            on = to_local_day(now())
            request.system = System.objects.select_related("account").usable(on).filter(client_id=client_id).first()
        if request.system is None:
            request.client = None
            return None
        return application

    def _read_credentials(self, request: Any) -> tuple[str, str]:
        basic = self._extract_basic_auth(request)
        if basic is None:
            return request.client_id or "", request.client_secret or ""
        try:
            name, _, secret = base64.b64decode(basic, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return "", ""
        return unquote_plus(name), unquote_plus(secret)

    def _create_access_token(self, *args: Any, **kwargs: Any) -> Any:
        created, request = super()._create_access_token(*args, **kwargs), args[1]
        if secret := vars(request).get("secret"):
            IssuedToken.objects.create(token=created, secret=secret)
        return created

    def _create_authorization_code(self, request: Any, code: dict[str, str], expires: datetime | None = None) -> Any:
        return super()._create_authorization_code(request, code | {"code": digest_secret(code["code"])}, expires)

    def _check_and_set_request_resource(self, request: Any) -> None:
        # There is one resource here, this API; the library would look for the code in its own way.
        request.resource = []

    def _create_refresh_token(self, request: Any, code: str, access_token: Any, previous: Any) -> Any:
        created = super()._create_refresh_token(request, code, access_token, previous)
        if created.token_family != request.family:
            created.token_family = request.family
            created.save(update_fields=["token_family"])
        return created


def find_service(client_id: str) -> System | None:
    """The program that calls by itself under this name now; None where it may not."""
    at = now()
    rows = System.objects.usable(to_local_day(at)).filter(client_id=client_id, kind=SystemKind.SERVICE)
    return rows.select_related("account").filter(account__is_active=True, account__is_system=True).first()


def find_authorisation(family: UUID, client_id: str) -> Authorisation | None:
    """What a person allows the program of this name now, by the family of its tokens; None where nothing holds any more.

    It holds no more either where they need a second factor by now, and allowed it without.
    """
    at = now()
    usable = System.objects.usable(to_local_day(at)).filter(client_id=client_id, kind=SystemKind.DELEGATE)
    rows = Authorisation.objects.open(at).filter(pk=family, system__in=usable)
    found = rows.filter(person__is_active=True, person__is_system=False).select_related("system", "person").first()
    return found if found and is_strong_enough(found) else None


def _holds(family: UUID, request: Any) -> bool:
    return find_authorisation(family, request.client.client_id) is not None
