"""Measures as tests bring them into force: prepared by Pol, published by a second policy officer."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from licensing.acts.acting import now, to_local_day
from licensing.acts.plans.measures.preparing import prepare_measure
from licensing.acts.plans.measures.settling import publish_measure
from licensing.choices import MeasureKind
from licensing.models import Measure, User
from licensing.policy.plans.measures.drafting import MeasureDraft
from licensing.policy.plans.measures.scope import Scope
from tests.by_hand import by_hand
from tests.change_sets import add_policy_officer
from tests.scenes import scene
from tests.world import World


def draft(**changed: Any) -> MeasureDraft:
    """A fit draft: a halt of reconnaissance UAVs from today on."""
    today = to_local_day(now())
    fit = MeasureDraft(
        MeasureKind.NEED_STOP,
        {"en": "Stop of UAVs", "uk": "Зупинення БпЛА"},
        Scope(entries=frozenset({"ML10"})),
        authority="Cabinet of Ministers",
        document_no="417",
        document_on=today - timedelta(days=1),
        valid_from=today,
        reason="Our own forces need them.",
    )
    return replace(fit, **changed)


@scene
def publish(world: World, **changed: Any) -> Measure:
    """Bring a measure into force."""
    return publish_measure(prepare_measure(world.pol, draft(**changed)), second_officer())


@scene
def second_officer() -> User:
    """Another policy officer than Pol."""
    with by_hand():
        return User.objects.filter(email="petra@example.org").first() or add_policy_officer("petra")
