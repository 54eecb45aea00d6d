"""The API: how often it may be called, what its schema says of itself, and how programs get their tokens."""

from __future__ import annotations

from typing import Any

from config.settings.people import ALLAUTH_TRUSTED_PROXY_COUNT
from config.settings.safety import PUBLIC_URL
from config.settings.stage import TEST, env

API_RATE_ANONYMOUS: str = env.read_rate("API_RATE_ANONYMOUS", "60/min")
API_RATE: str = env.read_rate("API_RATE", "1200/min")
REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "oauth2_provider.contrib.rest_framework.OAuth2Authentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "licensing.api.http.schema.OperationSchema",
    "EXCEPTION_HANDLER": "licensing.api.http.problems.handle_exception",
    # Counted by licensing.api.http.throttling: the library's own throttles read and write in two steps.
    "DEFAULT_THROTTLE_RATES": {
        "anon": None if TEST else API_RATE_ANONYMOUS,
        "user": None if TEST else API_RATE,
    },
    "NUM_PROXIES": ALLAUTH_TRUSTED_PROXY_COUNT,
    "COERCE_DECIMAL_TO_STRING": True,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Dozvil",
    "DESCRIPTION": "Requests for arms exports, their collective decision, and the licences that follow.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SERVERS": [{"url": PUBLIC_URL}],
    "CONTACT": {"name": "Dozvil", "url": PUBLIC_URL},
    "LICENSE": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
}
OAUTH2_PROVIDER: dict[str, Any] = {
    "SCOPES_BACKEND_CLASS": "licensing.api.oauth.scopes.OwnScopes",
    # Who may call, with which secret and until when, is ours to know and not the library's.
    "OAUTH2_VALIDATOR_CLASS": "licensing.api.oauth.validator.SystemsValidator",
    "ACCESS_TOKEN_EXPIRE_SECONDS": 3600,
    # Plain http leads only to the machine on which a native program runs (RFC 8252), which policy/people/programs.py knows.
    "ALLOWED_REDIRECT_URI_SCHEMES": ["https"],
    # Who answers, in every answer that leads back to a program (RFC 9207), as its metadata say (RFC 8414).
    "OIDC_ISS_ENDPOINT": PUBLIC_URL,
    "PKCE_REQUIRED": True,
    # The best current practice (RFC 9700), which the library will only make its default in its next version.
    "COMPLIANT_BCP_RFC9700_IMPLICIT_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PASSWORD_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PKCE_METHOD": True,
    "COMPLIANT_BCP_RFC9700_ACCESS_TOKEN_TRANSPORT": True,
    "COMPLIANT_BCP_RFC9700_AUTHZ_RESPONSE_ISS": True,
    "COMPLIANT_BCP_RFC9700_TOKEN_STORAGE": True,
    "REFRESH_TOKEN_REUSE_PROTECTION": True,
}
