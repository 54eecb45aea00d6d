"""The addresses of the site as they are where a sign-in service is configured."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from config.accounts.urls import SIGN_IN_SERVICE
from config.urls import handler400, handler403, handler404, handler500
from config.urls import urlpatterns as site

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns: list[URLPattern | URLResolver] = [path("accounts/", include(SIGN_IN_SERVICE)), *site]
