"""What is proposed for one case of an agenda: a grant line by line with its conditions, or a refusal with its grounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.acts.acting import to_local_day
from licensing.acts.decisions import sittings
from licensing.acts.decisions.government import list_obstacles
from licensing.acts.decisions.resolutions import list_proposed_conditions
from licensing.admin.decisions.rulings import find_ruling_field, list_contested_rows, read_ruling_fields
from licensing.admin.forms.base import (
    build_checkboxes,
    build_date_field,
    build_quantity_field,
    build_radio_field,
    build_text_field,
)
from licensing.admin.forms.conditions import (
    ConditionData,
    ConditionRow,
    ConditionsField,
    QuantitiesForm,
    build_criteria_field,
    build_library_rows,
    build_proposed_rows,
    build_term_rows,
    join_own_words,
    list_ground_choices,
    split_by_author,
)
from licensing.admin.forms.sittings import SittingForm
from licensing.admin.pages.rights import local_now
from licensing.admin.plans.parents import INDICATIVE, build_ceilings_field
from licensing.admin.signoff.ballot_view import list_outcomes
from licensing.admin.supply.words import build_override_field, list_excess_notes
from licensing.choices import DecisionOutcome
from licensing.models import AgendaItem, Body, Case, Item
from licensing.policy.exact import format_decimal
from licensing.policy.licences.counted import describe_quantity
from licensing.policy.licences.validity import add_months


class Propose(SittingForm, QuantitiesForm):
    """What is proposed for one case, in the words of the resolution."""

    lead = gettext_lazy("The sitting decides it when it is concluded. Until then this can be changed.")
    template = "admin/licensing/decisions/propose.html"

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
        said = details.get("rulings", {})
        self.contested = list_contested_rows(self.case, said)
        for row in self.contested:
            row.add_fields(self.fields, said.get(str(row.number), {}))
        self.fields["grounds"] = build_checkboxes(_("Grounds"), list_ground_choices(self.case), help_text=_("For a refusal."))
        self.fields["grounds"].initial = details.get("grounds", [])
        if criteria := build_criteria_field(self.case, details.get("criteria", ())):
            self.fields["criteria"] = criteria
        self.fields["reasons"] = build_text_field(
            _("Reasons"),
            required=False,
            help_text=_("Needed when less is granted than was asked for, or against the recommendation of the ministries."),
        )
        self.fields["reasons"].initial = details.get("reasons", "")
        if self.case.is_drawn_on:
            self.fields["ceilings"] = build_ceilings_field(indicative=details.get("indicative") is True)
        if self.excess:
            self.fields["need_override"] = build_override_field(details.get("need_override", ""))

    @property
    def heading(self) -> str:
        return _("Change what is proposed") if self.item else _("Put on the agenda")

    @cached_property
    def items(self) -> list[Item]:
        return list(self.case.items.select_related("unit").order_by("number"))

    @cached_property
    def excess(self) -> Sequence[str]:
        """The lines of which less can be spared than is asked for."""
        return list_excess_notes(self.case, at=local_now())

    def get_hints(self) -> Sequence[str]:
        return [*list_grant_obstacles(self.case), *self.excess]

    def list_ruling_fields(self) -> list[Any]:
        """The bound fields of the conditions that were appealed against, for the template."""
        return [self[name] for name in self.fields if name.startswith("ruling_")]

    def build_context(self) -> Mapping[str, Any]:
        return {"outcomes": list_outcomes(self.case, now=local_now())}

    def find_field(self, path: str) -> str:
        return find_ruling_field(path)

    def execute(self) -> None:
        act = sittings.update_proposal if self.item else sittings.put_on_agenda
        outcome = DecisionOutcome(self.cleaned_data["outcome"])
        details = self._refusal_details() if outcome == DecisionOutcome.REFUSE else self._grant_details()
        act(self.sitting, self.user, self.case, outcome=outcome, details=details)

    def build_sentence(self) -> str:
        return _("What is proposed for %(case)s is kept.") % {"case": self.case.reference}

    def _refusal_details(self) -> dict[str, Any]:
        named = {"criteria": given} if (given := self.cleaned_data.get("criteria")) else {}
        return {"grounds": self.cleaned_data["grounds"], "reasons": self.cleaned_data["reasons"]} | named

    def _grant_details(self) -> dict[str, Any]:
        given = self.cleaned_data
        handed = list(split_by_author(given["conditions"]))
        self.handed = [key for key, _written in handed]
        less = {item.number: given[f"quantity_{item.number}"] for item in self.items}
        until = given.get("valid_until")
        override = given.get("need_override", "")
        words = ({"need_override": override} if override else {}) | (
            {"indicative": True} if given.get("ceilings") == INDICATIVE else {}
        )
        if self.contested:
            words |= {"rulings": {str(number): said for number, said in read_ruling_fields(self.contested, given)}}
        return words | {
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
            field = build_quantity_field(str(item.called))
            field.initial = Decimal(format_decimal(Decimal(said.get(str(item.number), item.quantity))))
            most = describe_quantity(item.quantity, item.unit_id, item.unit.name)
            field.help_text = _("of the %(most)s asked for") % {"most": most}
            self.fields[f"quantity_{item.number}"] = field

    def _add_conditions_field(self, said: Sequence[ConditionData] | None) -> None:
        names = {body.pk: body.short for body in Body.objects.all()}
        asked = build_proposed_rows(list_proposed_conditions(self.case), names)
        if said is not None:
            asked = [_mark_chosen(row, said) for row in asked]
        originals = [row.original for row in asked]
        further = [one for one in said or () if _without_authors(one) not in originals]
        called_for, others = build_term_rows(self.case, further, asked=originals)
        rows = [*asked, *called_for, *build_library_rows(self.case, others)]
        self.fields["conditions"] = ConditionsField(rows, own=join_own_words(further), label=_("Conditions"))


def list_grant_obstacles(case: Case) -> list[str]:
    """What would keep the case from being granted if the sitting were concluded now."""
    return list_obstacles(case, at=local_now())


def _without_authors(written: Mapping[str, Any]) -> dict[str, Any]:
    return {name: written.get(name) for name in ("code", "parameters", "text")}


def _mark_chosen(row: ConditionRow, said: Sequence[ConditionData]) -> ConditionRow:
    return replace(row, chosen=any(_without_authors(one) == row.original for one in said))
