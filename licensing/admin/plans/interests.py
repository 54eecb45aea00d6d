"""Expressions of interest at the desk: what partners want before any request, answered and offered to by case officers."""

from __future__ import annotations

from functools import partial
from typing import Any, Final
from uuid import UUID

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from licensing.acts.acting import now, to_local_day
from licensing.acts.plans import interests as acts
from licensing.acts.plans.countries.wanted import read_projects_of_interest
from licensing.admin.forms.base import build_text_field
from licensing.admin.pages.cells import render_cell
from licensing.admin.pages.command_page import SubjectForm, handle_command
from licensing.admin.pages.inputs import parse_ids
from licensing.admin.pages.rights import RecordAdmin, find_reviewable_cases, get_actor, get_or_404, get_person, local_now
from licensing.admin.plans.offer_forms import OfferForm
from licensing.choices import InterestState, InterestStepKind, PlanState
from licensing.models import CountryPlan, Interest
from licensing.models.plans.interests import may_read_interests
from licensing.models.read_models.plans.interests import build_interest_log
from licensing.policy.plans.interests import OPEN_STATES, STEPS, WANTING_STATES

_TONES: Final = {
    InterestState.FILED: "warn",
    InterestState.ANSWERED: "busy",
    InterestState.OFFERED: "busy",
    InterestState.COUNTERED: "warn",
    InterestState.AGREED: "good",
    InterestState.DECLINED: "bad",
}


class AnswerForm(SubjectForm):
    """Answering without an offer."""

    subject: Interest
    title = gettext_lazy("Answer an expression of interest")
    lead = gettext_lazy("The partner reads the answer on its page. It promises nothing.")
    done = gettext_lazy("The answer is sent.")
    button = gettext_lazy("Send the answer")

    def prepare(self) -> None:
        self.fields["text"] = build_text_field(_("Answer"))

    def list_facts(self) -> list[tuple[str, Any]]:
        interest = self.subject
        return [(_("Reference"), interest.reference), (_("Partner organisation"), interest.organisation.name)]

    def execute(self) -> None:
        acts.answer_interest(self.subject, self.user, text=self.cleaned_data["text"])


class AgreeForm(AnswerForm):
    """Accepting the counter-offer of the partner."""

    title = gettext_lazy("Accept a counter-offer")
    lead = gettext_lazy("What was agreed is noted. It binds nobody before a request is granted.")
    done = gettext_lazy("The counter-offer is accepted.")
    button = gettext_lazy("Accept it")

    def prepare(self) -> None:
        """It asks for nothing but the press."""

    def execute(self) -> None:
        acts.accept_counter_offer(self.subject, self.user, expected=self.subject.revision)


class DeclineForm(AnswerForm):
    """Ending an interest for the state."""

    title = gettext_lazy("Decline an expression of interest")
    lead = gettext_lazy("The partner reads the reason. It can express an interest again.")
    done = gettext_lazy("The expression of interest is declined.")
    button = gettext_lazy("Decline it")

    def prepare(self) -> None:
        self.fields["reason"] = build_text_field(_("Why nothing comes of it"))

    def execute(self) -> None:
        acts.decline_interest(self.subject, self.user, reason=self.cleaned_data["reason"])


_FORMS: Final[tuple[tuple[str, type[SubjectForm]], ...]] = (
    ("answer", AnswerForm),
    ("offer", OfferForm),
    ("agree", AgreeForm),
    ("decline", DeclineForm),
)


@admin.register(Interest)
class InterestAdmin(RecordAdmin):
    """What partners want, newest first, for everybody who weighs requests; only the acts write it."""

    list_display = ("reference", "title", "organisation", "urgency", "state_badge", "filed")
    list_filter = ("state", "urgency")
    search_fields = ("reference", "title", "organisation__name")
    ordering = ("-filed_at",)
    list_before_template = "admin/licensing/plans/interests/about_interests.html"

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        person, actor = get_person(request), get_actor(request)
        return person.is_staff and person.is_active and may_read_interests(actor.appointments, actor.bodies)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Interest]:
        rows = Interest.objects.visible_to(get_person(request), on=to_local_day(local_now()))
        return rows.select_related("organisation__country", "keeper", "carried_from")

    def get_urls(self) -> list[URLPattern]:
        pages = [(name, self.admin_site.admin_view(partial(self._take_step, form_class=form))) for name, form in _FORMS]
        return [
            *(path(f"<uuid:interest_id>/{name}/", page, name=f"licensing_interest_{name}") for name, page in pages),
            *super().get_urls(),
        ]

    def _take_step(self, request: HttpRequest, interest_id: UUID, form_class: type[SubjectForm]) -> HttpResponse:
        interest = get_or_404(self.get_queryset(request), pk=interest_id)
        person = get_person(request)
        back = reverse("admin:licensing_interest_change", args=[interest.pk])
        may = acts.may_speak_for_state(person, at=now())
        form = partial(form_class, user=person, subject=interest, back=back)
        return handle_command(request, form, refusal="" if may else _("Only a case officer answers expressions of interest."))

    def render_record(self, request: HttpRequest, record_id: str) -> HttpResponse:
        """One interest with its log, and what a case officer may do with it now."""
        interest = get_or_404(self.get_queryset(request), pk__in=parse_ids(record_id))
        person, today = get_person(request), to_local_day(local_now())
        may = acts.may_speak_for_state(person, at=now())
        context = {
            **self.admin_site.each_context(request),
            "title": interest.title,
            "interest": interest,
            "badge": self.state_badge(interest),
            "opens_carried": find_reviewable_cases(request).filter(pk=interest.carried_from_id).exists(),
            "log": build_interest_log(interest),
            "projects": read_projects_of_interest(interest, person, today=today),
            "plan": self._find_plan(request, interest),
            "may_speak": may and interest.state in OPEN_STATES,
            "may_agree": may and interest.state == InterestState.COUNTERED,
            "may_answer": may and interest.state in STEPS[InterestStepKind.ANSWERED][0],
        }
        return TemplateResponse(request, "admin/licensing/plans/interests/interest.html", context)

    def _find_plan(self, request: HttpRequest, interest: Interest) -> CountryPlan | None:
        """The plan of its country into which this person may write a project made from it, or None."""
        if interest.state not in WANTING_STATES:
            return None
        plans = CountryPlan.objects.filter(state=PlanState.WORKING, country=interest.organisation.country_id)
        return plans.filter(group__body__in=get_actor(request).bodies, group__left_at__isnull=True).first()

    @display(description=gettext_lazy("Filed at"), ordering="filed_at")
    def filed(self, interest: Interest) -> SafeString:
        return render_cell("days/moment", moment=interest.filed_at)

    @display(description=gettext_lazy("State"), ordering="state")
    def state_badge(self, interest: Interest) -> SafeString:
        state = InterestState(interest.state)
        return render_cell("badge", label=state.label, tone=_TONES.get(state, "mute"))
