"""The form of a row of the decision table: its condition by fields, what it chooses and adds, and since when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.forms import BoundField
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from licensing.acts.acting import now, to_local_day
from licensing.acts.reference.decision_table import add_row, build_addition, build_replacement, supersede_row
from licensing.admin.forms.base import build_checkboxes, build_date_field, build_line_field, build_select_field
from licensing.admin.pages.inputs import TypedNumber
from licensing.admin.reference.routing_words import FACTS, FLAGS, get_flag_label
from licensing.admin.reference.trials.panel import TriedForm
from licensing.choices import CooperationForm, MtcrCategory, PartnerTier
from licensing.models import Body, CaseKind, ChangeSet, ControlEntry, Country, Procedure
from licensing.models.reference.texts import InAlphabet, TextIn
from licensing.policy.reference.governed import RowChange
from licensing.policy.reference.routing_rows import TRANSIT_CHOOSES_NOTHING
from licensing.policy.signoff.routing import PASSED_FACTS
from licensing.policy.signoff.row_conditions import LISTED_FACTS, ConditionFields, read_condition

Choices = Sequence[tuple[str, Any]]


@dataclass(frozen=True, slots=True)
class RowSubject:
    """What the form writes: a new row, one that supersedes `code`, or one that the draft brings already (`is_of_draft`)."""

    change_set: ChangeSet
    code: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    is_of_draft: bool = False

    @property
    def supersedes(self) -> bool:
        return bool(self.code) and not self.is_of_draft


@dataclass(frozen=True, slots=True)
class FactRow:
    """One fact of the condition on the page: its values to be chosen, and whether all but these are meant."""

    chosen: BoundField
    excepted: BoundField
    is_long: bool
    count: int


class RowForm(TriedForm):
    """A row of the decision table, written into a draft."""

    subject: RowSubject
    template = "admin/licensing/reference/routing/routing_row.html"
    lead = gettext_lazy(
        "The row applies to a case that meets every line of its condition; a line with nothing chosen asks nothing."
    )
    done = gettext_lazy("The row is in the draft. Nothing changes before a second policy officer has approved it.")
    button = gettext_lazy("Keep it in the draft")

    @property
    def title(self) -> str:
        return _("Change a row of the decision table") if self.subject.code else _("Add a row to the decision table")

    def get_hints(self) -> list[str]:
        if self.subject.supersedes:
            return [_("The row that is there ends, and this one takes its place; what it has decided stays explained by it.")]
        return []

    def prepare(self) -> None:
        values = self.subject.values
        condition = read_condition(values.get("when", {})) or ConditionFields()
        if not self.subject.code:
            self.fields["code"] = build_line_field(
                _("Code"),
                max_length=42,
                help_text=_("Letters, digits and -: it is kept with each case that the row decides."),
            )
        for fact, choices in _list_choices(condition).items():
            self._add_fact(fact, choices, condition)
        self._add_bounds(condition)
        self._add_consequences(values)
        for language, label in settings.LANGUAGES:
            self._add_reason(language, label, values)
        self.fields["valid_from"] = build_date_field(
            _("In force from"), help_text=_("Never before the change set itself comes into force.")
        )
        self.fields["valid_from"].initial = to_local_day(now()) if not self.subject.is_of_draft else values.get("valid_from")

    def _add_fact(self, fact: str, choices: Choices, condition: ConditionFields) -> None:
        named = list(condition.named.get(fact, ()))
        offered = {code for code, _name in choices}
        # A code that its list has no more stays in the condition until somebody takes it out.
        self.fields[fact] = build_checkboxes(FACTS[fact], [*choices, *((code, code) for code in named if code not in offered)])
        self.fields[fact].initial = named
        self.fields[f"{fact}_except"] = forms.BooleanField(label=_("All but these"), required=False)
        self.fields[f"{fact}_except"].initial = fact in condition.excepted

    def _add_bounds(self, condition: ConditionFields) -> None:
        for name, label, bound in (
            ("least", _("Value of at least, EUR"), condition.least),
            ("most", _("Value of at most, EUR"), condition.most),
        ):
            widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "dz-input dz-input-number"})
            self.fields[name] = TypedNumber(
                label=label, required=False, widget=widget, min_value=0, max_digits=18, decimal_places=2
            )
            self.fields[name].initial = bound

    def _add_consequences(self, values: Mapping[str, Any]) -> None:
        procedures = [("", _("None: it only adds bodies or flags")), *_list_procedures(self.subject.change_set)]
        self.fields["procedure_code"] = build_select_field(_("Procedure"), procedures, required=False)
        self.fields["extra_seats"] = build_checkboxes(_("Bodies that are heard besides"), _list_named(Body.objects.all()))
        flags = dict.fromkeys([*FLAGS, *values.get("flags", ())])
        self.fields["flags"] = build_checkboxes(_("Flags"), [(flag, get_flag_label(flag)) for flag in flags])
        self.fields["priority"] = forms.IntegerField(
            label=_("Priority"),
            help_text=_("Of the rows that name a procedure and apply, the one of the highest priority decides it."),
            min_value=0,
            max_value=32767,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "dz-input dz-input-number"}),
        )
        for name, default in (("procedure_code", ""), ("extra_seats", []), ("flags", []), ("priority", 100)):
            self.fields[name].initial = values.get(name, default)

    def _add_reason(self, language: str, label: Any, values: Mapping[str, Any]) -> None:
        with override(language):
            own_name = str(label)
        is_base = language in ("en", "uk")
        field_of = build_line_field(_("Because (%(language)s)") % {"language": own_name}, max_length=300, required=is_base)
        field_of.initial = values.get("reasons", {}).get(language, "")
        self.fields[f"because_{language}"] = field_of

    def list_facts_of_condition(self) -> list[FactRow]:
        """The lines of the condition, for the page; long lists are folded until something of them is chosen."""
        rows = []
        for fact in LISTED_FACTS:
            chosen = self[fact].value() or []
            # A field of a form has as many parts as boxes to tick.
            is_long = len(self[fact]) > 12
            rows.append(FactRow(self[fact], self[f"{fact}_except"], is_long, len(chosen)))
        return rows

    def list_reasons(self) -> list[BoundField]:
        """The fields of the reason, one for each language."""
        return [self[name] for name in self.fields if name.startswith("because_")]

    def clean(self) -> dict[str, Any]:
        """A row that does nothing, or whose bounds leave nothing between them, is refused beside the field."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        least, most = given.get("least"), given.get("most")
        if least is not None and most is not None and least > most:
            self.add_error("most", _("This is less than the value above, so the row would apply to no case."))
        if not any(given.get(name) for name in ("procedure_code", "extra_seats", "flags")):
            self.add_error("procedure_code", _("The row does nothing: choose a procedure, a body or a flag."))
        if given.get("procedure_code") and any(given.get(fact) for fact in PASSED_FACTS):
            self.add_error("procedure_code", str(TRANSIT_CHOOSES_NOTHING))
        return given

    def build_values(self) -> dict[str, Any]:
        """The row as a draft holds it."""
        given = self.cleaned_data
        condition = ConditionFields(
            named={fact: given[fact] for fact in LISTED_FACTS},
            excepted=frozenset(fact for fact in LISTED_FACTS if given[f"{fact}_except"]),
            least=given["least"],
            most=given["most"],
        )
        begins: date = given["valid_from"]
        return {
            **{name: given[name] for name in ("priority", "procedure_code", "extra_seats", "flags")},
            "when": condition.build(),
            "reasons": {code: given[f"because_{code}"] for code, _label in settings.LANGUAGES if given[f"because_{code}"]},
            "valid_from": begins.isoformat(),
            "retired_on": None,
        }

    def find_shown_draft(self) -> ChangeSet:
        return self.subject.change_set

    def list_changes(self) -> Sequence[RowChange]:
        subject, values = self.subject, self.build_values()
        if subject.supersedes:
            return build_replacement(subject.change_set, subject.code, values)[1]
        return build_addition(subject.code or self.cleaned_data["code"], values)

    def execute(self) -> None:
        subject, values = self.subject, self.build_values()
        if subject.supersedes:
            supersede_row(subject.change_set, self.user, code=subject.code, values=values)
        else:
            add_row(subject.change_set, self.user, code=subject.code or self.cleaned_data["code"], values=values)

    def find_field(self, path: str) -> str:
        """The field that a gap speaks of, whose path is list, row and column."""
        column = path.rpartition("/")[2].partition(".")[0]
        places = {"when": LISTED_FACTS[0], "reasons": "because_en"}
        return places.get(column, column)

    def get_next_url(self) -> str:
        return reverse("admin:licensing_routingrow_draft", args=[self.subject.change_set.pk])


def _list_choices(condition: ConditionFields) -> dict[str, Choices]:
    """What each fact of a condition may be, by the names that people have for it; what is named already stays."""
    entries = [(row.pk, f"{row.pk} {row.title}") for row in ControlEntry.objects.order_by("list", "code")]
    countries = _list_named(Country.objects.all())
    return {
        "kind": _list_named(CaseKind.objects.reviewed(named=condition.named.get("kind", ()))),
        "tier": PartnerTier.choices,
        "form": [*CooperationForm.choices, ("", _("none named"))],
        "country": countries,
        "destinations": countries,
        "transit": countries,
        "transit_tiers": PartnerTier.choices,
        "goods": entries,
        "mtcr": MtcrCategory.choices,
    }


def _list_named(rows: QuerySet[Any]) -> Choices:
    return [(row.pk, row.name) for row in rows.order_by(InAlphabet(TextIn("names")))]


def _list_procedures(change_set: ChangeSet) -> Choices:
    """Published procedures by name, and those that the same draft brings."""
    rows = Procedure.objects.filter(published_at__isnull=False).order_by("version")
    names = {row.code: row.name for row in rows}
    for line in change_set.lines.filter(list="procedures"):
        names.setdefault(line.key, str((line.after or {}).get("name_en", line.key)))
    return sorted(names.items(), key=lambda one: one[1])
