"""Sittings at the desk: called, attended, concluded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from licensing.acts.acting import to_local_day
from licensing.acts.decisions import sittings
from licensing.acts.decisions.attendance import list_eligible_members
from licensing.admin.forms.base import (
    CommandForm,
    build_date_field,
    build_line_field,
    build_select_field,
)
from licensing.admin.pages.rights import local_now
from licensing.admin.people.rights.away import list_before_a_sitting
from licensing.models import Body, Case, Sitting, User
from licensing.models.reference.texts import InAlphabet, TextIn

ABSENT = "absent"


class SittingForm(CommandForm):
    """A form of a sitting. `get_hints` says what the person should know before they press."""

    template: ClassVar[str] = "admin/licensing/decisions/sittings/sitting_form.html"

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
    """Calling a sitting of a body for a day, with the number of members that must be present."""

    title = gettext_lazy("Call a sitting")
    lead = gettext_lazy("The agenda and who is there come next. Nothing is decided before the sitting is concluded.")
    done = gettext_lazy("The sitting is called.")

    def prepare(self) -> None:
        bodies = [(body.pk, body.name) for body in Body.objects.order_by(InAlphabet(TextIn("names")))]
        self.fields["body"] = build_select_field(_("Body that sits"), [("", _("Choose")), *bodies])
        self.fields["title"] = build_line_field(_("Title"), required=False, help_text=_("As it will stand on the minutes."))
        self.fields["held_on"] = build_date_field(_("Day"))
        self.fields["quorum"] = forms.IntegerField(
            label=_("Members who must be present"),
            help_text=_("Only if they are more than the procedures of the cases ask for."),
            min_value=0,
            max_value=500,
            initial=1,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "dz-input dz-input-number"}),
        )
        self.fields["held_on"].initial = to_local_day(local_now())

    def get_hints(self) -> Sequence[str]:
        return list_before_a_sitting(to_local_day(local_now()))

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
    """Who is present. Somebody recorded before stays on offer, also when their mandate has ended since."""

    title = gettext_lazy("Record who is there")
    lead = gettext_lazy(
        "Everybody with a mandate on the day of the sitting is offered. A body attends by one person. Each of them confirms it "
        "for themselves; only they count towards the quorum."
    )
    done = gettext_lazy("The attendance is recorded.")
    template = "admin/licensing/decisions/sittings/attend.html"

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


class ConfirmAttendance(SittingForm):
    """A member's own word that they attend; nobody gives it for somebody else."""

    title = gettext_lazy("Confirm that you attend")
    lead = gettext_lazy("You are on the list as present. Your confirmation counts towards the quorum and stays.")
    done = gettext_lazy("Your attendance is confirmed.")

    def execute(self) -> None:
        sittings.confirm_attendance(self.sitting, self.user)

    def get_next_url(self) -> str:
        return reverse("admin:index")


class Conclude(SittingForm):
    """Deciding all cases of the agenda under one resolution; after an interruption it continues under the same number."""

    title = gettext_lazy("Conclude the sitting")
    lead = gettext_lazy(
        "One resolution decides every case of the agenda, each by itself: one that fails a check stays undecided and says why, "
        "and the others stand. The minutes are kept and never change. This cannot be undone."
    )
    template = "admin/licensing/decisions/sittings/conclude.html"

    def prepare(self) -> None:
        self.fields["resolution_no"] = build_line_field(_("Number of the resolution"), max_length=60)
        self.fields["resolution_no"].initial = self.sitting.resolution_no

    @property
    def button(self) -> str:
        """The words of the button, which say how many cases one press decides."""
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
