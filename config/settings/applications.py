"""The applications, the middleware in its order, the templates, and the look of the reviewers' desk."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from config.settings.stage import ROOT

INSTALLED_APPS = [
    "licensing.apps.LicensingConfig",
    # The plain app of unfold; its usual one puts a site of its own in the place of ours.
    "unfold.apps.BasicAppConfig",
    "config.desk.apps.DeskConfig",
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
    "DASHBOARD_CALLBACK": "licensing.admin.requests.desk.my_desk.build_desk_context",
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
