"""The trials of a change set: as it was sent, as it is now for whoever approves it, and as it came into force."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from licensing.admin.pages.rights import find_reviewable_cases
from licensing.admin.reference.trials.panel import build_settling_panel
from licensing.admin.reference.trials.trial_view import TrialView, build_trial_view
from licensing.models import ChangeSet
from licensing.policy.reference.trials import Trial, compare_trials

_SHOWN_CASES = 50


@dataclass(frozen=True, slots=True)
class StoredTrial:
    """A trial that stays with a change set, and on which occasion it was made."""

    occasion: str
    anchor: str
    view: TrialView | None


@dataclass(frozen=True, slots=True)
class OtherCases:
    """Cases of which a later trial says something else: how many, and those that this reader may see."""

    what: str
    number: int
    references: Sequence[str]


def list_stored_trials(request: HttpRequest, one: ChangeSet) -> list[StoredTrial]:
    """The trials that stay with a change set, the last first; one that has found the same is shown once."""
    made = [
        (_("as it came into force"), "trial-released", one.released_trial),
        (_("as it was approved"), "trial-approved", one.approved_trial),
        (_("as it was sent"), "trial-sent", one.trial),
    ]
    known: set[str] = set()
    found = []
    for occasion, anchor, data in made:
        if data and (data.get("digest") or anchor) not in known:
            known.add(data.get("digest") or anchor)
            found.append(StoredTrial(occasion, anchor, build_trial_view(request, data)))
    return found


def describe_approval(request: HttpRequest, one: ChangeSet) -> dict[str, Any]:
    """What whoever approves a change set sees: a fresh trial, what of it is new since it was sent, and the trial of then."""
    panel = build_settling_panel(request, one)
    if panel is None or panel.trial is None or panel.is_outdated or not one.trial:
        return {"panel": panel}
    sent = Trial.from_data(one.trial)
    others = list(_list_others(request, sent, panel.trial.trial))
    return {"panel": panel, "others": others, "sent": build_trial_view(request, sent) if others else None}


def _list_others(request: HttpRequest, sent: Trial, now: Trial) -> Iterator[OtherCases]:
    found = compare_trials(sent, now)
    sides = [
        (_("would be treated otherwise, and would not have been"), found.added),
        (_("would have been treated otherwise, and would not any more"), found.gone),
        (_("would be treated otherwise in another way"), found.otherwise),
    ]
    for what, cases in sides:
        if cases:
            seen = find_reviewable_cases(request).filter(pk__in=[UUID(one) for one in cases]).order_by("reference")
            yield OtherCases(what, len(cases), [str(one.reference) for one in seen[:_SHOWN_CASES]])
