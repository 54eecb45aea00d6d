"""Changes: every change set with what became of it, and the page of each, on which it is sent and settled."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, ClassVar
from uuid import UUID, uuid4

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from licensing.acts.acting import now, to_local_day
from licensing.acts.reference.change_sets.checking import find_gaps_of
from licensing.acts.reference.change_sets.drafting import OVER
from licensing.acts.reference.sheets import write_differences
from licensing.acts.reference.trial_runs import has_given_up
from licensing.admin.pages.cells import render_cell
from licensing.admin.pages.command_page import SubjectForm, handle_command
from licensing.admin.pages.downloads import build_sheet_response
from licensing.admin.pages.inputs import parse_ids
from licensing.admin.pages.rights import REFERENCE_EDITORS, RecordAdmin, get_or_404, get_person, has_appointment
from licensing.admin.reference.change_sets.conflict_words import build_conflict_views
from licensing.admin.reference.change_sets.drafts import get_set_url
from licensing.admin.reference.change_sets.governed_lists import get_list_name, list_pages
from licensing.admin.reference.change_sets.list_admin import may_propose, refuse_others
from licensing.admin.reference.change_sets.row_words import build_line_views, get_label
from licensing.admin.reference.change_sets.set_forms import (
    ApproveForm,
    DeclineForm,
    DraftAgainForm,
    DropForm,
    EditForm,
    OpenForm,
    SendForm,
    TakeForm,
    WithdrawForm,
    describe_moment,
    list_set_facts,
)
from licensing.admin.reference.trials.pages import ask_or_show_trial, show_trial_run, stop_trial_run
from licensing.admin.reference.trials.panel import build_panel
from licensing.admin.reference.trials.set_trials import list_stored_trials
from licensing.admin.signoff.simulate_rule import SIMULATION_USERS
from licensing.choices import ChangeSetState
from licensing.errors import Gap
from licensing.models import ChangeLine, ChangeSet, Event, Shipment
from licensing.policy.reference.changes import find_approver_refusal

TONES: Mapping[ChangeSetState, str] = {
    ChangeSetState.DRAFT: "",
    ChangeSetState.SENT: "busy",
    ChangeSetState.APPROVED: "busy",
    ChangeSetState.IN_FORCE: "good",
    ChangeSetState.DECLINED: "bad",
    ChangeSetState.WITHDRAWN: "",
    ChangeSetState.LAPSED: "",
}
_UNDER_WAY = (ChangeSetState.DRAFT, ChangeSetState.SENT, ChangeSetState.APPROVED)
_SHOWN_LINES = 100
_SHOWN_STEPS = 50


@admin.register(ChangeSet)
class ChangeSetAdmin(RecordAdmin):
    """Change sets are read by everybody at the desk; policy officers draft and settle them by acts."""

    viewers = None
    editors = REFERENCE_EDITORS
    list_display = ("title", "state_badge", "rows", "drafter", "when")
    list_filter = ("state",)
    search_fields = ("title", "reason")
    ordering = ("-drafted_at",)
    list_select_related: ClassVar[tuple[str, ...]] = ("drafted_by",)
    list_before_template = "admin/licensing/reference/change_sets/about_changes.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[ChangeSet]:
        return ChangeSet.objects.select_related("drafted_by", "settled_by").annotate(row_count=Count("lines"))

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        steps = {
            "edit": EditForm,
            "drop": DropForm,
            "take": TakeForm,
            "send": SendForm,
            "withdraw": WithdrawForm,
            "approve": ApproveForm,
            "decline": DeclineForm,
            "again": DraftAgainForm,
        }
        return [
            path("open/", view(self.open), name="licensing_changeset_open"),
            path("<uuid:set_id>/differences.csv", view(self.download), name="licensing_changeset_download"),
            path("<uuid:set_id>/try/", view(ask_or_show_trial), name="licensing_changeset_try"),
            path("trials/<uuid:run_id>/", view(show_trial_run), name="licensing_changeset_trial"),
            path("trials/<uuid:run_id>/stop/", view(stop_trial_run), name="licensing_changeset_trial_stop"),
            *(
                path(
                    f"<uuid:set_id>/{step}/", view(partial(self.take_step, form_class=form)), name=f"licensing_changeset_{step}"
                )
                for step, form in steps.items()
            ),
            *super().get_urls(),
        ]

    def open(self, request: HttpRequest) -> HttpResponse:
        refuse_others(request)
        back = reverse("admin:licensing_changeset_changelist")
        return handle_command(request, partial(OpenForm, user=get_person(request), back=back))

    def download(self, request: HttpRequest, set_id: UUID) -> HttpResponse:
        """Every row of a change set as a sheet, before and after."""
        one = self.get_shown(request, set_id)
        return build_sheet_response(write_differences(one.lines.order_by("list", "key")), f"change-set-{one.pk}.csv")

    def take_step(self, request: HttpRequest, set_id: UUID, form_class: type[SubjectForm]) -> HttpResponse:
        """Carry out one step of a change set: its words, its way to a second person, and what becomes of it."""
        refuse_others(request)
        one = get_or_404(self.get_queryset(request), pk=set_id)
        form = partial(form_class, user=get_person(request), subject=one, back=get_set_url(one))
        return handle_command(request, form, refusal=_find_step_refusal(request, one, form_class), of_two=True)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        counted = dict(ChangeSet.objects.values_list("state").annotate(number=Count("pk")))
        tiles = [(state.label, state.value, counted.get(state.value, 0)) for state in ChangeSetState]
        more = {"may_propose": may_propose(request), "tiles": tiles, "has_any": any(counted.values())}
        return super().changelist_view(request, more | (extra_context or {}))

    def render_record(self, request: HttpRequest, record_id: str) -> HttpResponse:
        """One change set: why, what changes, what it would have done, and the buttons of whoever goes on with it."""
        one = get_or_404(self.get_queryset(request), pk__in=parse_ids(record_id))
        lines = list(one.lines.order_by("pk"))
        # Of a draft without rows there is nothing to mend: its page says what comes next.
        gaps = _find_gaps(one) if lines and may_propose(request) else []
        may_try = has_appointment(request, SIMULATION_USERS)
        context = {
            **self.admin_site.each_context(request),
            "title": one.title,
            "change_set": one,
            "facts": list_set_facts(one),
            "tone": TONES[ChangeSetState(one.state)],
            **_choose_lines(request, lines, gaps),
            "line_count": len(lines),
            "all_lists": [] if lines else list_pages(),
            # Of an installation older than its releases the first one has digests alone.
            "is_known_by_digest": one.release == 1 and not lines and not Shipment.objects.filter(change_set=one).exists(),
            "gaps": _describe_set_gaps(gaps, lines),
            "conflicts": build_conflict_views(one.conflicts, lines),
            "steps": _list_steps(one),
            "trials": list_stored_trials(request, one),
            # Beside what is written in it; whoever settles it has it on the page on which they do.
            "panel": build_panel(request, one) if may_try and _shows_trial(one) else None,
            "key": uuid4(),
            **_list_buttons(request, one),
        }
        return TemplateResponse(request, "admin/licensing/reference/change_sets/change_set.html", context)

    @display(description=gettext_lazy("State"), ordering="state")
    def state_badge(self, one: ChangeSet) -> SafeString:
        state = ChangeSetState(one.state)
        return render_cell("badge", label=state.label, tone=TONES[state])

    @display(description=gettext_lazy("Rows"))
    def rows(self, one: Any) -> int:
        return int(one.row_count)

    @display(description=gettext_lazy("Drafted by"), ordering="drafted_by__name")
    def drafter(self, one: ChangeSet) -> str:
        return one.drafted_by.name if one.drafted_by else _("came with a version of Dozvil")

    @display(description=gettext_lazy("In force"), ordering="in_force_at")
    def when(self, one: ChangeSet) -> str:
        state = ChangeSetState(one.state)
        return "–" if state in OVER else describe_moment(one)


def _choose_lines(request: HttpRequest, lines: Sequence[ChangeLine], gaps: Sequence[Gap]) -> dict[str, Any]:
    """One page of the rows, of all lists or of the one that is asked for, and how many each list has."""
    counted = Counter(line.list for line in lines)
    chosen = request.GET.get("list", "")
    wanted = [line for line in lines if line.list == chosen] if chosen in counted else lines
    page = Paginator(wanted, _SHOWN_LINES).get_page(request.GET.get("page"))
    return {
        "lines": build_line_views(list(page.object_list), _sort_gaps(gaps)),
        "page_of_lines": page,
        "chosen_list": chosen if chosen in counted else "",
        "lists": [(code, get_list_name(code), number) for code, number in counted.items()],
    }


def _list_steps(one: ChangeSet) -> list[Event]:
    """What was done with a change set, as the chain has it, the last first."""
    # Without a case: the index of events begins with it.
    events = Event.objects.filter(case=None, data__change_set=str(one.pk))
    return list(events.select_related("actor").order_by("-number")[:_SHOWN_STEPS])


def _list_buttons(request: HttpRequest, one: ChangeSet) -> dict[str, Any]:
    """What this person may do with a change set now, and why not what they might look for."""
    person, state, may = get_person(request), ChangeSetState(one.state), may_propose(request)
    is_own = one.drafted_by_id in (None, person.pk)
    waits = may and state is ChangeSetState.SENT
    refusal = find_approver_refusal(approver=person.pk, drafter=one.drafted_by_id) if waits else None
    return {
        "may_edit": may and state is ChangeSetState.DRAFT and is_own,
        "may_try": state in _UNDER_WAY and has_appointment(request, SIMULATION_USERS),
        "may_settle": waits and refusal is None,
        "may_withdraw": may and state in _UNDER_WAY,
        "may_draft_again": may and state in OVER,
        "refusal": str(refusal) if refusal else "",
    }


def _shows_trial(one: ChangeSet) -> bool:
    """Whether the page shows the trial itself: of a draft, and where an approved one waits for a trial that keeps failing."""
    return one.state == ChangeSetState.DRAFT or has_given_up(one)


def _find_step_refusal(request: HttpRequest, one: ChangeSet, form_class: type[SubjectForm]) -> str:
    """Why this person may not settle a change set, before anything is typed; the act says the same."""
    if form_class not in (ApproveForm, DeclineForm) or one.state != ChangeSetState.SENT:
        return ""
    refusal = find_approver_refusal(approver=get_person(request).pk, drafter=one.drafted_by_id)
    return str(refusal) if refusal else ""


def _find_gaps(one: ChangeSet) -> list[Gap]:
    """Why a change set could not come into force now: of drafts and of those that wait, before anybody presses anything."""
    if one.state not in _UNDER_WAY:
        return []
    return find_gaps_of(one, on=to_local_day(one.in_force_from or now()))


def _sort_gaps(gaps: Sequence[Gap]) -> dict[tuple[str, str], list[str]]:
    """Sentences by the row of which they speak."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for gap in gaps:
        code, _slash, rest = gap.path.partition("/")
        key, _slash, column = rest.partition("/")
        found[code, key].append(f"{get_label(code, column)}: {gap.sentence}" if column else str(gap.sentence))
    return found


def _describe_set_gaps(gaps: Sequence[Gap], lines: Sequence[ChangeLine]) -> list[str]:
    """What speaks of the set and of no row that stands in it."""
    rows = {(line.list, line.key) for line in lines}
    return [sentence for row, sentences in _sort_gaps(gaps).items() if row not in rows for sentence in sentences]
