"""Whoever at the desk sees a case, also in an emergency, reads its receipt, its decision and its extract as papers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from licensing.acts.acting import now, to_local_day
from licensing.acts.people.rights.emergency import confirm_access, propose_access
from licensing.models import AgendaItem, Event, User
from licensing.policy.record.event_kinds import EventKind
from tests.admin.conftest import At, call_sitting, conclude_sitting, text_of
from tests.administrators import add_administrator
from tests.by_hand import by_hand
from tests.world import World


@pytest.mark.walk
def test_the_desk_reads_receipt_and_decision(world: World, at: At) -> None:
    case, filed, otto = world.granted(), world.filed(title="Only filed"), at(world.otto)

    def ask(one: object, kind: str) -> int:
        return otto.get(reverse("admin:licensing_case_paper", args=[one, kind])).status_code

    assert [ask(case.pk, "receipt"), ask(case.pk, "decision")] == [200, 200]
    assert [ask(filed.pk, "decision"), ask(filed.pk, "licence")] == [404, 404]
    assert otto.post(reverse("admin:licensing_case_paper", args=[case.pk, "receipt"])).status_code == 405


@pytest.mark.walk
def test_a_case_that_a_sitting_concluded_has_an_extract_from_the_minutes(world: World, at: At) -> None:
    case = world.before_government()
    conclude_sitting(world, case)
    extract = reverse("admin:licensing_case_paper", args=[case.pk, "minutes"])

    # Called since, and not concluded: the extract is still of the one before.
    later = call_sitting(world, title="Cabinet, next week", held_on=to_local_day(now()) + timedelta(days=7))
    AgendaItem.objects.create(sitting=later, number=1, case=case, outcome="grant")
    page = text_of(at(world.dora).get(reverse("admin:licensing_case_change", args=[case.pk])))
    file = at(world.dora).get(extract)
    alone = world.granted(title="Decided alone")
    missing = at(world.dora).get(reverse("admin:licensing_case_paper", args=[alone.pk, "minutes"]))

    assert "Extract from the minutes (PDF)" in page
    assert (file.status_code, file["Content-Type"]) == (200, "application/pdf")
    assert missing.status_code == 404


@pytest.mark.walk
def test_an_emergency_opens_the_extract_as_it_opens_the_case(world: World, at: At) -> None:
    case = world.before_government()
    conclude_sitting(world, case)
    with by_hand():
        ada, bea = add_administrator("ada"), add_administrator("bea")
        reader = User.objects.create_user("rosa@example.org", name="Rosa", is_staff=True)
    extract = reverse("admin:licensing_case_paper", args=[case.pk, "minutes"])

    closed = at(reader).get(extract)
    confirm_access(propose_access(ada, reader, reason="The register was attacked."), bea)
    opened = at(reader).get(extract)

    assert (closed.status_code, opened.status_code, opened["Content-Type"]) == (404, 200, "application/pdf")
    assert Event.objects.filter(kind=EventKind.CASE_OPENED_IN_EMERGENCY, case=case, actor=reader).count() == 1
