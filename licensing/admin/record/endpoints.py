"""Endpoints of other systems at the desk: whoever answers for one keeps it, and an administrator of people stops it."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from licensing.acts.acting import now
from licensing.admin.forms.base import build_text_field
from licensing.admin.pages.command_page import SubjectForm, handle_command
from licensing.admin.pages.rights import get_person, has_appointment
from licensing.admin.record.deliveries import OUTBOX_VIEWERS, OutboxAdmin
from licensing.errors import Problem
from licensing.models import Endpoint
from licensing.outbox.webhooks.endpoints import (
    KEEP_HOURS,
    OFFERED_HOURS,
    choose_hours,
    end_endpoint,
    get_former_secret_end,
    resume_endpoint,
    rotate_secret,
    suspend_endpoint,
)
from licensing.outbox.webhooks.keepers import list_kept_endpoints, may_keep_endpoint, may_stop_endpoint


class EndpointForm(SubjectForm):
    """A form of an act on an endpoint. `of_keepers` are those that only whoever answers for it carries out."""

    subject: Endpoint
    of_keepers: ClassVar[bool] = False

    def prepare(self) -> None:
        self.fields["reason"] = build_text_field(_("Reason"))

    def list_facts(self) -> list[tuple[str, Any]]:
        return [(_("Web address"), self.subject.url), (_("Account"), f"{self.subject.owner.name} · {self.subject.owner.email}")]


class SuspendEndpoint(EndpointForm):
    """Switching an endpoint off until somebody who answers for it switches it on again."""

    title = gettext_lazy("Switch a webhook off")
    lead = gettext_lazy("Nothing is sent there from now on. Who answers for it is told, and can switch it on again.")
    done = gettext_lazy("The webhook is switched off.")
    button = gettext_lazy("Switch it off")
    weight = "grave"

    def execute(self) -> None:
        suspend_endpoint(self.subject, self.user, **self.cleaned_data)


class ResumeEndpoint(EndpointForm):
    """Switching an endpoint on again."""

    title = gettext_lazy("Switch a webhook on again")
    lead = gettext_lazy("It is sent what it missed, and what happens from now on. Those who answer for it are told.")
    done = gettext_lazy("The webhook is switched on again.")
    button = gettext_lazy("Switch it on")
    of_keepers = True

    def prepare(self) -> None:
        """Nothing more is asked."""

    def execute(self) -> None:
        resume_endpoint(self.subject, self.user)


class EndEndpoint(EndpointForm):
    """Ending an endpoint for good."""

    title = gettext_lazy("End a webhook")
    lead = gettext_lazy("Its secret ends with it, and it does not come back. What was sent stays on record.")
    done = gettext_lazy("The webhook has ended.")
    button = gettext_lazy("End it")
    weight = "grave"

    def execute(self) -> None:
        end_endpoint(self.subject, self.user, **self.cleaned_data)


_ACTS: dict[str, type[EndpointForm]] = {"suspend": SuspendEndpoint, "resume": ResumeEndpoint, "end": EndEndpoint}


@admin.register(Endpoint)
class EndpointAdmin(OutboxAdmin):
    """Systems that want to be called. A new secret is shown once, to whoever made it, and is never read out again."""

    list_display = ("description", "url", "owner", "organisation", "failures", "held_until", "disabled_at", "disabled_because")
    list_select_related = ("owner", "organisation")
    fields = readonly_fields = (
        *("description", "url", "owner", "organisation", "kinds", "created_at"),
        *("secret_made_at", "secret_made_by", "former_until"),
        *("failures", "failing_since", "held_until", "disabled_at", "disabled_because", "ended_at"),
    )
    ordering = ("description",)
    change_form_before_template = "admin/licensing/record/about_endpoint.html"

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if super().has_view_permission(request, obj):
            return True
        person = get_person(request)
        return person.is_staff and person.is_active and list_kept_endpoints(person, at=now()).exists()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Endpoint]:
        if has_appointment(request, OUTBOX_VIEWERS):
            return Endpoint.objects.select_related("owner", "organisation", "secret_made_by")
        return list_kept_endpoints(get_person(request), at=now()).select_related("secret_made_by")

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> HttpResponse:
        endpoint, person, at = context["original"], get_person(request), now()
        extended = context | {
            "may_keep": may_keep_endpoint(endpoint, person, at=at),
            "may_stop": may_stop_endpoint(endpoint, person, at=at),
        }
        page: HttpResponse = super().render_change_form(request, extended, *args, **kwargs)
        return page

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        acts = [
            path(f"<uuid:endpoint_id>/{name}/", view(partial(self.act, form_class=form)), name=f"licensing_endpoint_{name}")
            for name, form in _ACTS.items()
        ]
        rotate = view(never_cache(self.rotate))
        return [
            path("<uuid:endpoint_id>/rotate-secret/", rotate, name="licensing_endpoint_rotate"),
            *acts,
            *super().get_urls(),
        ]

    def act(self, request: HttpRequest, endpoint_id: UUID, form_class: type[EndpointForm]) -> HttpResponse:
        """Switch an endpoint off or on, or end it; whoever may not finds no such page."""
        endpoint = self._get_endpoint(request, endpoint_id)
        may = may_keep_endpoint if form_class.of_keepers else may_stop_endpoint
        if not may(endpoint, get_person(request), at=now()):
            raise Http404
        return handle_command(
            request, partial(form_class, user=get_person(request), subject=endpoint, back=_get_endpoint_url(endpoint))
        )

    def rotate(self, request: HttpRequest, endpoint_id: UUID) -> HttpResponse:
        """Ask for how long the former secret signs too, then show the new one, this once, to who answers for the endpoint."""
        endpoint = self._get_endpoint(request, endpoint_id)
        if not may_keep_endpoint(endpoint, get_person(request), at=now()):
            raise Http404
        page = {
            **self.admin_site.each_context(request),
            "title": _("New secret"),
            "endpoint": endpoint,
            "signs_until": get_former_secret_end(endpoint),
            "hours": OFFERED_HOURS,
            "chosen": KEEP_HOURS,
            "back": _get_endpoint_url(endpoint),
            **(_rotate_endpoint_secret(request, endpoint) if request.method == "POST" else {}),
        }
        return TemplateResponse(request, "admin/licensing/record/rotate_secret.html", page, status=page.get("status", 200))

    def _get_endpoint(self, request: HttpRequest, endpoint_id: UUID) -> Endpoint:
        endpoint: Endpoint = self.get_shown(request, endpoint_id)
        return endpoint


def _rotate_endpoint_secret(request: HttpRequest, endpoint: Endpoint) -> dict[str, Any]:
    """What the page says after the press: the secret, or why there is none."""
    try:
        made = rotate_secret(endpoint, get_person(request), keep_hours=choose_hours(request.POST.get("keep_hours")))
    except Problem as problem:
        return {"problem": problem.first_sentence, "status": problem.status}
    return {"endpoint": made.endpoint, "secret": made.secret, "signs_until": made.endpoint.former_until}


def _get_endpoint_url(endpoint: Endpoint) -> str:
    return reverse("admin:licensing_endpoint_change", args=[endpoint.pk])
