"""The site of the desk: its first page, only our own rows in it, and the ways in and out of all other pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from allauth.account.decorators import secure_admin_login
from django.core.paginator import InvalidPage
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from unfold.sites import UnfoldAdminSite

from config.accounts.passwords import redirect_to_password
from config.accounts.sessions.pages import SignOut


class Desk(UnfoldAdminSite):
    """The reviewers' desk. It is made while `licensing.admin` is being imported, and so imports nothing of it."""

    index_template = "admin/licensing/requests/desk/desk.html"

    def register(self, model_or_iterable: type[Model] | Iterable[type[Model]], *args: Any, **options: Any) -> None:
        """Register models, if they are ours.

        Libraries bring pages that edit their tables (tokens, second factors, groups); at this desk nobody needs them.
        """
        models = [model_or_iterable] if isinstance(model_or_iterable, type) else model_or_iterable
        super().register([model for model in models if model._meta.app_label == "licensing"], *args, **options)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The models of one app. Every page of the framework asks for those of all, and ours shows its own sidebar there."""
        # With each table of ours it takes a twentieth of the time of a page, and the first page asked twice.
        found: list[Any] = super().get_app_list(request, app_label) if app_label else []
        return found

    def search(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The results of a search. A page of them that is not there is missing, and no fault of ours."""
        try:
            found: HttpResponse = super().search(request, *args, **kwargs)
        except InvalidPage:
            raise Http404 from None
        return found

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Lead to the sign-in page: the framework's own asks for no second factor."""
        answer: HttpResponse = secure_admin_login(super().login)(request, extra_context)
        return answer

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Lead to our page: on the framework's own a password changed without an event and without a limit."""
        return redirect_to_password(request)

    def password_change_done(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Lead to our page, as `password_change` does."""
        return redirect_to_password(request)

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Sign out as on every other page."""
        answer: HttpResponse = SignOut.as_view()(request)
        return answer
