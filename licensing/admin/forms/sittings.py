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
from licensing.acts.decisions.government import list_obstacles, list_proposed_conditions
from licensing.admin.forms.base import DoingForm, chosen, day, line, one_of, quantity, several, words
from licensing.admin.forms.conditions import (
    ConditionsField,
    Row,
    WithConditions,
    Written,
    library_rows,
    own_words,
    proposed_rows,
    with_authors,
)
from licensing.admin.pages.rights import local_now
from licensing.admin.requests.version_view import quantity_shown
from licensing.admin.signoff.ballot_view import outcomes_of
from licensing.choices import DecisionOutcome
from licensing.models import AgendaItem, Body, Case, Item, RefusalGround, Sitting, User
from licensing.policy.exact import format_decimal
from licensing.policy.licences.validity import add_months

ABSENT = "absent"


class SittingForm(DoingForm):
    """A form of a sitting. `hints` says what the person should know before they press."""

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

    def hints(self) -> Sequence[str]:
        return ()

    def context(self) -> Mapping[str, Any]:
        """What the page shows beside the fields."""
        return {}

    def leads_to(self) -> str:
        return reverse("admin:licensing_sitting_change", args=[self.sitting.pk])


class Call(SittingForm):
    title = gettext_lazy("Call a sitting")
    lead = gettext_lazy("The agenda and who is there come next. Nothing is decided before the sitting is concluded.")
    done = gettext_lazy("The sitting is called.")

    def prepare(self) -> None:
        bodies = sorted(((body.pk, body.name) for body in Body.objects.all()), key=lambda one: one[1])
        self.fields["body"] = chosen(_("Body that sits"), [("", _("Choose")), *bodies])
        self.fields["title"] = line(_("Title"), required=False, help_text=_("As it will stand on the minutes."))
        self.fields["held_on"] = day(_("Day"))
        self.fields["quorum"] = forms.IntegerField(
            label=_("Members who must be present"),
            min_value=0,
            max_value=500,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "dz-input dz-input-number"}),
        )
        self.fields["held_on"].initial = to_local_day(local_now())

    def carry_out(self) -> None:
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
        for body, people in sittings.list_eligible_members(self.sitting):
            there = recorded.pop(body.pk, None)
            self._offer(body, [*people, *([there.person] if there and there.person not in people else [])], there)
        for there in recorded.values():
            self._offer(there.body, [there.person], there)

    def _offer(self, body: Body, people: list[User], there: Any) -> None:
        name = f"body_{body.pk}"
        present = [(str(one.pk), _("%(name)s is there") % {"name": one.name}) for one in people]
        self.fields[name] = chosen(
            body.name, [("", _("Does not sit here")), *present, (ABSENT, _("Nobody came"))], required=False
        )
        if there is not None:
            self.fields[name].initial = str(there.person_id) if there.present else ABSENT
        self.offered[name] = (body, people)

    def carry_out(self) -> None:
        self.told = [name for name in self.offered if self.cleaned_data[name]]
        sittings.record_attendance(self.sitting, self.user, [self._member(name) for name in self.told])

    def _member(self, name: str) -> tuple[User, Body, bool]:
        body, people = self.offered[name]
        said = self.cleaned_data[name]
        if said == ABSENT:
            return people[0], body, False
        return next(one for one in people if str(one.pk) == said), body, True

    def place_of(self, path: str) -> str:
        """The act counts the members it was told; the page has a field for each body."""
        number = path.split(".")[1:2]
        return self.told[int(number[0])] if number and number[0].isdigit() else path


class Propose(SittingForm, WithConditions):
    """What is proposed for one case, in the words of the resolution."""

    lead = gettext_lazy("The sitting decides it when it is concluded. Until then this can be changed.")
    template = "admin/licensing/propose.html"

    def prepare(self) -> None:
        self.item: AgendaItem | None = self.sitting.agenda.filter(case=self.case).first()
        details: Mapping[str, Any] = self.item.details if self.item else {}
        proposals = [(one.value, one.label) for one in (DecisionOutcome.GRANT, DecisionOutcome.REFUSE)]
        self.fields["outcome"] = one_of(_("Proposal"), proposals)
        self.fields["outcome"].initial = self.item.outcome if self.item else DecisionOutcome.GRANT.value
        if self.case.kind.permit != "none":
            self.fields["valid_until"] = day(_("The licence holds until"), required=False)
            usual = add_months(to_local_day(local_now()), self.case.kind.validity_months)
            self.fields["valid_until"].initial = details.get("valid_until") or usual
        self._offer_quantities(details.get("quantities", {}))
        self._offer_conditions(details.get("conditions"))
        grounds = [(row.pk, f"{row.pk} · {row.text}") for row in RefusalGround.objects.order_by("pk")]
        self.fields["grounds"] = several(_("Grounds"), grounds, help_text=_("For a refusal."))
        self.fields["grounds"].initial = details.get("grounds", [])
        self.fields["reasons"] = words(
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

    def quantities(self) -> list[Any]:
        """The bound fields of the lines, for the template."""
        return [self[f"quantity_{item.number}"] for item in self.items]

    def hints(self) -> Sequence[str]:
        return hindrances_in_words(self.case)

    def context(self) -> Mapping[str, Any]:
        return {"outcomes": outcomes_of(self.case, now=local_now())}

    def place_of(self, path: str) -> str:
        parts = path.split(".")
        return f"quantity_{parts[1]}" if parts[0] == "quantities" and len(parts) > 1 else parts[0]

    def carry_out(self) -> None:
        act = sittings.update_proposal if self.item else sittings.put_on_agenda
        outcome = DecisionOutcome(self.cleaned_data["outcome"])
        details = self._of_refusal() if outcome == DecisionOutcome.REFUSE else self._of_grant()
        act(self.sitting, self.user, self.case, outcome=outcome, details=details)

    def sentence(self) -> str:
        return _("What is proposed for %(case)s is kept.") % {"case": self.case.reference}

    def _of_refusal(self) -> dict[str, Any]:
        return {"grounds": self.cleaned_data["grounds"], "reasons": self.cleaned_data["reasons"]}

    def _of_grant(self) -> dict[str, Any]:
        given = self.cleaned_data
        handed = list(with_authors(given["conditions"]))
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

    def _offer_quantities(self, said: Mapping[str, Any]) -> None:
        for item in self.items:
            field = quantity(item.name)
            field.initial = Decimal(format_decimal(Decimal(said.get(str(item.number), item.quantity))))
            about = {"most": quantity_shown(item.quantity), "unit": item.unit.name}
            field.help_text = _("of %(most)s %(unit)s asked for") % about
            self.fields[f"quantity_{item.number}"] = field

    def _offer_conditions(self, said: Sequence[Written] | None) -> None:
        names = {body.pk: body.short for body in Body.objects.all()}
        asked = proposed_rows(list_proposed_conditions(self.case), names)
        if said is not None:
            asked = [_as_chosen(row, said) for row in asked]
        originals = [row.original for row in asked]
        further = [one for one in said or () if _bare(one) not in originals]
        rows = [*asked, *library_rows(further)]
        self.fields["conditions"] = ConditionsField(rows, own=own_words(further), label=_("Conditions"))


class Conclude(SittingForm):
    title = gettext_lazy("Conclude the sitting")
    lead = gettext_lazy(
        "One resolution decides every case of the agenda, each by itself: one that fails a check stays undecided and says why, "
        "and the others stand. The minutes are kept and never change. This cannot be undone."
    )
    template = "admin/licensing/conclude.html"

    def prepare(self) -> None:
        self.fields["resolution_no"] = line(_("Number of the resolution"), max_length=60)
        self.fields["resolution_no"].initial = self.sitting.resolution_no

    @property
    def button(self) -> str:
        number = self.sitting.agenda.count()
        return ngettext("Conclude and decide %(number)d case", "Conclude and decide %(number)d cases", number) % {
            "number": number
        }

    def hints(self) -> Sequence[str]:
        if self.sitting.resolution_no:
            said = {"no": self.sitting.resolution_no}
            return [_("The conclusion under resolution %(no)s was interrupted. Conclude again: it goes on from there.") % said]
        return ()

    def carry_out(self) -> None:
        sittings.conclude_sitting(self.sitting, self.user, resolution_no=self.cleaned_data["resolution_no"])

    def sentence(self) -> str:
        return _("The sitting is concluded. What came of each case stands below.")


def hindrances_in_words(case: Case) -> list[str]:
    """What would keep the case from being granted if the sitting were concluded now."""
    return list_obstacles(case, at=local_now())


def _bare(written: Mapping[str, Any]) -> dict[str, Any]:
    return {name: written.get(name) for name in ("code", "parameters", "text")}


def _as_chosen(row: Row, said: Sequence[Written]) -> Row:
    return replace(row, chosen=any(_bare(one) == row.original for one in said))
