"""Known people and a small procedure: what most tests of acts and entry points need.

Paula prepares for a partner, Rita is from a rival partner, Otto is the case officer, Rhea (Ministry of Defence), Greta
(General Staff) and Mira (foreign ministry) speak for bodies, Dan deputises for Greta, Dora decides, Cus is customs, Audra
audits, Pol keeps the procedures, and Stella is a stranger who may see nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.cache import cache
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q

from licensing.acts.acting import now, to_local_day
from licensing.acts.decisions import government
from licensing.acts.decisions.resolutions import Resolution
from licensing.acts.licences.clearance import Clearance
from licensing.acts.reference.procedures import compute_procedure_digest
from licensing.acts.requests import drafting, submission
from licensing.acts.signoff import positions
from licensing.acts.supply import need_statements as supply
from licensing.choices import SPEAKING_ROLES, MandateKind, MembershipRole, NeedVerdict, Office, PositionChoice
from licensing.models import (
    Appointment,
    Case,
    Licence,
    Mandate,
    Membership,
    Organisation,
    Procedure,
    Requirement,
    RoundSeat,
    RoutingRow,
    Seat,
    Stage,
    User,
)
from tests.by_hand import before_the_record, by_hand
from tests.scenes import SCENES, scene

ALWAYS = DateRange(date(2020, 1, 1), date(2099, 1, 1))
PASSWORD = "correct horse battery staple"

REQUEST: dict[str, Any] = {
    "kind": "single_permit",
    "title": "Forty reconnaissance UAVs",
    "partner_country": "EE",
    "cooperation_form": "direct_sale",
    "items": [
        {
            "name": "Reconnaissance UAV",
            "model": "Z-40",
            "quantity": "40",
            "unit": "NAR",
            "unit_price": "80000.00",
            "currency": "EUR",
            "control_entries": ["ML10"],
            "uktzed": "8806",
            "mtcr": "none",
            "origin": "UA",
        },
        {
            "name": "Ground station",
            "quantity": "4",
            "unit": "NAR",
            "unit_price": "25000.00",
            "currency": "EUR",
            "control_entries": ["ML11"],
            "mtcr": "none",
            "origin": "UA",
        },
    ],
    "parties": [
        {"role": "exporter", "name": "Zhuravel Vyhadka Aero LLC", "country": "UA", "kind": "commercial", "register_no": "1"},
        {"role": "manufacturer", "name": "Zhuravel Vyhadka Aero LLC", "country": "UA", "kind": "commercial"},
        {"role": "buyer", "name": "Fictional Ministry", "country": "EE", "kind": "government", "address": "Tallinn"},
        {"role": "consignee", "name": "Fictional Depot", "country": "EE", "kind": "government", "address": "Tallinn"},
        {"role": "end_user", "name": "Fictional Defence Depot", "country": "EE", "kind": "government", "address": "Tallinn"},
    ],
    "end_use": {"purpose": "Border reconnaissance", "location": "Tallinn", "sector": "military"},
    "route": [
        {
            "mode": "road",
            "from_place": "Lviv",
            "from_country": "UA",
            "to_place": "Tallinn",
            "to_country": "EE",
            "carrier": "Invented Carrier",
            "customs_point": "Krakovets",
        }
    ],
    "terms": {
        "contract_no": "C-1",
        "contract_date": "2026-01-15",
        "incoterm": "FCA",
        "place": "Lviv",
        "payment": "30 % in advance, the rest on delivery",
    },
}


@dataclass
class World:
    """The people, their organisation, and short ways to bring a case to where a test begins."""

    paula: User
    rita: User
    otto: User
    rhea: User
    greta: User
    dan: User
    mira: User
    dora: User
    cus: User
    audra: User
    pol: User
    stella: User
    partner: Organisation
    rival: Organisation
    stages: list[Stage] = field(default_factory=list)

    @property
    def everybody(self) -> list[User]:
        return [one for one in self.__dict__.values() if isinstance(one, User)]

    @scene
    def decider(self, name: str = "dmytro") -> User:
        """A further decider, who has no part in any case yet."""
        with by_hand():
            user = _person(name)
            Appointment.objects.create(user=user, kind=Office.DECIDER, period=ALWAYS)
        return user

    @scene
    def draft(self, **changes: Any) -> Case:
        return drafting.create_case(self.paula, REQUEST | changes)

    @scene
    def ready(self, **changes: Any) -> Case:
        """A draft with every document that its kind asks for."""
        case = self.draft(**changes)
        asked = Requirement.objects.filter(test="document", applies_if={}).filter(Q(kind=None) | Q(kind=case.kind))
        for kind in asked.values_list("target", flat=True).distinct():
            drafting.attach_document(
                case,
                self.paula,
                content=f"Invented {kind} for {case.pk}".encode(),
                file_name=f"{kind}.txt",
                about={"type": kind, "title": f"Invented {kind}", "issuer": "Somebody", "number": "7"},
            )
        return Case.objects.get(pk=case.pk)

    @scene
    def filed(self, **changes: Any) -> Case:
        return submission.submit_case(self.ready(**changes), self.paula, declared=True)

    @scene
    def accepted(self, **changes: Any) -> Case:
        return submission.accept_case(self.filed(**changes), self.otto)

    @scene
    def with_need(self, **changes: Any) -> Case:
        case = self.accepted(**changes)
        self.state_need(case)
        return case

    @scene
    def before_government(self, **changes: Any) -> Case:
        case = self.with_need(**changes)
        for member in (self.rhea, self.greta, self.mira):
            positions.sign_case(case, member, approve(), version=case.versions.count())
        return Case.objects.get(pk=case.pk)

    @scene
    def granted(self, **changes: Any) -> Case:
        case = self.before_government(**changes)
        government.grant_case(case, self.dora, resolution())
        return Case.objects.get(pk=case.pk)

    def licence(self, **changes: Any) -> Licence:
        return Licence.objects.get(case=self.granted(**changes))

    def state_need(self, case: Case, verdict: NeedVerdict = NeedVerdict.SUFFICIENT) -> None:
        today = to_local_day(now())
        supply.state_need(
            case, self.rhea, verdict=verdict, data_on=today - timedelta(days=2), expires_on=today + timedelta(days=30)
        )


@contextmanager
def open_world() -> Iterator[World]:
    """The world, and a memory of the scenes that its tests begin with."""
    cache.clear()
    with SCENES.begin():
        yield build_world()


@scene
def build_world() -> World:
    """Make the people and publish the small procedure that serves every case of these tests."""
    with before_the_record():
        return _write_world()


def _write_world() -> World:
    partner = Organisation.objects.create(name="Fictional Ministry of Tallinn", country_id="EE")
    rival = Organisation.objects.create(name="Rival Buyers", country_id="PL")
    people = {name: _person(name) for name in ("paula", "rita", "otto", "rhea", "greta", "dan", "mira", "dora")}
    people |= {name: _person(name) for name in ("cus", "audra", "pol", "stella")}
    world = World(partner=partner, rival=rival, **people)
    Membership.objects.create(user=world.paula, organisation=partner, role=MembershipRole.ADMINISTRATOR)
    Membership.objects.create(user=world.rita, organisation=rival, role=MembershipRole.ADMINISTRATOR)
    for user, duty in (
        (world.otto, Office.CASE_OFFICER),
        (world.dora, Office.DECIDER),
        (world.cus, Office.CUSTOMS),
        (world.audra, Office.AUDITOR),
        (world.pol, Office.POLICY_OFFICER),
    ):
        Appointment.objects.create(user=user, kind=duty, period=ALWAYS)
    for user, body in ((world.rhea, "MOD"), (world.greta, "GS"), (world.mira, "MFA")):
        Mandate.objects.create(user=user, body_id=body, period=ALWAYS)
    Mandate.objects.create(user=world.dan, body_id="GS", kind=MandateKind.DEPUTY, period=ALWAYS)
    world.stages = _procedure()
    return world


def approve(comment: str = "") -> positions.PositionInput:
    return positions.PositionInput(PositionChoice.APPROVE, comment=comment)


def object_to(comment: str = "Our own forces need them.") -> positions.PositionInput:
    return positions.PositionInput(PositionChoice.OBJECT, comment=comment)


def awaited_bodies(case: Case) -> list[str]:
    """The bodies that have not spoken in the open round."""
    seats = RoundSeat.objects.filter(round__case=case, round__closed_at=None, standing=None, role__in=SPEAKING_ROLES)
    return list(seats.order_by("number").values_list("body", flat=True))


def resolution(**changes: Any) -> Resolution:
    return Resolution(**{"number": "417-r", "on": to_local_day(now())} | changes)


def clearance(message_id: str, quantity: int | str, line: int = 1, **more: Any) -> Clearance:
    given = {"declaration_no": f"D-{message_id}"} | more
    return Clearance(message_id=message_id, line=line, quantity=Decimal(quantity), **given)


def _person(name: str) -> User:
    staff = name not in ("paula", "rita", "stella", "cus")
    user = User(email=f"{name}@example.org", name=name.capitalize(), is_staff=staff, is_system=name == "cus")
    user.set_password(PASSWORD)
    user.save()
    return user


def _procedure() -> list[Stage]:
    RoutingRow.objects.create(
        code="tests",
        priority=10_000,
        procedure_code="tests",
        reasons={"en": "Every case of the tests"},
        valid_from=date(2024, 1, 1),
    )
    known = list(Stage.objects.filter(procedure__code="tests").order_by("number"))
    return known or _publish_small_procedure()


def _publish_small_procedure() -> list[Stage]:
    procedure = Procedure.objects.create(
        code="tests",
        version=1,
        names={"en": "Procedure of the tests"},
        valid_from=date(2024, 1, 1),
        calendar_id="UA",
        term_amount=45,
        cap_amount=90,
    )
    ministries = Stage.objects.create(
        procedure=procedure,
        number=1,
        code="ministries",
        names={"en": "Ministries"},
        rule={"kind": "majority_cast"},
        term_amount=21,
    )
    for number, body in enumerate(("MOD", "GS", "MFA"), 1):
        Seat.objects.create(stage=ministries, body_id=body, number=number, explicit=body == "GS", needs_need=body == "GS")
    government = Stage.objects.create(
        procedure=procedure,
        number=2,
        code="government",
        names={"en": "Government"},
        government=True,
        rule={"kind": "consensus"},
        term_amount=10,
    )
    publish(procedure, written=_DIGESTS.get("tests"))
    _DIGESTS["tests"] = procedure.digest
    return [ministries, government]


_DIGESTS: dict[str, str] = {}


def publish(procedure: Procedure, *, written: str | None = None) -> None:
    """What publishing leaves on a procedure that was made row by row; `written` is its digest, where it is known."""
    procedure.published_at = datetime.fromisoformat("2024-01-01T00:00:00+00:00")
    procedure.digest = written or compute_procedure_digest(procedure)
    procedure.save(update_fields=["published_at", "digest"])
