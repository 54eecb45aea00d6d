"""Forms of a variation at the desk: proposed by an officer, and decided by a decider beside what it changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.acts.licences.changing.refusals import find_asking_refusal, find_deciding_refusal
from licensing.acts.licences.changing.variation import grant_variation, propose_variation, refuse_variation
from licensing.admin.forms.base import (
    ActForm,
    build_date_field,
    build_quantity_field,
    build_text_field,
    describe_refusal,
    find_quantity_field,
    map_by_verb,
)
from licensing.admin.forms.licence import LicenceForm
from licensing.admin.licences.changing.varied_fields import build_leg_fields, build_party_fields, list_countries
from licensing.choices import Verb
from licensing.models import Licence
from licensing.models.licences.changing.variation import find_open_variation
from licensing.models.read_models.licences.shipment import load_granted_request
from licensing.models.read_models.licences.variations import list_changes
from licensing.models.requests.composition import read_filed_document
from licensing.policy.licences.counted import describe_quantity
from licensing.policy.licences.typed_changes import REPLACES_FIELD, find_typed_path, read_place, read_typed_rows


class ProposeVariation(ActForm[Licence]):
    """Proposing what a holder may ask for: another last day, less of lines or a little more, a party or the route.

    The holder is told and reads the reason.
    """

    verb = Verb.PROPOSE_VARIATION
    template = "admin/licensing/licences/propose_variation.html"
    title = gettext_lazy("Propose a variation of the licence")
    lead = gettext_lazy(
        "A decider decides it. A line can be for a tenth more than was granted at most. Another country of destination, "
        "other goods and a still larger quantity take a new request."
    )
    done = gettext_lazy("It is proposed. A decider decides it.")

    def prepare(self) -> None:
        self.fields["valid_until"] = build_date_field(_("Last day"))
        self.fields["valid_until"].initial = self.subject.valid_until
        self.lines = list(self.subject.lines.select_related("unit").order_by("number"))
        self._add_quantities()
        filed = read_filed_document(self.subject.case) or {}
        countries = list_countries()
        self.party = build_party_fields(filed, countries)
        self.legs = build_leg_fields(filed, self.data, countries)
        self.typed_route: dict[int, dict[str, Any]] = {}
        self.fields |= self.party
        for leg in self.legs.values():
            self.fields |= leg
        self.fields["reason"] = build_text_field(_("Reason"), help_text=_("The holder of the licence reads this."))

    def _add_quantities(self) -> None:
        granted = load_granted_request(self.subject)
        for line in self.lines:
            name = find_quantity_field(f"quantities.{line.number}")
            words = {"line": f"{line.number}. {granted.name_line(line)}", "unit": line.unit.name}
            gone = describe_quantity(line.cleared, line.unit_id, line.unit.name)
            self.fields[name] = build_quantity_field(
                _("%(line)s, %(unit)s") % words, help_text=_("%(gone)s have left already.") % {"gone": gone}
            )
            self.fields[name].initial = line.authorised

    def build_context(self) -> Mapping[str, Any]:
        legs = [{"number": number + 1, "fields": [self[name] for name in leg]} for number, leg in self.legs.items()]
        terms = ["valid_until", *(find_quantity_field(f"quantities.{line.number}") for line in self.lines)]
        return {
            "terms": [self[name] for name in terms],
            "party": [self[name] for name in self.party],
            "legs": legs,
            "party_open": self.is_bound and any(self[name].value() for name in self.party),
            "route_open": self.is_bound and any(self[name].errors for leg in self.legs.values() for name in leg),
        }

    def find_obstacles(self) -> Sequence[str]:
        return describe_refusal(find_asking_refusal(self.subject, self.user, by_holder=False))

    def find_field(self, path: str) -> str:
        if path.startswith(("parties.", "route.")):
            return find_typed_path(path, self.typed_route).replace(".", "-")
        return find_quantity_field(path)

    def execute(self) -> None:
        given = self.cleaned_data
        # Kept for the faults: each that is added takes what was typed out of the cleaned data.
        self.typed_route = self._read_rows("route")
        propose_variation(
            self.subject,
            self.user,
            reason=given["reason"],
            valid_until=given["valid_until"],
            quantities={line.number: given[find_quantity_field(f"quantities.{line.number}")] for line in self.lines},
            parties=list(self._read_rows("parties").values()),
            route=list(self.typed_route.values()),
            expected=given["expected"],
        )

    def _read_rows(self, section: str) -> dict[int, dict[str, Any]]:
        typed = {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}
        if REPLACES_FIELD in typed:
            typed[REPLACES_FIELD] = read_place(typed[REPLACES_FIELD])
        return read_typed_rows(section, typed)


class VariationForm(LicenceForm):
    """An act on the variation that waits, with what it changes beside it; not for the officer who proposed it."""

    act: ClassVar[Any]

    def find_obstacles(self) -> Sequence[str]:
        return describe_refusal(find_deciding_refusal(self.subject, self.user))

    def list_notes(self) -> Sequence[str]:
        found = find_open_variation(self.subject)
        if found is None:
            return []
        asked = _("Asked by %(who)s: %(reason)s") % {"who": found.asked_by.name, "reason": found.reason}
        lines = self.subject.lines.select_related("unit")
        return [asked, *map(str, list_changes(found, self.subject, lines))]


class GrantVariation(VariationForm):
    """Granting it: the licence goes on as its next version. The reason may stay empty."""

    verb = Verb.GRANT_VARIATION
    act = staticmethod(grant_variation)
    button_weight = "primary"
    title = gettext_lazy("Grant the variation of the licence")
    lead = gettext_lazy("The licence goes on as its next version, and customs goes by it at once. What was drawn stays drawn.")
    done = gettext_lazy("The licence is varied.")

    def prepare(self) -> None:
        super().prepare()
        self.fields["reason"].required = False


class RefuseVariation(VariationForm):
    """Refusing it, with the reason; the licence stays as it is."""

    verb = Verb.REFUSE_VARIATION
    act = staticmethod(refuse_variation)
    title = gettext_lazy("Refuse the variation of the licence")
    lead = gettext_lazy("The licence stays as it is.")
    done = gettext_lazy("The variation is refused.")


VARIATION_FORMS: Final = map_by_verb(ProposeVariation, GrantVariation, RefuseVariation)
