"""Accounts: passwords, second factors, and the sign-in service of the state."""

from __future__ import annotations

from typing import Any

from config.settings.stage import PRODUCTION, TEST, env

AUTH_USER_MODEL = "licensing.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"]  # tests make many people, and guard no secret
    if TEST
    else ["django.contrib.auth.hashers.ScryptPasswordHasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
)
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": ("email", "name")}},
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "config.web.accounts.InvitedOnly"
SOCIALACCOUNT_ADAPTER = "config.accounts.service.login.KnownOnly"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # a letter to somebody who never heard of us, whenever a third person wishes
ACCOUNT_FORMS = {
    "login": "config.accounts.forms.SignInForm",
    "change_password": "config.accounts.forms.ChangeForm",
    "reset_password_from_key": "config.accounts.forms.ChooseForm",
}
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Dozvil: "
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
# The library counts second steps and confirmations by account alone, so that whoever guesses locks its owner out. All of them
# are counted by us (config/accounts/guessing.py), and none by the library.
ACCOUNT_RATE_LIMITS = dict.fromkeys(
    ("login", "login_failed", "change_password", "reset_password", "reset_password_from_key", "reauthenticate"), ""
)
# Without it, everybody behind the proxy would be one place, and one who guesses would keep out all the others.
ALLAUTH_TRUSTED_PROXY_COUNT: int = env.read_integer("PROXIES", 0, at_most=20)
PASSWORD_RESET_TIMEOUT = 24 * 3600  # how long the link to choose a new password can be used
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if PRODUCTION else "http"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Dozvil"
# A code typed in its last second arrives in the next step: one step is what RFC 6238, 5.2, allows for the way.
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {"authenticate": "config.accounts.confirming.SecondStepForm"}
MFA_ADAPTER = "config.accounts.factors.storage.SealedFactors"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
_oidc = env.read_url(
    "OIDC_SERVER_URL",
    "",
    schemes=("https",) if PRODUCTION else ("https", "http"),
    like="the https:// address of the sign-in service",
)
OIDC_ISSUER: str = _oidc
_oidc_name = env.read_string("OIDC_NAME", "State sign-in")
# Words of the service that say that it saw a second factor; without any, it never counts for one. The first are asked for.
OIDC_ACR: list[str] = env.read_words("OIDC_ACR", ())
OIDC_AMR: list[str] = env.read_words("OIDC_AMR", ())
# Needed only with a sign-in service; read always, so that a name is known for ours.
_oidc_client_id = env.read_string("OIDC_CLIENT_ID", None if _oidc else "", like="the client id given by the sign-in service")
_oidc_secret = env.read_string(
    "OIDC_CLIENT_SECRET", None if _oidc else "", like="the client secret given by the sign-in service"
)
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "state",
                "name": _oidc_name,
                "client_id": _oidc_client_id,
                "secret": _oidc_secret,
                "settings": {"server_url": _oidc},
            }
        ]
        if _oidc
        else [],
    }
}
