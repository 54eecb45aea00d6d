"""Languages and time, where files lie, who keeps the heads of the record, and what is logged."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from config.monitoring import logs
from config.settings.safety import DEBUG
from config.settings.stage import PRODUCTION, ROOT, TEST, VAR, env

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("uk", _("Ukrainian"))]
LOCALE_PATHS = [ROOT / "licensing" / "locale"]
USE_I18N = USE_TZ = True
FORMAT_MODULE_PATH = ["config.formats"]
TIME_ZONE = env.read_zone("TIME_ZONE", "Europe/Kyiv")

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

# Heads of the chain are appended here. It proves most where the application may only append: see docs/operating.md.
RECORD_HEADS = env.read_path("RECORD_HEADS", VAR / "heads")
HEAD_KEEPERS: list[str] = env.read_mail_addresses("HEAD_KEEPERS")

# Logs hold ids only, no personal data.
LOGGING = logs.build_configuration(machine_readable=PRODUCTION, level=env.read_choice("LOG_LEVEL", logs.LEVELS, "INFO"))
LOGGING_CONFIG = "logging.config.dictConfig"
