"""Sequences of calls by five roles, made up from the published contract, against the real application: ./run fuzz.

After every call the answer keeps the contract; what was refused, or only read, has changed nothing; and what was done is done
once, however often it is sent. After every sequence the record is whole.
"""

from __future__ import annotations

import copy
import os
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, ClassVar, Final

from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test
from schemathesis import GenerationMode

from licensing.acts.record.verification import verify_record
from licensing.models import (
    Case,
    CaseVersion,
    ConditionDuty,
    Document,
    Endpoint,
    Event,
    Licence,
    Question,
    Sitting,
    Usage,
    User,
)
from licensing.models.clocks.days import to_local_day
from tests.api.calling import EVERY_SCOPE, new_token
from tests.fuzz.contract import ANSWER_CHECKS, schema
from tests.world import World

SEQUENCES: Final = int(os.environ.get("FUZZ_SEQUENCES", "40"))
STEPS: Final = int(os.environ.get("FUZZ_STEPS", "25"))
# Making a failing sequence shorter takes minutes, which a bounded run does not have.
PHASES: Final = (Phase.generate, Phase.shrink) if "FUZZ_SHRINK" in os.environ else (Phase.generate,)
# What each role is there for; the answer to whoever lacks a permission is tried by test_contract.
SCOPES: Final = {
    "partner": {"cases:read", "cases:write", "licences:read", "licences:write", "webhooks:manage"},
    "officer": {"cases:read", "cases:handle", "licences:read", "licences:write"},
    "member": {"cases:read", "positions:write"},
    "decider": {"cases:read", "decisions:write"},
    "customs": {"licences:read", "usages:write"},
}
# A run that only reads and is refused tries nothing: so many kinds of command must have succeeded.
LEAST: Final = {"partner": 5, "officer": 4, "member": 2, "decider": 2, "customs": 2}


def operations_of(role: str) -> list[Any]:
    """The operations that ask for a scope of this role; a command comes three times as often as a read.

    A recusal is as rare as a read: it ends what its caller may do in a case.
    """
    found = []
    for operation in [one.ok() for one in schema.get_all_operations()]:
        scopes = {scope for way in operation.definition.raw["security"] for scope in way.get("oauth2", ())}
        if scopes & SCOPES[role]:
            found += [operation] * (1 if operation.method == "get" or "recusals" in operation.path else 3)
    return found


OPERATIONS: Final = {role: operations_of(role) for role in SCOPES}


@dataclass
class Scene:
    """Who calls, and which kinds of command have succeeded so far."""

    people: dict[str, User]
    tokens: dict[str, str]
    succeeded: dict[str, Counter[str]] = field(default_factory=lambda: {role: Counter() for role in SCOPES})


class CallSequence(RuleBasedStateMachine):
    scene: ClassVar[Scene]

    def __init__(self) -> None:
        super().__init__()
        self.sent = 0
        self.etags: dict[tuple[str, str], str] = {}
        self.sandbox = transaction.atomic()
        self.sandbox.__enter__()

    def teardown(self) -> None:
        report = verify_record()
        transaction.set_rollback(True)
        self.sandbox.__exit__(None, None, None)
        assert report.fault is None, report.fault

    @rule(role=st.sampled_from(sorted(SCOPES)), which=st.integers(0, 999), where=st.integers(0, 999), data=st.data())
    def call(self, role: str, which: int, where: int, data: st.DataObject) -> None:
        operation = OPERATIONS[role][which % len(OPERATIONS[role])]
        case = data.draw(operation.as_strategy(generation_mode=GenerationMode.POSITIVE))
        aim(case, where, self.scene.people[role])
        headers = self.headers_for(case, role, fresh=bool(where % 5))

        before = domain_state()
        response = self.answer(case, headers)
        if response.status_code >= 400 or operation.method == "get":
            assert domain_state() == before, f"{operation.label} answered {response.status_code} and changed something"
        else:
            self.scene.succeeded[role][operation.label] += 1
            self.repeat(case, headers, response)

    def headers_for(self, case: Any, role: str, *, fresh: bool) -> dict[str, str]:
        """A key that is new, and the revision that this role reads now, or read last and may be old by now."""
        self.sent += 1
        headers = {"Authorization": f"Bearer {self.scene.tokens[role]}", "Idempotency-Key": f"call-{self.sent}"}
        if fresh and "If-Match" in {one["name"] for one in case.operation.definition.raw["parameters"]}:
            self.read_subject(case, role, headers)
        etag = self.etags.get((role, subject_of(case)[1]))
        return headers | ({"If-Match": etag} if etag else {})

    def read_subject(self, case: Any, role: str, headers: dict[str, str]) -> None:
        name, subject = subject_of(case)
        # Django's own test client would let go of the connection that the sandbox lives in.
        read = schema[f"/api/v1/{name.removesuffix('_id')}s/{{{name}}}/"]["GET"].Case(path_parameters={name: subject})
        for etag in read.call(headers=headers).headers.get("etag", ()):
            self.etags[role, subject] = etag

    def answer(self, case: Any, headers: dict[str, str]) -> Any:
        response = case.call_and_validate(headers=headers, checks=ANSWER_CHECKS)
        # What the database checks at the end of a transaction it is asked here, because the sandbox never commits.
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        return response

    def repeat(self, case: Any, headers: dict[str, str], response: Any) -> None:
        """A command that is sent again under its key gets the same bytes, and changes nothing."""
        if case.method != "POST":
            return
        before = domain_state()
        again = self.answer(case, headers)
        assert (again.status_code, again.content) == (response.status_code, response.content)
        assert domain_state() == before, f"{case.operation.label} was carried out twice under one key"


def test_sequences_keep_the_contract_and_the_record(world: World) -> None:
    people = {
        "partner": world.paula,
        "officer": world.otto,
        "member": world.rhea,
        "decider": world.dora,
        "customs": world.cus,
    }
    for begin in (world.ready, world.filed, world.accepted, world.before_government, world.before_government, world.licence):
        begin(title=f"From {begin.__name__}")
    scene = Scene(people, {role: new_token(person, EVERY_SCOPE) for role, person in people.items()})

    run_state_machine_as_test(
        type("Sequence", (CallSequence,), {"scene": scene}),
        settings=settings(
            max_examples=SEQUENCES,
            stateful_step_count=STEPS,
            phases=PHASES,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

    print({role: dict(kinds) for role, kinds in scene.succeeded.items()})
    # How far a bounded run gets is chance, but nobody may get nowhere; enough of each role is asked of a long one.
    least = LEAST if "FUZZ_SEQUENCES" in os.environ else dict.fromkeys(LEAST, 1)
    assert {role: len(kinds) for role, kinds in scene.succeeded.items() if len(kinds) < least[role]} == {}


def aim(case: Any, where: int, person: User) -> None:
    """Point a made-up call at something that is there; half of the calls have the body that the contract shows."""
    content = case.operation.definition.raw.get("requestBody", {}).get("content", {})
    example = content.get("application/json", {}).get("example")
    if example is not None and where % 2:
        case.body, case.media_type = (
            {name: bring_up_to_date(name, value) for name, value in example.items()},
            "application/json",
        )
    for name in case.path_parameters or {}:
        case.path_parameters[name] = pick(name, case.path_parameters, where // 2, person)
    if isinstance(case.body, dict) and "outcome" in case.body and "case" in case.body:
        case.body["case"] = pick("case_id", {}, where // 2, person)
    if isinstance(case.body, dict) and "version" in case.body:
        case.body["version"] = CaseVersion.objects.filter(case=case.path_parameters.get("case_id")).count()


def bring_up_to_date(name: str, value: Any) -> Any:
    """The days that the contract shows are over: what is to come is in ten days, and data are of today."""
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        # What has been measured or resolved, and who has met, was not tomorrow.
        past = name in ("data_on", "resolution_on", "held_on", "cleared_on")
        return str(to_local_day(timezone.now()) + timedelta(days=0 if past else 10))
    return copy.deepcopy(value)


def pick(name: str, chosen: dict[str, Any], where: int, person: User) -> Any:
    """The id of something that is there; in the order of time, so that a number means the same thing in every run."""
    rows = {
        "case_id": Case.objects.visible_to(person, on=timezone.now()).order_by("created_at"),
        "licence_id": Licence.objects.order_by("issued_at"),
        "endpoint_id": Endpoint.objects.order_by("created_at"),
        "question_id": Question.objects.filter(case=chosen.get("case_id")).order_by("asked_at"),
        "usage_id": Usage.objects.filter(line__licence=chosen.get("licence_id")).order_by("drawn_at"),
        "duty_id": ConditionDuty.objects.filter(condition__licence=chosen.get("licence_id")).order_by("pk"),
        "sitting_id": Sitting.objects.order_by("pk"),
        "document_id": Document.objects.filter(case=chosen.get("case_id")).order_by("attached_at"),
    }.get(name)
    if rows is None:
        return {"name": "countries", "number": 1}.get(name, chosen[name])
    ids = [str(pk) for pk in rows.values_list("pk", flat=True)]
    return ids[where % len(ids)] if ids else chosen[name]


def subject_of(case: Any) -> tuple[str, str]:
    """The case, licence or webhook that a call is about: the first id of its path, with its name."""
    named = re.search(r"{(\w+)}", case.path)
    return (named[1], case.path_parameters[named[1]]) if named else ("", "")


def domain_state() -> tuple[Any, ...]:
    """What an act may change and nothing else may."""
    return (
        Event.objects.count(),
        list(Case.objects.order_by("pk").values_list("pk", "state", "revision")),
        list(Licence.objects.order_by("pk").values_list("pk", "state", "revision")),
        list(Endpoint.objects.order_by("pk").values_list("pk", "disabled_at", "secret")),
    )
