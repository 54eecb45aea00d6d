"""Preparing a measure of the state: written once by one policy officer, for another to publish or decline."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from licensing.acts.acting import database_now, lock_name, to_local_day, translate_database_errors
from licensing.acts.plans.measures.officers import record_measure, require_replaceable
from licensing.acts.reference.change_sets.officers import require_policy_officer
from licensing.choices import EURO, CooperationForm, PartyRole, PlaceRole
from licensing.errors import Gap, Invalid
from licensing.models import CaseKind, ControlEntry, Country, ItemFamily, Measure, Unit, User
from licensing.policy.exact import MOST_QUANTITY, count_decimals
from licensing.policy.input.guard import guard_texts
from licensing.policy.plans.measures.drafting import ExemptionDraft, MeasureDraft, complete_draft, find_draft_gaps
from licensing.policy.record.event_kinds import EventKind

# A quota of a value is stated to the cent.
_OF_EUROS: Final = 2


@guard_texts()
def prepare_measure(user: User, draft: MeasureDraft, *, supersedes: Measure | None = None) -> Measure:
    """Prepare a measure, or the next version of one in force. It stops nothing before another officer has published it.

    Raises NotAllowed for whoever is no policy officer; Invalid with each thing that is wrong; WrongState for a version of
    what does not hold.
    """
    with translate_database_errors(), transaction.atomic():
        at = database_now()
        require_policy_officer(user, at=at)
        draft = complete_draft(draft)
        if gaps := [*find_draft_gaps(draft, today=to_local_day(at)), *_find_unknown_codes(draft)]:
            raise Invalid(gaps[0].sentence, gaps=gaps)
        if supersedes is not None:
            require_replaceable(Measure.objects.get(pk=supersedes.pk), to_local_day(at))
        measure: Measure = Measure.objects.create(
            **_name_version(supersedes, year=to_local_day(at).year),
            kind=draft.kind,
            titles=_drop_empty(draft.titles),
            scope=draft.scope.as_data(),
            exemptions=[_serialize_exemption(one) for one in draft.exemptions],
            in_flight=draft.in_flight,
            percent=draft.percent,
            ceiling=draft.ceiling,
            unit=draft.unit,
            period=draft.period or "",
            tier=draft.tier,
            authority=draft.authority.strip(),
            document_no=draft.document_no.strip(),
            document_on=draft.document_on,
            valid_from=draft.valid_from,
            valid_until=draft.valid_until,
            reason=draft.reason.strip(),
            supersedes=supersedes,
            prepared_by=user,
            prepared_at=at,
        )
        record_measure(EventKind.MEASURE_PREPARED, measure, user, at, author=user.pk)
    return measure


def _find_unknown_codes(draft: MeasureDraft) -> Iterator[Gap]:
    scopes = {"scope": draft.scope} | {f"exemptions.{number}": one.scope for number, one in enumerate(draft.exemptions)}
    known = {
        "kinds": set(CaseKind.objects.values_list("pk", flat=True)),
        "forms": set(CooperationForm.values),
        "entries": set(ControlEntry.objects.values_list("pk", flat=True)),
        "families": set(ItemFamily.objects.values_list("pk", flat=True)),
        "countries": set(Country.objects.values_list("pk", flat=True)),
        "roles": {*PlaceRole.values, *PartyRole.values},
    }
    yield from _find_unit_gaps(draft)
    for place, scope in scopes.items():
        for name, codes in known.items():
            for code in sorted(scope.named[name] - codes):
                yield Gap("unknown", f"{place}.{name}", _("“%(code)s” is not on the list.") % {"code": code})


def _find_unit_gaps(draft: MeasureDraft) -> Iterator[Gap]:
    if not draft.unit:
        return
    unit = None if draft.unit == EURO else Unit.objects.filter(pk=draft.unit).first()
    if unit is None and draft.unit != EURO:
        yield Gap("unknown", "unit", _("“%(code)s” is not on the list.") % {"code": draft.unit})
        return
    decimals = unit.decimals if unit else _OF_EUROS
    if draft.ceiling is not None and (draft.ceiling >= MOST_QUANTITY or count_decimals(draft.ceiling) > decimals):
        sentence = _("In this unit a figure has at most %(decimals)d decimals and 15 digits before them.")
        yield Gap("invalid", "ceiling", sentence % {"decimals": decimals})


def _serialize_exemption(draft: ExemptionDraft) -> dict[str, Any]:
    return {
        "titles": _drop_empty(draft.titles),
        "authority": draft.authority.strip(),
        "scope": draft.scope.as_data(),
    }


def _drop_empty(texts: Any) -> dict[str, str]:
    return {language: text.strip() for language, text in texts.items() if text.strip()}


def _name_version(supersedes: Measure | None, *, year: int) -> dict[str, Any]:
    """The number of a new measure, or the next version of one; no two are named at once."""
    lock_name("number of a measure")
    if supersedes is None:
        numbers = Measure.objects.filter(code__startswith=f"M/{year}/").values_list("code", flat=True)
        last = max((int(code.rsplit("/", 1)[1]) for code in numbers), default=0)
        return {"code": f"M/{year}/{last + 1}", "version": 1}
    versions = Measure.objects.filter(code=supersedes.code).values_list("version", flat=True)
    return {"code": supersedes.code, "version": max(versions) + 1}
