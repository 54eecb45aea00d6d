"""Secrets, hosts, cookies and what a request may send."""

from __future__ import annotations

from config.settings.stage import PRODUCTION, env

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
SESSION_ENGINE = "config.accounts.sessions.store"
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
METRICS_TOKEN: str = env.read_string("METRICS_TOKEN", "")
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
# A report on a licence of 5,000 lines has four fields for each; a grant has one.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 25_000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
