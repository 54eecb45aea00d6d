"""The conditions of a licence that are due on a day, as rows with what may be done about their evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse

from licensing.admin.forms.obligations import DUTY_FORMS, list_reported_lines
from licensing.admin.requests.case_buttons import Button
from licensing.choices import DutyState, LicenceState, Verb
from licensing.models import ConditionDuty, Licence
from licensing.permissions import Actor
from licensing.policy.licences.duties.consequences import choose_consequence

_EVIDENCE_ACTS: Final = (Verb.ACCEPT_EVIDENCE, Verb.RETURN_EVIDENCE)


def list_duties(licence: Licence) -> QuerySet[ConditionDuty]:
    """The conditions of a licence by their days, with what an act on one needs."""
    duties = ConditionDuty.objects.filter(condition__licence=licence).order_by("due_on", "condition__number")
    return duties.select_related("condition", "after", "document", "filed_by").prefetch_related("consequences__lifted_by")


def build_duty_rows(licence: Licence, actor: Actor, today: date) -> list[dict[str, Any]]:
    """Each condition with its day, and what this person may do about its evidence."""
    offered, units = licence.list_available_acts(actor), {line.number: line.unit_id for line in licence.lines.all()}
    return [_build_duty_row(one, licence, offered, today, units) for one in list_duties(licence)]


def _build_duty_row(
    duty: ConditionDuty, licence: Licence, offered: Sequence[Verb], today: date, units: Mapping[int, str]
) -> dict[str, Any]:
    """A condition with its day, and what may be done about its evidence."""
    followed = sorted(duty.consequences.all(), key=lambda one: one.began_at)
    wanted = set(_EVIDENCE_ACTS) if duty.state == DutyState.FILED else set[Verb]()
    if any(one.ended_at is None for one in followed):
        wanted.add(Verb.LIFT_CONSEQUENCE)
    overdue = duty.state == DutyState.OPEN and duty.due_on < today
    return {
        "duty": duty,
        "reported": list_reported_lines(duty, units),
        "overdue": overdue,
        "follows": choose_consequence(duty.condition.breach, LicenceState(licence.state)),
        "followed": followed,
        "tone": "bad" if overdue else {DutyState.FILED: "warn", DutyState.MET: "good"}.get(duty.state, ""),
        "buttons": [
            Button(
                verb,
                str(verb.label),
                reverse("admin:licensing_licence_duty_act", args=[licence.pk, duty.pk, verb.value]),
                weight=DUTY_FORMS[verb].button_weight,
            )
            for verb in offered
            if verb in wanted
        ],
    }
