"""A procedure made up by a test: its own stages, under which the cases of the test go."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from licensing.acts.acting import at_time, now
from licensing.acts.decisions import government
from licensing.acts.licences.licence import revoke_licence
from licensing.acts.reference.procedures import store_procedure
from licensing.models import Appointment, Case, Licence, Mandate, Procedure, RoutingRow, User
from licensing.policy.record.digests import compute_digest
from tests.by_hand import by_hand
from tests.scenes import scene
from tests.world import ALWAYS, World, resolution

DAYS = {"amount": 20, "unit": "calendar"}
MINISTRIES: dict[str, Any] = {
    "code": "ministries",
    "name_en": "Ministries",
    "name_uk": "Міністерства",
    "deadline": DAYS,
    "rule": {"kind": "majority_cast"},
    "seats": [{"body": "MOD"}, {"body": "GS"}, {"body": "MFA"}],
}
GOVERNMENT: dict[str, Any] = {
    "code": "government",
    "name_en": "Government",
    "name_uk": "Уряд",
    "government": True,
    "deadline": DAYS,
    "rule": {"kind": "consensus"},
}
APPEAL = GOVERNMENT | {"code": "appeal", "name_en": "Appeal", "name_uk": "Скарга", "only_when_referred": True}
THIRTY_DAYS = {"to": "appeal", "triggers": ["appeal"], "within": {"amount": 30, "unit": "calendar"}}


@scene
def use_procedure(*stages: dict[str, Any], **more: Any) -> None:
    """Let the cases of the tests take a procedure of these stages; named by what it says, since nothing unpublishes one."""
    code = f"trial-{compute_digest([stages, more])[:12]}"
    with by_hand():
        RoutingRow.objects.filter(code="tests").update(procedure_code=code)
    if Procedure.objects.filter(code=code).exists():
        return
    document = {
        "code": code,
        "version": 1,
        "valid_from": "2024-01-01",
        "name_en": "Trial",
        "name_uk": "Спроба",
        "calendar": "UA",
        "term": {"amount": 45},
        "stages": list(stages),
    }
    with by_hand():
        store_procedure(document | more)


@scene
def make_refused_case(world: World) -> Case:
    use_procedure(MINISTRIES, GOVERNMENT | {"escalation": THIRTY_DAYS}, APPEAL)
    case = world.before_government()
    government.refuse_case(case, world.dora, resolution(grounds=["R10"]))
    return Case.objects.get(pk=case.pk)


@scene
def make_overdue_case(world: World, *stages: dict[str, Any], on_limit: str = "alert") -> Case:
    """A case in its first stage, in which nobody has spoken, five days after its legal limit has passed."""
    use_procedure(*(stages or (MINISTRIES, GOVERNMENT)), on_limit=on_limit)
    with at_time(now() - timedelta(days=51)):
        return world.with_need()


@scene
def make_case_granted_in_part(world: World) -> Case:
    """30 of 40 of the first item, and none of the second, in force as a licence."""
    use_procedure(MINISTRIES, GOVERNMENT | {"escalation": THIRTY_DAYS}, APPEAL)
    case = world.before_government()
    quantities = {1: Decimal(30), 2: Decimal(0)}
    government.grant_case(case, world.dora, resolution(quantities=quantities, reasons="Own need."))
    return Case.objects.get(pk=case.pk)


CAP: dict[str, Any] = {"code": "P05", "parameters": {"quantity": "10", "measure": "NAR", "months": 6}, "text": ""}
PROOF: dict[str, Any] = {"code": "P03", "parameters": {"days": 60}, "text": ""}
OWN_WORDS: dict[str, Any] = {"code": "", "parameters": {}, "text": "The crew is trained in Lviv."}


@scene
def make_case_under_conditions(world: World, **more: Any) -> Case:
    """All of it granted by Dora: at most 10 in 6 months, proof within 60 days of each delivery, and one in free words."""
    use_procedure(MINISTRIES, GOVERNMENT | {"escalation": THIRTY_DAYS}, APPEAL)
    case = world.before_government()
    government.grant_case(case, world.dora, resolution(conditions=[CAP, PROOF, OWN_WORDS], **more))
    return Case.objects.get(pk=case.pk)


@scene
def make_revoked_licence(world: World, **changes: Any) -> Licence:
    """A licence revoked for cause by Dora, who granted it; the procedure gives 30 days to appeal."""
    use_procedure(MINISTRIES, GOVERNMENT | {"escalation": THIRTY_DAYS}, APPEAL)
    return revoke_licence(world.licence(**changes), world.dora, reason="Passed on.")


@scene
def another_decider() -> User:
    """Somebody else who records decisions, as an appeal asks for."""
    with by_hand():
        daria = User.objects.create(email="daria@example.org", name="Daria", is_staff=True)
        Appointment.objects.create(user=daria, kind="decider", period=ALWAYS)
    return daria


@scene
def speaker_for(body: str) -> User:
    """A holder of the seat of a body that has nobody yet."""
    with by_hand():
        person = User.objects.create(email=f"{body.lower()}@example.org", name=body, is_staff=True)
        Mandate.objects.create(user=person, body_id=body, period=ALWAYS)
    return person
