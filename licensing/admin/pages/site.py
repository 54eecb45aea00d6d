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
    site.index_template = "admin/licensing/requests/desk/desk.html"
    site.search = _translate_invalid_page(site.search)  # type: ignore[attr-defined]
    site.get_app_list = _list_when_asked(site.get_app_list)  # type: ignore[method-assign]
    for model in list(site._registry):  # noqa: SLF001 - the site offers no other way to ask
        if model._meta.app_label != "licensing":
            site.unregister(model)


def _list_when_asked(list_models: Callable[..., list[Any]]) -> Callable[..., list[Any]]:
    """Every page of the framework lists all models that its reader may open; ours shows its own sidebar in that place."""

    @wraps(list_models)
    def listed(request: HttpRequest, app_label: str | None = None) -> list[Any]:
        # With each table of ours it takes a twentieth of the time of a page, and the first page asked twice.
        return list_models(request, app_label) if app_label else []

    return listed


def _translate_invalid_page(search: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of the results that is not there is missing, and no fault of ours."""

    @wraps(search)
    def found(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return search(request, *args, **kwargs)
        except InvalidPage:
            raise Http404 from None

    return found
