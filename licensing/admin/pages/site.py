"""The site of the desk: its first page, and only our own rows in it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.admin import AdminSite
from django.core.paginator import InvalidPage
from django.http import Http404, HttpRequest, HttpResponse


def set_up_site(site: AdminSite) -> None:
    """Make the framework's site the reviewers' desk, once every app has registered what it has.

    Libraries bring pages that edit their tables (tokens, second factors, groups); at this desk nobody needs them.
    """
    site.index_template = "admin/licensing/desk.html"
    site.search = _translate_invalid_page(site.search)  # type: ignore[attr-defined]
    for model in list(site._registry):  # noqa: SLF001 - the site offers no other way to ask
        if model._meta.app_label != "licensing":
            site.unregister(model)


def _translate_invalid_page(search: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of the results that is not there is missing, and no fault of ours."""

    @wraps(search)
    def found(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return search(request, *args, **kwargs)
        except InvalidPage:
            raise Http404 from None

    return found
