"""What requests draw on, as a decider grants, suspends, ends and reduces it."""

from __future__ import annotations

from typing import Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.acts.plans.parents.changing import Reduction, amend_authorisation
from licensing.admin.forms.base import ActForm, build_quantity_field, build_radio_field, build_select_field, build_text_field
from licensing.choices import ParentChange, Verb
from licensing.models import Case, ParentCeiling
from licensing.models.plans.parents import find_parent_of

INDICATIVE: Final = "indicative"


class AmendAuthorisation(ActForm[Case]):
    """Suspending, reinstating, ending or reducing an authorisation; open requests under it stop at once."""

    verb = Verb.AMEND_AUTHORISATION
    title = gettext_lazy("Change the authorisation")
    lead = gettext_lazy(
        "Open requests that draw on it stop while it does not hold, and say why. What was granted under it stays granted."
    )
    done = gettext_lazy("The authorisation is changed.")
    button_weight = "grave"

    def prepare(self) -> None:
        self.fields["change"] = build_radio_field(_("What is to be done"), ParentChange.choices)
        self.fields["ceiling"] = build_select_field(
            _("Ceiling"), [("", "—"), *self._list_choices()], required=False, help_text=_("Only to reduce it.")
        )
        self.fields["quantity"] = build_quantity_field(_("New quantity"), required=False)
        self.fields["value"] = build_quantity_field(_("New value"), required=False)
        self.fields["reason"] = build_text_field(_("Reason"), help_text=_("The holder reads this."))

    def execute(self) -> None:
        given = self.cleaned_data
        amend_authorisation(
            self.subject,
            self.user,
            ParentChange(given["change"]),
            reason=given["reason"],
            reductions=self._read_reductions(),
            expected=given["expected"],
        )

    def find_field(self, path: str) -> str:
        """Of a reduction the figure that cannot be."""
        place = path.rpartition(".")[2]
        return place if place in ("quantity", "value", "reason") else "ceiling"

    def _list_choices(self) -> list[tuple[str, str]]:
        parent = find_parent_of(self.subject.pk)
        rows = parent.ceilings.in_order() if parent else []
        return [
            (f"{row.line or ''}/{row.year or ''}", name_ceiling(row))
            for row in rows
            if row.quantity is not None or row.value is not None
        ]

    def _read_reductions(self) -> list[Reduction]:
        given = self.cleaned_data
        if not given.get("ceiling"):
            return []
        line, _slash, year = given["ceiling"].partition("/")
        return [Reduction(int(line) if line else None, int(year) if year else None, given["quantity"], given["value"])]


def name_ceiling(row: ParentCeiling) -> str:
    """What a ceiling is of: its line with its goods, and its year."""
    where = _("Line %(line)d") % {"line": row.line} if row.line else _("All lines")
    if row.name:
        where = f"{where}: {row.name}"
    return f"{where}, " + (_("year %(year)d") % {"year": row.year} if row.year else _("the whole time"))


def build_ceilings_field(*, indicative: bool = False) -> forms.ChoiceField:
    """Binding unless said otherwise."""
    choices = [
        ("binding", _("They bind: no request may go beyond them")),
        (INDICATIVE, _("They are indicative: what goes beyond them is told, and stops nothing")),
    ]
    field = build_radio_field(_("Volumes and values for the requests under it"), choices)
    field.initial = INDICATIVE if indicative else "binding"
    return field
