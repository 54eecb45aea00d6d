"""The conditions of a licence at the desk: how each stands at the gate, its records, and the ways to write on them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from licensing.admin.licences.record_forms import CONDITION_FORMS, RECORD_FORMS
from licensing.admin.requests.case_buttons import Button
from licensing.choices import ConditionStanding, EvidenceKind, Verb
from licensing.models import Licence
from licensing.models.read_models.licences.conditions import read_conditions
from licensing.models.read_models.licences.gate import Gate
from licensing.models.read_models.views import ConditionRecordView, DutyView, LicenceConditionView
from licensing.permissions import Actor
from licensing.policy.licences.customs.gate_rules import CAPS

_TONES = {ConditionStanding.MET: "good", ConditionStanding.OPEN: "warn", ConditionStanding.UNMET: "bad"}


def build_condition_rows(
    licence: Licence, gate: Gate | None, actor: Actor, due: Mapping[int, list[DutyView]]
) -> list[dict[str, Any]]:
    """Every condition with how it stands, what would meet it, and what this person may record; `due` are the days of each."""
    offered = set(licence.list_available_acts(actor))
    return [_build_condition_row(licence, gate, one, offered) for one in read_conditions(licence, gate, due)]


def _build_condition_row(licence: Licence, gate: Gate | None, one: LicenceConditionView, offered: set[Verb]) -> dict[str, Any]:
    rule = gate.rows[one["number"]].binding_rule if gate and one["number"] in gate.rows else None
    takes_records = rule is not None and rule.rule not in CAPS
    return {
        "condition": one,
        "tone": _TONES.get(one["standing"], ""),
        "records": [_build_record_row(licence, record, offered) for record in one["records"]],
        "buttons": _condition_buttons(licence, one, offered) if takes_records else [],
    }


def _condition_buttons(licence: Licence, one: LicenceConditionView, offered: set[Verb]) -> list[Button]:
    return [
        Button(
            verb,
            str(verb.label),
            reverse("admin:licensing_licence_condition_act", args=[licence.pk, one["number"], verb.value]),
        )
        for verb in (Verb(name) for name in CONDITION_FORMS)
        if verb in offered
    ]


def _build_record_row(licence: Licence, record: ConditionRecordView, offered: set[Verb]) -> dict[str, Any]:
    return {
        "record": record,
        "kind": EvidenceKind(record["kind"]).label,
        "buttons": [
            Button(
                verb,
                str(verb.label),
                reverse("admin:licensing_licence_record_act", args=[licence.pk, record["id"], verb.value]),
            )
            for verb in (Verb(name) for name in RECORD_FORMS)
            if verb in offered and record["in_effect"]
        ],
    }
