"""Reports that differ from the ledger at the desk: what each says otherwise, and the form that settles it by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.acts.licences.reports.settling import list_outcomes, settle_difference
from licensing.admin.forms.base import ActForm, build_radio_field, build_text_field, map_by_verb
from licensing.admin.requests.case_buttons import Button
from licensing.choices import DifferenceOutcome, LicenceState, Verb
from licensing.models import Licence, LicenceLine, ReportDifference
from licensing.permissions import Actor

_TONES: Final[Mapping[str, str]] = {"": "bad", DifferenceOutcome.SUSPENSION: "bad", DifferenceOutcome.RETURNED: "warn"}


class SettleDifference(ActForm[Licence]):
    """Settling a difference: an officer accepts what explains it, asks for a corrected report, or proposes a suspension."""

    verb = Verb.SETTLE_DIFFERENCE
    button_weight = "primary"
    title = gettext_lazy("Settle the difference")
    lead = gettext_lazy(
        "It is settled in your name and with the reason. If you ask for a corrected report, the holder is reminded of it. If"
        " you propose a suspension, nothing is suspended yet, but every case officer and decider is told."
    )
    done = gettext_lazy("The difference is settled.")
    template = "admin/licensing/licences/settle.html"

    def build_context(self) -> Mapping[str, Any]:
        return {"shown": build_difference_row(self.target, self.subject, self.subject.lines.select_related("unit"))}

    def prepare(self) -> None:
        self.waits = ReportDifference.objects.to_settle().filter(pk=self.target.pk).exists()
        choices = [(one.value, one.label) for one in list_outcomes(self.subject, self.target)]
        self.fields["outcome"] = build_radio_field(_("How it is settled"), choices)
        told = _("The holder of the licence reads this, unless a suspension is proposed.")
        self.fields["reason"] = build_text_field(_("Reason"), help_text=told)

    def find_obstacles(self) -> Sequence[str]:
        return [] if self.waits else [_("This difference is settled already.")]

    def list_notes(self) -> Sequence[str]:
        if not self.target.settled_as or not self.waits:
            return []
        told = {"who": self.target.settled_by.name, "reason": self.target.reason}
        return [
            _("%(who)s proposes to suspend the licence: %(reason)s") % told,
            _("Whoever agrees suspends the licence on its page; settled otherwise here, the proposal is dismissed."),
        ]

    def execute(self) -> None:
        given = self.cleaned_data
        settle_difference(
            self.subject,
            self.user,
            self.target.pk,
            outcome=DifferenceOutcome(given["outcome"]),
            reason=given["reason"],
            expected=given["expected"],
        )


DIFFERENCE_FORMS: Final = map_by_verb(SettleDifference)


def build_difference_rows(licence: Licence, actor: Actor, lines: Iterable[LicenceLine]) -> list[dict[str, Any]]:
    """Every difference under a licence, the oldest first, with what this person may do about it."""
    offered = licence.list_available_acts(actor)
    known = list(lines)
    rows = ReportDifference.objects.filter(licence=licence)
    waiting = set(rows.to_settle().values_list("pk", flat=True)) if Verb.SETTLE_DIFFERENCE in offered else set()
    return [build_difference_row(one, licence, known, may_settle=one.pk in waiting) for one in rows.for_lists()]


def build_difference_row(
    one: ReportDifference, licence: Licence, lines: Iterable[LicenceLine], *, may_settle: bool = False
) -> dict[str, Any]:
    """A difference with its lines in words."""
    units = {line.number: line.unit_id for line in lines}
    url = reverse("admin:licensing_licence_difference_act", args=[one.licence_id, one.pk, Verb.SETTLE_DIFFERENCE.value])
    return {
        "difference": one,
        "lines": [row | {"unit": units.get(row["line"], "")} for row in one.lines],
        "tone": _TONES.get(one.settled_as, "good"),
        "awaits_suspension": one.settled_as == DifferenceOutcome.SUSPENSION and licence.state == LicenceState.ISSUED,
        "buttons": [Button(Verb.SETTLE_DIFFERENCE, str(SettleDifference.title), url, weight="primary")] if may_settle else [],
    }
