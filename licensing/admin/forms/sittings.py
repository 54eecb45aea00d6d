"""Sittings at the desk: called, filled with cases and what is proposed for each, attended, concluded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from licensing.acts.acting import to_local_day
from licensing.acts.decisions import sittings
from licensing.acts.decisions.attendance import list_eligible_members
from licensing.acts.decisions.government import list_obstacles
from licensing.acts.decisions.resolutions import list_proposed_conditions
from licensing.admin.forms.base import (
    CommandForm,
    build_checkboxes,
    build_date_field,
    build_line_field,
    build_quantity_field,
    build_radio_field,
    build_select_field,
    build_text_field,
)
from licensing.admin.forms.conditions import (
    ConditionData,
    ConditionRow,
    ConditionsField,
    ConditionsForm,
    build_library_rows,
    build_proposed_rows,
    join_own_words,
    split_by_author,
)
from licensing.admin.pages.rights import local_now
from licensing.admin.requests.version_view import format_quantity
from licensing.admin.signoff.ballot_view import list_outcomes
from licensing.choices import DecisionOutcome
from licensing.models import AgendaItem, Body, Case, Item, RefusalGround, Sitting, User
from licensing.policy.exact import format_decimal
from licensing.policy.licences.validity import add_months

ABSENT = "absent"


class SittingForm(CommandForm):
    """A form of a sitting. `get_hints` says what the person should know before they press."""

    template: ClassVar[str] = "admin/licensing/sitting_form.html"

    def __init__(self, data: Any = None, *, user: User, sitting: Sitting | None = None, case: Case | None = None) -> None:
        self.user, self._sitting, self._case = user, sitting, case
        super().__init__(data, label_suffix="")
        self.prepare()

    @property
    def sitting(self) -> Sitting:
        assert self._sitting is not None
        return self._sitting

    @property
    def case(self) -> Case:
        assert self._case is not None
        return self._case

    @property
    def heading(self) -> str:
        """The title of the page."""
        return str(self.title)

    def prepare(self) -> None:
        """Fill in choices and first values."""

    def get_hints(self) -> Sequence[str]:
        return ()

    def build_context(self) -> Mapping[str, Any]:
        """What the page shows beside the fields."""
        return {}

    def get_next_url(self) -> str:
        return reverse("admin:licensing_sitting_change", args=[self.sitting.pk])


class Call(SittingForm):
    title = gettext_lazy("Call a sitting")
    lead = gettext_lazy("The agenda and who is there come next. Nothing is decided before the sitting is concluded.")
    done = gettext_lazy("The sitting is called.")

    def prepare(self) -> None:
        bodies = sorted(((body.pk, body.name) for body in Body.objects.all()), key=lambda one: one[1])
        self.fields["body"] = build_select_field(_("Body that sits"), [("", _("Choose")), *bodies])
        self.fields["title"] = build_line_field(_("Title"), required=False, help_text=_("As it will stand on the minutes."))
        self.fields["held_on"] = build_date_field(_("Day"))
        self.fields["quorum"] = forms.IntegerField(
            label=_("Members who must be present"),
            min_value=0,
            max_value=500,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "dz-input dz-input-number"}),
        )
        self.fields["held_on"].initial = to_local_day(local_now())

    def execute(self) -> None:
        given = self.cleaned_data
        self._sitting = sittings.call_sitting(
            self.user,
            body=Body.objects.get(pk=given["body"]),
            title=given["title"],
            held_on=given["held_on"],
            quorum=given["quorum"],
        )


class Attend(SittingForm):
    title = gettext_lazy("Record who is there")
    lead = gettext_lazy("Everybody with a mandate on the day of the sitting is offered. A body attends by one person.")
    done = gettext_lazy("The attendance is recorded.")
    template = "admin/licensing/attend.html"

    def prepare(self) -> None:
        recorded = {one.body_id: one for one in self.sitting.attendance.select_related("person", "body")}
        self.offered: dict[str, tuple[Body, list[User]]] = {}
        for body, people in list_eligible_members(self.sitting):
            there = recorded.pop(body.pk, None)
            self._add_member_field(body, [*people, *([there.person] if there and there.person not in people else [])], there)
        for there in recorded.values():
            self._add_member_field(there.body, [there.person], there)

    def _add_member_field(self, body: Body, people: list[User], there: Any) -> None:
        name = f"body_{body.pk}"
        present = [(str(one.pk), _("%(name)s is there") % {"name": one.name}) for one in people]
        self.fields[name] = build_select_field(
            body.name, [("", _("Does not sit here")), *present, (ABSENT, _("Nobody came"))], required=False
        )
        if there is not None:
            self.fields[name].initial = str(there.person_id) if there.present else ABSENT
        self.offered[name] = (body, people)

    def execute(self) -> None:
        self.recorded = [name for name in self.offered if self.cleaned_data[name]]
        sittings.record_attendance(self.sitting, self.user, [self._get_member(name) for name in self.recorded])

    def _get_member(self, name: str) -> tuple[User, Body, bool]:
        body, people = self.offered[name]
        said = self.cleaned_data[name]
        if said == ABSENT:
            return people[0], body, False
        return next(one for one in people if str(one.pk) == said), body, True

    def find_field(self, path: str) -> str:
        """The act numbers the members that were recorded; the page has a field for each body, also for one that is empty."""
        number = path.split(".")[1:2]
        return self.recorded[int(number[0])] if number and number[0].isdigit() else path


class Propose(SittingForm, ConditionsForm):
    """What is proposed for one case, in the words of the resolution."""

    lead = gettext_lazy("The sitting decides it when it is concluded. Until then this can be changed.")
    template = "admin/licensing/propose.html"

    def prepare(self) -> None:
        self.item: AgendaItem | None = self.sitting.agenda.filter(case=self.case).first()
        details: Mapping[str, Any] = self.item.details if self.item else {}
        proposals = [(one.value, one.label) for one in (DecisionOutcome.GRANT, DecisionOutcome.REFUSE)]
        self.fields["outcome"] = build_radio_field(_("Proposal"), proposals)
        self.fields["outcome"].initial = self.item.outcome if self.item else DecisionOutcome.GRANT.value
        if self.case.kind.permit != "none":
            self.fields["valid_until"] = build_date_field(_("The licence holds until"), required=False)
            usual = add_months(to_local_day(local_now()), self.case.kind.validity_months)
            self.fields["valid_until"].initial = details.get("valid_until") or usual
        self._add_quantity_fields(details.get("quantities", {}))
        self._add_conditions_field(details.get("conditions"))
        grounds = [(row.pk, f"{row.pk} · {row.text}") for row in RefusalGround.objects.order_by("pk")]
        self.fields["grounds"] = build_checkboxes(_("Grounds"), grounds, help_text=_("For a refusal."))
        self.fields["grounds"].initial = details.get("grounds", [])
        self.fields["reasons"] = build_text_field(
            _("Reasons"),
            required=False,
            help_text=_("Needed when less is granted than was asked for, or against the recommendation of the ministries."),
        )
        self.fields["reasons"].initial = details.get("reasons", "")

    @property
    def heading(self) -> str:
        return _("Change what is proposed") if self.item else _("Put on the agenda")

    @cached_property
    def items(self) -> list[Item]:
        return list(self.case.items.select_related("unit").order_by("number"))

    def list_quantity_fields(self) -> list[Any]:
        """The bound fields of the lines, for the template."""
        return [self[f"quantity_{item.number}"] for item in self.items]

    def get_hints(self) -> Sequence[str]:
        return list_grant_obstacles(self.case)

    def build_context(self) -> Mapping[str, Any]:
        return {"outcomes": list_outcomes(self.case, now=local_now())}

    def find_field(self, path: str) -> str:
        parts = path.split(".")
        return f"quantity_{parts[1]}" if parts[0] == "quantities" and len(parts) > 1 else parts[0]

    def execute(self) -> None:
        act = sittings.update_proposal if self.item else sittings.put_on_agenda
        outcome = DecisionOutcome(self.cleaned_data["outcome"])
        details = self._refusal_details() if outcome == DecisionOutcome.REFUSE else self._grant_details()
        act(self.sitting, self.user, self.case, outcome=outcome, details=details)

    def build_sentence(self) -> str:
        return _("What is proposed for %(case)s is kept.") % {"case": self.case.reference}

    def _refusal_details(self) -> dict[str, Any]:
        return {"grounds": self.cleaned_data["grounds"], "reasons": self.cleaned_data["reasons"]}

    def _grant_details(self) -> dict[str, Any]:
        given = self.cleaned_data
        handed = list(split_by_author(given["conditions"]))
        self.handed = [key for key, _written in handed]
        less = {item.number: given[f"quantity_{item.number}"] for item in self.items}
        until = given.get("valid_until")
        return {
            "reasons": given["reasons"],
            "valid_until": until.isoformat() if until else "",
            # Only what differs: a line that is granted whole stays whole when the request is amended.
            "quantities": {
                str(item.number): format_decimal(less[item.number]) for item in self.items if less[item.number] != item.quantity
            },
            "conditions": [written for _key, written in handed],
        }

    def _add_quantity_fields(self, said: Mapping[str, Any]) -> None:
        for item in self.items:
            field = build_quantity_field(item.name)
            field.initial = Decimal(format_decimal(Decimal(said.get(str(item.number), item.quantity))))
            about = {"most": format_quantity(item.quantity), "unit": item.unit.name}
            field.help_text = _("of %(most)s %(unit)s asked for") % about
            self.fields[f"quantity_{item.number}"] = field

    def _add_conditions_field(self, said: Sequence[ConditionData] | None) -> None:
        names = {body.pk: body.short for body in Body.objects.all()}
        asked = build_proposed_rows(list_proposed_conditions(self.case), names)
        if said is not None:
            asked = [_mark_chosen(row, said) for row in asked]
        originals = [row.original for row in asked]
        further = [one for one in said or () if _without_authors(one) not in originals]
        rows = [*asked, *build_library_rows(further)]
        self.fields["conditions"] = ConditionsField(rows, own=join_own_words(further), label=_("Conditions"))


class Conclude(SittingForm):
    title = gettext_lazy("Conclude the sitting")
    lead = gettext_lazy(
        "One resolution decides every case of the agenda, each by itself: one that fails a check stays undecided and says why, "
        "and the others stand. The minutes are kept and never change. This cannot be undone."
    )
    template = "admin/licensing/conclude.html"

    def prepare(self) -> None:
        self.fields["resolution_no"] = build_line_field(_("Number of the resolution"), max_length=60)
        self.fields["resolution_no"].initial = self.sitting.resolution_no

    @property
    def button(self) -> str:
        number = self.sitting.agenda.count()
        return ngettext("Conclude and decide %(number)d case", "Conclude and decide %(number)d cases", number) % {
            "number": number
        }

    def get_hints(self) -> Sequence[str]:
        if self.sitting.resolution_no:
            said = {"no": self.sitting.resolution_no}
            return [_("The conclusion under resolution %(no)s was interrupted. Conclude again: it goes on from there.") % said]
        return ()

    def execute(self) -> None:
        sittings.conclude_sitting(self.sitting, self.user, resolution_no=self.cleaned_data["resolution_no"])

    def build_sentence(self) -> str:
        return _("The sitting is concluded. What came of each case stands below.")


def list_grant_obstacles(case: Case) -> list[str]:
    """What would keep the case from being granted if the sitting were concluded now."""
    return list_obstacles(case, at=local_now())


def _without_authors(written: Mapping[str, Any]) -> dict[str, Any]:
    return {name: written.get(name) for name in ("code", "parameters", "text")}


def _mark_chosen(row: ConditionRow, said: Sequence[ConditionData]) -> ConditionRow:
    return replace(row, chosen=any(_without_authors(one) == row.original for one in said))
