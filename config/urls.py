"""The addresses of the site, and the entry point behind each."""

from __future__ import annotations

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from config.accounts.programs.authorize import AuthorizeView
from config.web import devmail, kept_forms, sessions
from licensing.api.oauth.endpoints import show_metadata

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("config.accounts.urls")),
    path("session/", sessions.show_session, name="session"),
    path("session/confirmed/", sessions.confirm_signed_in, name="signed_in"),
    path("kept/<uuid:kept_id>/", kept_forms.show_kept_form, name="kept_form"),
    path("admin/", admin.site.urls),
    path("oauth/authorize/", AuthorizeView.as_view(), name="authorize"),
    path(".well-known/oauth-authorization-server", show_metadata, name="oauth_metadata"),
    path("api/v1/", include("licensing.api.urls")),
    path("", include("licensing.portal.urls")),
]
if settings.DEMO:
    urlpatterns[:0] = [
        path("dev/mail/", devmail.show_mailbox, name="devmail"),
        path("dev/mail/<slug:name>/", devmail.show_letter, name="devmail_letter"),
    ]

handler400 = "config.web.error_pages.handle_bad_request"
handler403 = "config.web.error_pages.handle_refusal"
handler404 = "config.web.error_pages.handle_not_found"
handler500 = "config.web.error_pages.handle_server_error"
