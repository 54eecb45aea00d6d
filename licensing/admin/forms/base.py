"""What every form of an act shares: the revision it was opened on, a key against a double click, errors in their place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar, Generic, TypeVar
from uuid import uuid4

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from licensing.admin.pages.inputs import DayInput, TypedNumber, TypedText
from licensing.choices import Verb
from licensing.errors import Problem
from licensing.models import Case, Licence, User
from licensing.permissions import Actor

S = TypeVar("S", Case, Licence)


class CommandForm(forms.Form):
    """A form that calls an act, and says what the act refused where the person can mend it."""

    title: ClassVar[Any] = ""
    lead: ClassVar[Any] = ""
    done: ClassVar[Any] = ""
    weight: ClassVar[str] = "primary"

    def execute(self) -> None:
        raise NotImplementedError

    def build_sentence(self) -> str:
        """What has been done, for the person who did it."""
        return str(self.done)

    def get_next_url(self) -> str:
        """Where the person goes when it is done."""
        raise NotImplementedError

    def add_problem(self, problem: Problem) -> None:
        """Put what the act refused where the person can mend it."""
        if not problem.gaps:
            self.add_error(None, str(problem.sentence))
        for gap in problem.gaps:
            place = self.find_field(gap.path)
            self.add_error(place if place in self.fields else None, str(gap.sentence))

    def find_field(self, path: str) -> str:
        """The field that a gap of the act speaks of."""
        return path.partition(".")[0]


class ActForm(CommandForm, Generic[S]):
    """A form that carries out one act on a case or on a licence."""

    verb: ClassVar[Verb]
    # How the button that leads here stands out on its page: primary, grave, or like the others.
    button_weight: ClassVar[str] = ""
    template: ClassVar[str] = "admin/licensing/pages/act.html"

    # What the person saw when they opened the form; the act compares it with what is there when it locks the row.
    expected = forms.IntegerField(required=False, widget=forms.HiddenInput)
    # The last event at that moment: after a refusal the page lists whatever happened since.
    since = forms.IntegerField(required=False, widget=forms.HiddenInput)
    # A double click sends the form twice under one key; the act is executed once and the answer repeated.
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        subject: S,
        user: User,
        actor: Actor,
        now: datetime,
        target: Any = None,
    ) -> None:
        self.subject: S = subject
        self.user, self.actor, self.now, self.target = user, actor, now, target
        super().__init__(data, label_suffix="")
        self.prepare()

    def prepare(self) -> None:
        """Fill in choices and first values from the subject."""

    def find_obstacles(self) -> Sequence[str]:
        """Why the act cannot be carried out now, to be read before anything is typed; empty when it can."""
        return ()

    def list_notes(self) -> Sequence[str]:
        """What the person should know before they confirm."""
        return ()

    def build_context(self) -> Mapping[str, Any]:
        """What the page shows beside the fields."""
        return {}

    def get_next_url(self) -> str:
        """Where the person goes when it is done: back to what they acted on."""
        return reverse(f"admin:licensing_{self.subject._meta.model_name}_change", args=[self.subject.pk])

    def reload_subject(self, subject: S) -> None:
        """Take the subject as it is now; what was typed stays."""
        self.subject = subject

    def build_hidden_values(self, last_event: int) -> dict[str, Any]:
        """The hidden values of a freshly shown form.

        They never come from what was posted: a refused form that kept its old revision could never be sent successfully.
        """
        return {"expected": self.subject.revision, "since": last_event, "key": uuid4()}


def describe_refusal(refusal: Problem | None) -> Sequence[str]:
    """Why an act would be refused, as what stands in its way before anything is typed."""
    return [str(refusal.sentence)] if refusal else []


def map_by_verb(*forms: type[ActForm[Any]]) -> Mapping[str, type[ActForm[Any]]]:
    """Forms by the verb that each carries out, in the order in which their buttons stand."""
    return {form.verb: form for form in forms}


class PlainSelect(UnfoldAdminSelectWidget):
    """A list to choose one from, in the look of the desk."""


def build_text_field(
    label: Any, *, required: bool = True, rows: int = 4, help_text: Any = "", max_length: int = 8000
) -> forms.CharField:
    """A field for a few sentences."""
    widget = UnfoldAdminTextareaWidget(attrs={"rows": rows})
    return TypedText(label=label, required=required, widget=widget, help_text=help_text, max_length=max_length)


def build_line_field(label: Any, *, required: bool = True, help_text: Any = "", max_length: int = 200) -> forms.CharField:
    """A field for one line of text, such as a number or a title."""
    return TypedText(
        label=label, required=required, widget=UnfoldAdminTextInputWidget(), help_text=help_text, max_length=max_length
    )


def build_date_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    """A field for a day. Browsers send a picked day as YYYY-MM-DD in every language, so no other format is read."""
    formats = ["%Y-%m-%d"]
    return forms.DateField(label=label, required=required, widget=DayInput(), help_text=help_text, input_formats=formats)


def build_quantity_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DecimalField:
    """A field for a quantity in the unit of its line, up to three decimals, in any notation that has one reading."""
    widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "dz-input dz-input-number"})
    return TypedNumber(
        label=label,
        required=required,
        widget=widget,
        max_digits=18,
        decimal_places=3,
        help_text=help_text,
    )


def build_checkboxes(label: Any, choices: Sequence[tuple[str, str]], *, help_text: Any = "") -> forms.MultipleChoiceField:
    """Any number of a list, each with its text in full."""
    widget = forms.CheckboxSelectMultiple(attrs={"class": "dz-check"})
    return forms.MultipleChoiceField(label=label, choices=choices, required=False, widget=widget, help_text=help_text)


def build_radio_field(label: Any, choices: Any, *, required: bool = True, help_text: Any = "") -> forms.ChoiceField:
    """One of a short list, all of it in sight."""
    widget = forms.RadioSelect(attrs={"class": "dz-radio"})
    return forms.ChoiceField(label=label, choices=choices, required=required, widget=widget, help_text=help_text)


def build_select_field(label: Any, choices: Any, *, required: bool = True, help_text: Any = "") -> forms.ChoiceField:
    """One of a list that is too long to have all of it in sight."""
    return forms.ChoiceField(label=label, choices=choices, required=required, widget=PlainSelect(), help_text=help_text)


NOTHING_CHOSEN = ("", _("Nothing in particular"))


def find_quantity_field(path: str) -> str:
    """The field for what an act says: it names a line as `quantities.2`, and the form has a field `quantity_2` for it."""
    parts = path.split(".")
    return f"quantity_{parts[1]}" if parts[0] == "quantities" and len(parts) > 1 else parts[0]
