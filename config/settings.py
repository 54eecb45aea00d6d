"""Every setting of Dozvil, in one place and typed. What an operator may change is read from the environment.

DOZVIL_ENV says where we are: `production` (also when it is unset, so that forgetting it is safe), `demo` or `test`.
Production refuses to start until everything that it needs is there; docs/operating.md lists the variables.
"""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import django_stubs_ext
from django.utils.translation import gettext_lazy as _
from kombu.transport import TRANSPORT_ALIASES

from config.env import Environment
from config.monitoring import logs

# Lets annotations such as ModelForm[User], which mypy wants, also be read when the program runs.
django_stubs_ext.monkeypatch()

ROOT = Path(__file__).resolve().parent.parent
env = Environment(os.environ)

STAGE = env.read_choice("DOZVIL_ENV", ("production", "demo", "test"), "production")
PRODUCTION = STAGE == "production"
DEMO = STAGE == "demo"
TEST = STAGE == "test"
# Set by the entry points of a process (wsgi.py, celery.py): a web request must be quick, a migration may take its time.
PROCESS = env.read_choice("DOZVIL_PROCESS", ("web", "worker", "manage"), "manage")
VAR = env.read_path("DOZVIL_VAR", ROOT / "var")

# --- Safety ----------------------------------------------------------------------------------------------------------
SECRET_KEY: str = env.read_string(
    "SECRET_KEY",
    None if PRODUCTION else "only-for-trying-and-testing-never-for-a-real-case-0123456789",
    like="a long random text, the same for every process",
)
SECRET_KEY_FALLBACKS: list[str] = env.read_words("SECRET_KEY_FALLBACKS", ())
DEBUG: bool = env.read_flag("DOZVIL_DEBUG", default=False)
if PRODUCTION and DEBUG:
    env.add_complaint("DOZVIL_DEBUG", "is on; a production Dozvil never shows its inside to visitors")
if PRODUCTION and SECRET_KEY and len(SECRET_KEY) < 50:
    env.add_complaint("SECRET_KEY", "is shorter than 50 characters")
ALLOWED_HOSTS: list[str] = env.read_hosts(
    "ALLOWED_HOSTS",
    None if PRODUCTION else ("localhost", "127.0.0.1", "[::1]", "testserver"),
    like="the names of this site, such as dozvil.example.org",
)
if PRODUCTION and "*" in ALLOWED_HOSTS:
    env.add_complaint("ALLOWED_HOSTS", "contains *; name the hosts")
# `.example.org` stands for every name that ends so; no letter can lead there.
_first_site = next((f"https://{host}" for host in ALLOWED_HOSTS if not host.startswith(".") and host != "*"), None)
_no_site = None if any(host.startswith(".") for host in ALLOWED_HOSTS) else ""
PUBLIC_URL: str = env.read_url(
    "PUBLIC_URL",
    (_first_site or _no_site) if PRODUCTION else "http://127.0.0.1:8000",
    schemes=("https",) if PRODUCTION else ("https", "http"),
    like="the address of this site, such as https://dozvil.example.org",
).rstrip("/")
CSRF_TRUSTED_ORIGINS: list[str] = env.read_origins("CSRF_TRUSTED_ORIGINS")
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_SAMESITE = SESSION_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_NAME = "dozvil_session"
SESSION_ENGINE = "config.accounts.session_store"
_YEAR_HOURS = 8_784
# A sign-in lasts so long after the last use of a page, and never longer than the second.
SESSION_COOKIE_AGE: int = env.read_integer("SESSION_HOURS", 8, at_least=1, at_most=_YEAR_HOURS) * 3600
SESSION_LIMIT: int = env.read_integer("SESSION_LIMIT_HOURS", 16, at_least=1, at_most=_YEAR_HOURS) * 3600
CSRF_FAILURE_VIEW = "config.web.kept_forms.refuse_forged"
SECURE_SSL_REDIRECT: bool = env.read_flag("SSL_REDIRECT", default=PRODUCTION)
_hsts_seconds = env.read_integer("HSTS_SECONDS", 31_536_000)
SECURE_HSTS_SECONDS: int = _hsts_seconds if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Only behind a proxy that sets this header itself, and strips it from what visitors send.
SECURE_PROXY_SSL_HEADER: tuple[str, str] | None = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.read_flag("BEHIND_PROXY", default=False) else None
)
# A right that was confirmed holds from the first day that begins after so many hours; for trying, from the day itself.
RIGHTS_DELAY = timedelta(hours=env.read_integer("RIGHTS_DELAY_HOURS", 0 if DEMO else 24, at_most=720))
# One that nobody confirms lapses after so many days.
RIGHTS_CONFIRM_WITHIN = timedelta(days=env.read_integer("RIGHTS_CONFIRM_DAYS", 7, at_least=1, at_most=90))
# The link of an invitation ends after so many days.
INVITATION_TERM = timedelta(days=env.read_integer("INVITATION_DAYS", 7, at_least=1, at_most=30))
# How often one address may ask to register an organisation, and all of them together.
REGISTRATION_RATE: str = env.read_rate("REGISTRATION_RATE", "10/hour")
REGISTRATION_RATE_OF_ALL: str = env.read_rate("REGISTRATION_RATE_OF_ALL", "200/day")
# Signing and deciding ask for a fresh proof of who the person is; for trying it is in the way.
STEP_UP: bool = env.read_flag("STEP_UP", default=not DEMO and not TEST)
# A change set that nobody settles lapses after so many days.
CHANGE_SETS_SETTLE_WITHIN = timedelta(days=env.read_integer("CHANGE_SETS_SETTLE_DAYS", 14, at_least=1, at_most=180))
REQUIRE_STAFF_MFA: bool = env.read_flag("REQUIRE_STAFF_MFA", default=PRODUCTION)
METRICS_TOKEN: str = env.read_string("METRICS_TOKEN", "")
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
# A report on a licence of 5,000 lines has four fields for each; a grant has one.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 25_000
DATA_UPLOAD_MAX_NUMBER_FILES = 20

# --- Applications and middleware --------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "licensing.apps.LicensingConfig",
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "rest_framework",
    "drf_spectacular",
    "oauth2_provider",
    "django_fsm",
    "django_htmx",
    "pgtrigger",
    "django_prometheus",
]
MIDDLEWARE = [
    # First of all: a probe is answered without sessions, without a host name that is allowed, and without the database.
    "config.monitoring.health.Probes",
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "config.web.middleware.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "config.web.middleware.ContentSecurityPolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "config.web.middleware.WholeAddresses",
    "django.middleware.csrf.CsrfViewMiddleware",
    "config.web.middleware.LegibleText",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.web.middleware.PrivatePages",
    # After LocaleMiddleware, whose guess from the browser the language of the account replaces.
    "config.web.middleware.PersonalPreferences",
    "config.accounts.step_up.PersonOrigin",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "config.web.kept_forms.StraightAnswers",
    # After AccountMiddleware and messages: it asks how the person signed in, and leaves a message.
    "config.accounts.factors.required.SecondFactorFirst",
    "config.web.sessions.SlidingSessions",
    # After the messages, one of which it leaves, and round every view that may ask for a sign-in.
    "config.web.kept_forms.KeptForms",
    # Inside what keeps forms and messages, and round every view that may ask for a fresher proof.
    "config.accounts.step_up.StepUp",
    "django_htmx.middleware.HtmxMiddleware",
    "config.web.middleware.DatabaseOutage",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.web.middleware.build_page_context",
                "config.web.sessions.build_session_context",
            ],
            # Its tag `csrf_token` takes the place of Django's.
            "builtins": ["config.web.form_tags", "config.web.text_tags"],
            "libraries": {"desk": "licensing.admin.tags", "portal": "licensing.portal.tags"},
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = ["gds"]
CRISPY_TEMPLATE_PACK = "gds"

# --- The reviewers' desk ---------------------------------------------------------------------------------------------
UNFOLD: dict[str, Any] = {
    "SITE_TITLE": _("Dozvil · reviewers' desk"),
    "SITE_HEADER": "Dozvil",
    "SITE_SUBHEADER": _("reviewers' desk"),
    "SITE_SYMBOL": "gavel",
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": "licensing.admin.pages.navigation.get_logo_url"}],
    "SITE_URL": None,
    "SHOW_HISTORY": False,
    "SHOW_VIEW_ON_SITE": False,
    "ENVIRONMENT": "licensing.admin.pages.navigation.get_environment_label",
    "DASHBOARD_CALLBACK": "licensing.admin.requests.my_desk.build_desk_context",
    "STYLES": ["licensing.admin.pages.navigation.get_styles_url", "licensing.admin.pages.navigation.get_keeping_styles_url"],
    "SCRIPTS": ["licensing.admin.pages.navigation.get_keeping_script_url", "licensing.admin.pages.navigation.get_script_url"],
    "ACCOUNT": {"navigation": "licensing.admin.pages.navigation.list_account_links"},
    "SIDEBAR": {"navigation": "licensing.admin.pages.navigation.build_sidebar"},
    "BORDER_RADIUS": "4px",
    # A quiet blue: colour is kept for what is late, refused or in force.
    "COLORS": {
        "primary": {
            "50": "oklch(97% .013 250)",
            "100": "oklch(93.5% .03 250)",
            "200": "oklch(88% .055 250)",
            "300": "oklch(80% .09 250)",
            "400": "oklch(70% .12 250)",
            "500": "oklch(58% .13 250)",
            "600": "oklch(48% .12 250)",
            "700": "oklch(42% .11 250)",
            "800": "oklch(36% .09 250)",
            "900": "oklch(31% .07 250)",
            "950": "oklch(23% .05 250)",
        }
    },
}

# --- The database ----------------------------------------------------------------------------------------------------
# Long enough for real work, short enough that nobody waits for ever behind a lock. Zero means no limit.
_PATIENCE = {"web": (2_000, 5_000), "worker": (2_000, 60_000), "manage": (10_000, 0)}
_lock_ms, _statement_ms = (2_000, 30_000) if TEST else _PATIENCE[PROCESS]
LOCK_TIMEOUT_MS: int = env.read_integer("LOCK_TIMEOUT_MS", _lock_ms)
STATEMENT_TIMEOUT_MS: int = env.read_integer("STATEMENT_TIMEOUT_MS", _statement_ms)
DATABASE_POOL: int = env.read_integer("DATABASE_POOL", 8, at_least=1, at_most=1_000)
_session = f"-c lock_timeout={LOCK_TIMEOUT_MS} -c statement_timeout={STATEMENT_TIMEOUT_MS}"
if TEST:
    # A test database is thrown away, so it need not survive a power cut.
    _session += " -c synchronous_commit=off"

_database: dict[str, Any] | None = env.read_database("DATABASE_URL")
if _database is None and PRODUCTION:
    env.add_complaint("DATABASE_URL", "is not set; it must look like postgresql://user:password@host:5432/name")
# Who owns the tables, for migrations alone. Without it the application's role would have to own them.
DATABASE_OWNER: dict[str, Any] | None = env.read_database("DATABASE_OWNER_URL")
if PRODUCTION and DATABASE_OWNER is not None and PROCESS != "manage":
    env.add_complaint("DATABASE_OWNER_URL", "is given to a process that serves; it is for migrate alone")
EMBEDDED_DATABASE = _database is None and not PRODUCTION
if EMBEDDED_DATABASE:
    from config.embedded import server  # the wheel is not installed in production

    _database = {
        "ENGINE": "config.embedded",
        "EMBEDDED_FOLDER": VAR / "postgresql",
        "NAME": server.DATABASE,
        # Tests make and empty databases, which the application may not; where its rights matter they take its role.
        "USER": server.OWNER if TEST else server.APPLICATION,
        "HOST": str(server.choose_socket_folder(VAR / "postgresql")),
        "OPTIONS": {},
    }
    DATABASE_OWNER = None if TEST else {"USER": server.OWNER}
APPLICATION_ROLE: str = "dozvil_app" if TEST or _database is None else str(_database["USER"])
if _database is not None:
    _database["ATOMIC_REQUESTS"] = False
    # A connection from the pool is tried before it is used, so that a database that was away is found again at once.
    _database["CONN_HEALTH_CHECKS"] = True
    _database["OPTIONS"] = {"options": _session, "connect_timeout": 5, **_database["OPTIONS"]}
    if PROCESS == "web":
        _database["OPTIONS"]["pool"] = {"min_size": 1, "max_size": DATABASE_POOL, "timeout": 3}
DATABASES: dict[str, dict[str, Any]] = {"default": _database or {}}

# The cache only counts guesses at sign-in. In the database, every process sees them without one more server.
CACHES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 100_000}}
    if TEST
    else {"BACKEND": "config.web.counters.CounterCache", "LOCATION": "dozvil_cache", "OPTIONS": {"MAX_ENTRIES": 1_000}}
}

# --- People ----------------------------------------------------------------------------------------------------------
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

# --- The API ---------------------------------------------------------------------------------------------------------
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

# --- Background work: alarm clocks only, the truth is in PostgreSQL ---------------------------------------------------
REDIS_URL: str = env.read_url(
    "REDIS_URL", None if PRODUCTION else "", schemes=("redis", "rediss"), like="an address such as redis://host:6379/0"
)
_BROKER_FOLDER = VAR / "broker"
# Kombu's own would let a worker read a message that is half written.
TRANSPORT_ALIASES["filesystem"] = "config.embedded.broker:Transport"
# Kombu's own ends a worker whose Redis dies while it works.
TRANSPORT_ALIASES["redis"] = TRANSPORT_ALIASES["rediss"] = "config.broker:Transport"
CELERY_BROKER_URL = REDIS_URL or "filesystem://localhost//"
# Whoever publishes while the broker is gone hears so at once, and asks no second time.
REDIS_BROKER_OPTIONS: dict[str, Any] = {
    "socket_timeout": 5,
    "socket_connect_timeout": 1,
    "socket_keepalive": True,
    "visibility_timeout": 600,
    "unacked_restore_throttle": 1,
    "max_retries": 0,
    "interval_start": 0,
    "interval_step": 0.1,
    "interval_max": 0.1,
}
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = (
    REDIS_BROKER_OPTIONS
    if REDIS_URL
    else {
        "data_folder_in": str(_BROKER_FOLDER / "queue"),
        "data_folder_out": str(_BROKER_FOLDER / "queue"),
        "control_folder": str(_BROKER_FOLDER / "control"),
        "polling_interval": 0.2,
    }
)
CELERY_BROKER_CONNECTION_TIMEOUT = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = CELERY_EVENT_SERIALIZER = "json"
CELERY_TASK_IGNORE_RESULT = True
# A task counts as taken only when it has ended, so that one whose worker was killed is given to another.
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_TIMEZONE = "UTC"
# Worker and beat say that they live; `python -m config.monitoring.heartbeat worker` asks.
CELERY_BEAT_SCHEDULER = "config.monitoring.heartbeat.Beat"

# --- Webhooks --------------------------------------------------------------------------------------------------------
# Only for trying: a receiver on this machine, without TLS. In production a webhook goes to public addresses by https.
WEBHOOK_ALLOW_PRIVATE: bool = not PRODUCTION

# --- Mail ------------------------------------------------------------------------------------------------------------
MAIL_FOLDER = VAR / "mail"
EMAIL_HOST: str = env.read_host("EMAIL_HOST", like="the name of one mail server, such as mail.example.org")
EMAIL_PORT: int = env.read_integer("EMAIL_PORT", 587, at_least=1, at_most=65_535)
EMAIL_HOST_USER: str = env.read_string("EMAIL_USER", "")
EMAIL_HOST_PASSWORD: str = env.read_string("EMAIL_PASSWORD", "")
EMAIL_USE_TLS: bool = env.read_flag("EMAIL_TLS", default=True)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL: str = env.read_mailbox("EMAIL_FROM", "Dozvil <dozvil@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_SUBJECT_PREFIX = ""
if PRODUCTION and not EMAIL_HOST:
    env.add_complaint("EMAIL_HOST", "is not set; it must be the name of the mail server that sends for us")
if TEST:
    EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
elif EMAIL_HOST:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
else:
    EMAIL_BACKEND = "config.web.devmail.FolderBackend"

# --- Languages and time ----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("uk", _("Ukrainian"))]
LOCALE_PATHS = [ROOT / "licensing" / "locale"]
USE_I18N = USE_TZ = True
FORMAT_MODULE_PATH = ["config.formats"]
TIME_ZONE = env.read_zone("TIME_ZONE", "Europe/Kyiv")

# --- Files -----------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
# Production serves what collectstatic gathered; elsewhere every file is served from where it is.
_static_root = env.read_path("STATIC_ROOT", VAR / "static")
STATIC_ROOT = _static_root if PRODUCTION else None
STATICFILES_DIRS: list[Path] = []
# Documents of a case are only ever handed out by a view that has asked who may see them: there is no MEDIA_URL.
MEDIA_ROOT = env.read_path("DOCUMENTS_ROOT", VAR / "documents")
# Where ClamAV listens. Without it files are "not scanned"; with it, and away, they are kept back until it is there again.
CLAMAV_ADDRESS: str = env.read_url(
    "CLAMAV_ADDRESS", "", schemes=("tcp", "unix"), like="an address such as tcp://127.0.0.1:3310 or unix:///run/clamd.sock"
)
# Certificates (PEM) of the issuers whose signatures on documents count. Without it signatures are "not verified".
TRUST_LIST: str = env.read_file("TRUST_LIST")
_STATIC_BACKEND = (
    "whitenoise.storage.CompressedManifestStaticFilesStorage"
    if PRODUCTION
    else "django.contrib.staticfiles.storage.StaticFilesStorage"
)
STORAGES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    },
    "staticfiles": {"BACKEND": _STATIC_BACKEND},
}
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = DEBUG or TEST
WHITENOISE_ALLOW_ALL_ORIGINS = False

# --- The record ------------------------------------------------------------------------------------------------------
# Heads of the chain are appended here. It proves most where the application may only append: see docs/operating.md.
RECORD_HEADS = env.read_path("RECORD_HEADS", VAR / "heads")
HEAD_KEEPERS: list[str] = env.read_mail_addresses("HEAD_KEEPERS")

# --- Logs: ids only, no personal data --------------------------------------------------------------------------------
LOGGING = logs.build_configuration(machine_readable=PRODUCTION, level=env.read_choice("LOG_LEVEL", logs.LEVELS, "INFO"))
LOGGING_CONFIG = "logging.config.dictConfig"

# Read by other programs of ours: the launcher, the probes, the containers, the proofs.
env.declare(
    "HEARTBEAT_FOLDER",
    "PROMETHEUS_MULTIPROC_DIR",
    "DJANGO_SETTINGS_MODULE",
    "POSTGRES_PASSWORD",
    "DATABASE_PASSWORD",
    "POSTGRES_IMAGE",
    "REDIS_IMAGE",
)
env.declare(
    *(
        f"DOZVIL_{name}"
        for name in ("SECRETS", "PYTHON", "INSTALLER", "PLANTED", "SHOTS", "PORT", "IMAGE", "BASE", "DB_HOST", "REDIS_HOST")
    )
)
if PRODUCTION:
    env.refuse_unknown(prefixes=("DOZVIL_", "EMAIL_", "OIDC_", "API_RATE", "REGISTRATION_RATE"))
env.finish(
    "To try Dozvil, use ./run (or set DOZVIL_ENV=demo). docs/operating.md explains every variable."
    if PRODUCTION
    else "docs/operating.md explains every variable."
)
