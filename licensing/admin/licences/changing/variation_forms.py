"""Forms of a variation at the desk: proposed by an officer, and decided by a decider beside what it changes."""

from __future__ import annotations

from collections.abc import Sequence
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
from licensing.choices import Verb
from licensing.models import Licence
from licensing.models.licences.changing.variation import find_open_variation
from licensing.models.read_models.licences.shipment import load_granted_request
from licensing.models.read_models.licences.variations import list_changes
from licensing.policy.licences.counted import describe_quantity


class ProposeVariation(ActForm[Licence]):
    """Proposing another last day, less of lines or a little more. The holder is told and reads the reason."""

    verb = Verb.PROPOSE_VARIATION
    title = gettext_lazy("Propose a variation of the licence")
    lead = gettext_lazy(
        "A decider decides it. A line can be for a tenth more than was granted at most. "
        "The holder asks for another party or another route."
    )
    done = gettext_lazy("It is proposed. A decider decides it.")

    def prepare(self) -> None:
        self.fields["valid_until"] = build_date_field(_("Last day"))
        self.fields["valid_until"].initial = self.subject.valid_until
        self.lines = list(self.subject.lines.select_related("unit").order_by("number"))
        granted = load_granted_request(self.subject)
        for line in self.lines:
            name = find_quantity_field(f"quantities.{line.number}")
            words = {"line": f"{line.number}. {granted.name_line(line)}", "unit": line.unit.name}
            gone = describe_quantity(line.cleared, line.unit_id, line.unit.name)
            self.fields[name] = build_quantity_field(
                _("%(line)s, %(unit)s") % words, help_text=_("%(gone)s have left already.") % {"gone": gone}
            )
            self.fields[name].initial = line.authorised
        self.fields["reason"] = build_text_field(_("Reason"), help_text=_("The holder of the licence reads this."))

    def find_obstacles(self) -> Sequence[str]:
        return describe_refusal(find_asking_refusal(self.subject, self.user, by_holder=False))

    def find_field(self, path: str) -> str:
        return find_quantity_field(path)

    def execute(self) -> None:
        given = self.cleaned_data
        propose_variation(
            self.subject,
            self.user,
            reason=given["reason"],
            valid_until=given["valid_until"],
            quantities={line.number: given[find_quantity_field(f"quantities.{line.number}")] for line in self.lines},
            expected=given["expected"],
        )


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
