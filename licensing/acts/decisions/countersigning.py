"""A second decider's name under the government's decision; the licence does not wait for it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from licensing.acts.acting import acting
from licensing.choices import Verb
from licensing.errors import WrongState
from licensing.models import Case, Countersignature, User
from licensing.policy.record.digests import compute_digest
from licensing.policy.record.event_kinds import EventKind


def countersign_case(case: Case, user: User, *, expected: int | None = None) -> Countersignature:
    """Countersign the present decision. Raises ConflictOfDuties for whoever had any other part in the case."""
    with acting(case, user, Verb.COUNTERSIGN, expected=expected) as act:
        act.perform()
        decision = act.case.decision
        if decision is None or is_countersigned(act.case):
            raise WrongState(_("The decision is countersigned already."))
        countersignature = Countersignature(decision=decision, person=user, countersigned_at=act.now)
        countersignature.digest = compute_digest(countersignature.as_signed_data())
        countersignature.save(force_insert=True)
        act.record(
            EventKind.DECISION_COUNTERSIGNED,
            decision=str(decision.pk),
            countersignature=str(countersignature.pk),
            digest=countersignature.digest,
        )
    return countersignature


def is_countersigned(case: Case) -> bool:
    """Whether the present decision is countersigned; one that was appealed against does not count."""
    return Countersignature.objects.filter(decision=case.decision_id).exists()
