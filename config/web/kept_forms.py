"""What is sent by somebody who is no longer signed in is kept, and offered again after signing in: in its form, to be pressed.

Nothing that is kept ever acts by itself. It is offered to the person for whom its page was made; when somebody else signs in
with it, it is erased.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from config.web import error_pages
from config.web.form_filling import Filled, fill_form, read_forms
from config.web.visitor import get_person
from licensing.acts.forms import (
    KEPT,
    PAGE_TOKEN,
    PRESS,
    SAVED_HEADER,
    TECHNICAL,
    Fields,
    KeptContent,
    delete_kept_form,
    find_kept_form,
    keep_form,
    read_page_token,
    select_typed,
)
from licensing.errors import NotAllowed

Answer = Callable[[HttpRequest], HttpResponseBase]

# Says to our script why a form was not taken: `sign-in`, `token`, `other-person`, or `moved`.
REFUSED_FORM: Final = "X-Form-Refused"
# The presses that were carried out, for our script, which deletes its copies of what they sent.
_DONE_COOKIE: Final = "dozvil_done"
_MOST_DONE: Final = 5
# Programs read neither pages nor cookies; and a password is not kept anywhere.
_NEVER_KEPT: Final = ("/api/", "/accounts/")
# It has no password, and its person is asked to prove who they are after they have typed.
_KEPT_ALL_THE_SAME: Final = "/accounts/address/"
# Stands in a list of choices for the name that a person chose.
_ROW_ID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{64}")
_PRESS: Final = re.compile(r"[a-z0-9]{6,32}")


class StraightAnswers:
    """Never answer a script with a redirect: htmx follows it, and a whole page would appear inside the form.

    Round every view and middleware that may redirect. Where a script is to go elsewhere, the view says so in a header of htmx.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not (is_htmx(request) and 300 <= response.status_code < 400):
            return response
        refused = HttpResponse(status=409)
        refused[REFUSED_FORM] = "moved"
        return refused


class KeptForms:
    """Keep what is sent without a sign-in, and fill it into its page again for whoever asks for that page with `?kept=`.

    What is sent with a sign-in and not taken is shown by its answer, at least as a text to copy.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if _is_never_kept(request):
            return response
        if not request.user.is_authenticated:
            return _answer_visitor(request, response)
        if request.method == "POST":
            return _answer_post(request, response)
        if request.method == "GET" and KEPT in request.GET:
            return _offer_again(request, response)
        return response


def refuse_forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's CSRF_FAILURE_VIEW: the page was older than the sign-in, most often. What was typed is kept for its owner."""
    if request.path.startswith("/api/"):
        return error_pages.render_problem(request, NotAllowed())
    owner = read_page_token(request.POST.get(PAGE_TOKEN, ""))
    person = request.user if request.user.is_authenticated else None
    is_foreign = person is not None and owner is not None and owner != person.pk
    if is_htmx(request):
        refused = HttpResponse(status=403)
        refused[REFUSED_FORM] = "other-person" if is_foreign else "token" if person else "sign-in"
        return refused
    kept = None if owner is None or is_foreign else keep_typed(request, owner)
    if kept is not None and person is None:
        return _lead_to_sign_in(request, kept)
    context = {
        "kept_url": reverse("kept_form", args=[kept]) if kept else "",
        "is_foreign": is_foreign,
        "back": find_page(request),
        "is_signing_in": request.path.startswith("/accounts/"),
    }
    page = render(request, "kept/forged.html", context, status=403)
    if kept is not None:
        page[SAVED_HEADER] = "kept"
    return page


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show_kept_form(request: HttpRequest, kept_id: UUID) -> HttpResponse:
    """Lead to the page on which something was typed, or throw away what was typed."""
    content = find_kept_form(get_person(request), kept_id)
    # Kept for somebody else, who has not signed in: gone, and answered like what never was.
    if content is None or request.method == "POST":
        delete_kept_form(kept_id)
        return redirect("/")
    return HttpResponseRedirect(_add_kept(content.page, kept_id))


def _answer_visitor(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Somebody who must sign in first, and who perhaps has just sent something."""
    if not _asks_for_sign_in(response):
        return response
    if is_htmx(request):
        # 401 and not the redirect, which htmx would follow: the page of signing in would appear inside the form.
        refused = HttpResponse(status=401)
        refused[REFUSED_FORM] = "sign-in"
        return refused
    owner = read_page_token(request.POST.get(PAGE_TOKEN, "")) if request.method == "POST" else None
    kept = keep_typed(request, owner) if owner else None
    return response if kept is None else _lead_to_sign_in(request, kept)


def _answer_post(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    if request.path == reverse("portal:speak"):
        return _keep_language(request, response) if "to" in request.GET else response
    # A redirect alone proves nothing: pages also lead away from what is no longer open.
    if response.headers.get(SAVED_HEADER) != "whole":
        return _show_typed(request, response)
    kept_id = _parse_id(request.POST.get(KEPT, ""))
    if kept_id is not None and find_kept_form(get_person(request), kept_id) is not None:
        delete_kept_form(kept_id)
    press = request.POST.get(PRESS, "")
    # A page that saves itself is asked by its script; the copy of what is typed meanwhile must stay.
    if _PRESS.fullmatch(press) and not is_htmx(request):
        done = [press, *filter(_PRESS.fullmatch, request.COOKIES.get(_DONE_COOKIE, "").split("."))][:_MOST_DONE]
        response.set_cookie(  # read by our script, so not HttpOnly; it names a press and nothing else
            _DONE_COOKIE, ".".join(done), max_age=3600, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax"
        )
    return response


def _show_typed(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """A refusal whose page has no form for what was typed shows it as text: going back would open an empty form."""
    is_answered = response.status_code < 400 or SAVED_HEADER in response.headers
    if is_answered or is_htmx(request) or not isinstance(response, HttpResponse):
        return response
    # A page of another site may have sent it, and its words must not stand on ours.
    if read_page_token(request.POST.get(PAGE_TOKEN, "")) != get_person(request).pk:
        return response
    typed = select_typed(dict(request.POST.lists()))
    html = response.content.decode() if response.headers.get("Content-Type", "").startswith("text/html") else ""
    place = max(html.rfind("</main>"), html.rfind("</body>") if "</main>" not in html else -1)
    if not typed or place < 0 or any("password" in name for name in request.POST):
        return response
    if any(one.posts and typed.keys() <= one.names for one in read_forms(html)):
        return response
    texts = _list_texts(typed)
    shown = render_to_string("kept/typed.html", {"texts": texts}) if texts else ""
    response.content = (html[:place] + shown + html[place:]).encode()
    if response.has_header("Content-Length"):
        response["Content-Length"] = str(len(response.content))
    return response


def _keep_language(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """The language was changed from within a form: the page in the other language shows what was typed, which is not sent."""
    owner = read_page_token(request.POST.get(PAGE_TOKEN, ""))
    kept = keep_typed(request, owner) if owner == get_person(request).pk else None
    return response if kept is None else HttpResponseRedirect(_add_kept(find_page(request), kept))


def _offer_again(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """The page as it is now, with what was typed in its form; or, where there is no such form any more, the text alone."""
    kept_id = _parse_id(request.GET[KEPT])
    content = find_kept_form(get_person(request), kept_id) if kept_id else None
    if kept_id is None or content is None or urlsplit(content.page).path != request.path:
        return response
    context = {
        "kept_id": kept_id,
        "files": content.files,
        "is_desk": request.path.startswith("/admin/"),
        "request": request,
    }
    filled = None
    if isinstance(response, HttpResponse) and response.status_code == 200:
        filled = _fill_page(request, response.content.decode(), kept_id, content, context)
    if filled is not None and not filled.is_changed and not content.files:
        return response
    if filled is None:
        context["texts"] = _list_texts(content.fields)
        return render(request, "kept/lost.html", context)
    assert isinstance(response, HttpResponse)
    response.content = filled.html.encode()
    response["Content-Length"] = str(len(response.content))
    return response


def _fill_page(
    request: HttpRequest, html: str, kept_id: UUID, content: KeptContent, context: dict[str, object]
) -> Filled | None:
    fields = {name: values for name, values in content.fields.items() if name not in TECHNICAL}
    marker, inside = "<!-- kept -->", f'<input type="hidden" name="{KEPT}" value="{kept_id}">'
    filled = fill_form(html, fields, page=request.path, sent_to=content.path, before=marker, inside=inside)
    if filled is None:
        return None
    notice = render_to_string("kept/notice.html", {**context, "texts": _list_texts(filled.left_over)}, request)
    return Filled(filled.html.replace(marker, notice, 1), filled.left_over, filled.is_changed)


def _list_texts(fields: Fields) -> list[str]:
    """What somebody typed, without the names of the fields, which only the page had in words."""
    return [text for texts in select_typed(fields).values() for text in texts if not _ROW_ID.fullmatch(text)]


def keep_typed(request: HttpRequest, owner: UUID) -> UUID | None:
    """Keep what was typed; None when nothing was, or when it cannot be kept."""
    # The framework has forms with passwords of its own.
    if _is_never_kept(request) or any("password" in name for name in request.POST):
        return None
    files = [sent.name or "" for _name, uploads in request.FILES.lists() for sent in uploads]
    if not files and not select_typed(dict(request.POST.lists())):
        return None
    fields = {name: values for name, values in request.POST.lists() if name not in TECHNICAL}
    page = find_page(request)
    path = urlsplit(page).path if request.path == reverse("portal:speak") else request.path
    return keep_form(owner, KeptContent(path, page, fields, files))


def find_page(request: HttpRequest) -> str:
    """The page on which the form was filled in. A browser names it; else it is taken to be where the form was sent."""
    named = request.headers.get("Referer", "")
    if request.path == reverse("portal:speak"):
        named = request.GET.get("next", named)
    if not url_has_allowed_host_and_scheme(named, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return request.path
    return urlsplit(named).path or "/"


def _lead_to_sign_in(request: HttpRequest, kept: UUID) -> HttpResponse:
    messages.warning(
        request,
        _("You were signed out, and nothing was sent. What you typed is kept: sign in, and it stands in its form again."),
    )
    query = urlencode({"next": reverse("kept_form", args=[kept])})
    return HttpResponseRedirect(f"{resolve_url(settings.LOGIN_URL)}?{query}")


def _add_kept(page: str, kept_id: UUID) -> str:
    return f"{page}?{urlencode({KEPT: kept_id})}"


def _is_never_kept(request: HttpRequest) -> bool:
    return request.path.startswith(_NEVER_KEPT) and request.path != _KEPT_ALL_THE_SAME


def _asks_for_sign_in(response: HttpResponseBase) -> bool:
    path = urlsplit(response.headers.get("Location", "")).path
    return response.status_code == 302 and path in (resolve_url(settings.LOGIN_URL), reverse("admin:login"))


def is_htmx(request: HttpRequest) -> bool:
    """Whether a script of ours asks, and not the browser itself."""
    return request.headers.get("HX-Request") == "true"


def _parse_id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
