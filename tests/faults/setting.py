"""`python -m tests.faults.setting FOLDER`: the people, the procedure and the first cases of a run, made through acts.

What clients and checker need to know of it is written to FOLDER/setting.json.
"""

from __future__ import annotations

import json
import os
import random
import secrets
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
django.setup()

from django.conf import settings  # noqa: E402 - the settings come first
from django.contrib.auth.hashers import make_password  # noqa: E402
from django.utils import timezone  # noqa: E402

from licensing.acts.acting import at_time  # noqa: E402
from licensing.acts.clocks import deadlines  # noqa: E402
from licensing.acts.people.systems.registration import make_application  # noqa: E402
from licensing.acts.people.systems.reminding import schedule_system_reminders  # noqa: E402
from licensing.acts.record.governed import record_changes  # noqa: E402
from licensing.acts.requests import drafting, questions, submission  # noqa: E402
from licensing.api.oauth.scopes import find_scopes  # noqa: E402
from licensing.choices import (  # noqa: E402
    ClockKind,
    DeadlineKind,
    MandateKind,
    MembershipRole,
    Office,
    ProposalState,
    SystemKind,
)
from licensing.models import (  # noqa: E402
    Appointment,
    Case,
    Clock,
    ClockPause,
    Endpoint,
    Event,
    Mandate,
    Membership,
    Organisation,
    System,
    SystemSecret,
    User,
)
from licensing.outbox.webhooks.encryption import encrypt  # noqa: E402
from licensing.outbox.webhooks.sender import generate_secret  # noqa: E402
from licensing.policy.people.secrets import digest_secret  # noqa: E402
from licensing.policy.record.event_kinds import EventKind  # noqa: E402
from licensing.policy.reference.governed import RowChange  # noqa: E402
from tests.change_sets import add_policy_officer, put, release  # noqa: E402
from tests.faults import tempo  # noqa: E402
from tests.world import ALWAYS, REQUEST  # noqa: E402

# Who calls the API, for whom. Whoever signs, decides or handles files is a person, and so is the first partner; the other
# partners and customs are systems, which only file and draw.
PARTNERS: Final = ("paula", "pete", "petra")
OFFICERS: Final = ("otto", "olena")
MEMBERS: Final = {
    "MOD": ("rhea", "roman"), "GS": ("greta", "dan"), "MFA": ("mira", "maks"), "SBU": ("sava",),
}  # fmt: skip
DECIDERS: Final = ("dora", "danylo")
CUSTOMS: Final = ("cus", "kyiv")
SYSTEMS: Final = {*PARTNERS[1:], *CUSTOMS}
PASSWORD: Final = "a password of a run and of nobody else"
# Where a program on a person's machine would listen; here it is only read from the redirect.
BACK: Final = "http://127.0.0.1/back"
DOCUMENTS: Final = ("contract", "euc", "powers", "technical_description")
SCOPES: Final = (
    "cases:read cases:write cases:handle positions:write decisions:write licences:read licences:write usages:write "
    "webhooks:manage"
)
# Late cases stand in a round whose deadline comes while the run goes on; the clock closes it. Clients meddle with some.
# Of those that are left alone, some wait for an answer that never comes, until their pause has lasted as long as it may.
CASES, LATE_CASES, LEFT_ALONE, UNANSWERED = 6, 14, 10, 4
# Cases past their legal limit when the run begins, whose open stage is then referred up; clients leave them alone.
OVERDUE: Final = 3
TERM_DAYS: Final = 21
LIMIT_DAYS: Final = 45
# The clocks that the daily rules of a run remind of.
DAILY: Final = ("legal",) * 12 + ("completeness",) * 4
# And the rule that reminds of the end of its systems.
OF_SYSTEMS: Final = "faults_systems"


def main(folder: Path) -> None:
    """Write the world down, and for the clients a word about each of them."""
    told: dict[str, Any] = json.loads((folder / "run.json").read_text())
    chance = random.Random(told["seed"])
    with record_changes(None, EventKind.RIGHTS_CHANGED, subject="run"):
        partner = Organisation.objects.create(name="Fictional Ministry of Tallinn", country_id="EE")
        rival = Organisation.objects.create(name="Rival Buyers", country_id="PL")
        people = _people(partner)
        drafter, approver = add_policy_officer("polina"), add_policy_officer("pavlo")
        endpoints = _endpoints(people, partner, rival, told["http"])
    # On their first day, since nothing comes into force in the past.
    with at_time(datetime(2024, 1, 1, 12, tzinfo=UTC)):
        release(drafter, approver, *_procedure_and_its_row())
    first = _filed(partner, people)
    late = [_late(first, people, days=TERM_DAYS + 2) for _ in range(LATE_CASES)]
    for _ in range(OVERDUE):
        _late(first, people, days=LIMIT_DAYS + 5)
    ruled_at = timezone.now()
    rules, hours = _daily_rules(chance, now=ruled_at, seconds=told["seconds"])
    release(drafter, approver, *rules)
    tempo.remind_at(hours)
    with record_changes(None, EventKind.RIGHTS_CHANGED, subject="run"):
        _let_deadlines_come(chance, now=ruled_at, seconds=told["seconds"])
    _let_pauses_lapse(late[:UNANSWERED], people["olena"], chance, seconds=told["seconds"])
    ready = [first.pk, *(_copied(first, people) for _ in range(CASES - 1))]
    with record_changes(None, EventKind.RIGHTS_CHANGED, subject="run"):
        ways = _make_systems(people)
    told |= {
        "clients": _clients(people, ways, endpoints[0]["id"]),
        "cases": [str(one) for one in ready],
        "source": str(first.pk),
        "late": [str(one.pk) for one in late[LEFT_ALONE:]],
        "endpoints": endpoints,
        "organisation": str(partner.pk),
        "persons": {str(user.pk): user.email for user in (*people.values(), drafter, approver) if not user.is_system},
        "applicants": [str(people["paula"].pk)],
        "deciders": [str(people[name].pk) for name in DECIDERS],
        "officers": [str(people[name].pk) for name in OFFICERS],
        "mandates": {
            str(people[name].pk): [body, "deputy" if name != holders[0] else "holder"]
            for body, holders in MEMBERS.items()
            for name in holders
        },
        "last_event": Event.objects.count(),
        "hours": hours,
        "ruled_at": ruled_at.isoformat(),
    }
    (folder / "setting.json").write_text(json.dumps(told, indent=1))


def _people(partner: Organisation) -> dict[str, User]:
    names = [*PARTNERS, *OFFICERS, *DECIDERS, *CUSTOMS, *(name for body in MEMBERS.values() for name in body)]
    # One hash for all: hashing is slow on purpose.
    password = make_password(PASSWORD)
    people = {
        name: User.objects.create(
            email=f"{name}@example.org",
            name=name.capitalize(),
            is_system=name in SYSTEMS,
            time_zone=_zone_at_noon(),
            password=make_password(None) if name in SYSTEMS else password,
        )
        for name in names
    }
    for name in PARTNERS:
        Membership.objects.create(user=people[name], organisation=partner, role=MembershipRole.PREPARER)
    for names_of, duty in ((OFFICERS, Office.CASE_OFFICER), (DECIDERS, Office.DECIDER), (CUSTOMS, Office.CUSTOMS)):
        for name in names_of:
            Appointment.objects.create(user=people[name], kind=duty, period=ALWAYS)
    for body, holders in MEMBERS.items():
        for name in holders:
            kind = MandateKind.HOLDER if name == holders[0] else MandateKind.DEPUTY
            Mandate.objects.create(user=people[name], body_id=body, kind=kind, period=ALWAYS)
    return people


def _zone_at_noon() -> str:
    """A zone in which it is about noon now, so that reminders meet no quiet hours whenever the run is made."""
    ahead = 12 - datetime.now(UTC).hour
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"


def _procedure() -> dict[str, Any]:
    """Two stages of the ministries with unlike rules, and the government."""
    depends = {"MOD": [], "GS": ["items"], "MFA": ["end_use", "parties"], "SBU": ["end_use"]}
    ministries = {
        "code": "ministries", "name_en": "Ministries", "name_uk": "Міністерства", "deadline": {"amount": TERM_DAYS},
        "rule": {"kind": "majority_cast", "silence": "no_objection"}, "escalation": {"to": "commission"},
        "seats": [
            {"body": body, "mandatory": True, "needs_need": body == "GS", "depends_on": paths}
            for body, paths in depends.items()
        ],
    }  # fmt: skip
    commission = {
        "code": "commission", "name_en": "Commission", "name_uk": "Комісія", "deadline": {"amount": TERM_DAYS},
        "rule": {"kind": "qualified", "numerator": 2, "denominator": 3, "early_close": True},
        "escalation": {"to": "government"}, "seats": [{"body": body} for body in ("MOD", "GS", "MFA")],
    }  # fmt: skip
    government = {
        "code": "government", "name_en": "Government", "name_uk": "Уряд", "government": True, "deadline": {"amount": 10},
        "rule": {"kind": "consensus"},
    }  # fmt: skip
    return {
        "code": "faults", "version": 1, "name_en": "Procedure of the faults", "name_uk": "Процедура збоїв",
        "valid_from": "2024-01-01", "calendar": "UA", "term": {"amount": LIMIT_DAYS}, "cap_days": 90, "on_limit": "refer_up",
        "thresholds": [{"pattern": "items.*.quantity", "more_than_percent": "10"}, {"pattern": "end_use"}],
        "stages": [ministries, commission, government],
    }  # fmt: skip


def _procedure_and_its_row() -> list[RowChange]:
    """The procedure of the run, and the row of the decision table that sends every case to it."""
    row = {"priority": 10_000, "procedure_code": "faults", "reasons": {"en": "Every case"}, "valid_from": "2024-01-01"}
    return [put("procedures", "faults", **_procedure()), put("routing", "faults", code="faults", **row)]


def _endpoints(people: dict[str, User], partner: Organisation, rival: Organisation, port: int) -> list[dict[str, Any]]:
    """Two of the partner, one for a few kinds only; one of the archive; one of a rival, who hears nothing."""
    stranger = User.objects.create(email="rival-erp@example.org", name="Rival ERP", is_system=True)
    Membership.objects.create(user=stranger, organisation=rival, role=MembershipRole.PREPARER)
    some: list[str] = [EventKind.CASE_SUBMITTED, EventKind.CASE_GRANTED, EventKind.LICENCE_DRAWN]
    archive = User.objects.create(email="archive@example.org", name="Archive", is_system=True)
    Appointment.objects.create(user=archive, kind=Office.CASE_OFFICER, period=ALWAYS)
    owners = {"pete": people["pete"], "petra": people["petra"], "archive": archive}
    wanted: tuple[tuple[str, list[str]], ...] = (("pete", []), ("petra", some), ("archive", []), ("", []))
    told = []
    for number, (name, kinds) in enumerate(wanted):
        secret = generate_secret()
        endpoint = Endpoint.objects.create(
            owner=owners.get(name, stranger), url=f"http://127.0.0.1:{port}/hook/{number}", kinds=kinds, secret=encrypt(secret),
            created_at=timezone.now(),
        )  # fmt: skip
        told.append(
            {"id": str(endpoint.pk), "path": f"/hook/{number}", "kinds": kinds, "secret": secret, "sees": bool(name)},
        )
    return told


def _filed(partner: Organisation, people: dict[str, User]) -> Case:
    case = drafting.create_case(people["paula"], _request())
    for kind in DOCUMENTS:
        drafting.attach_document(
            case,
            people["paula"],
            content=f"Invented {kind}".encode(),
            file_name=f"{kind}.txt",
            about={"type": kind, "title": f"Invented {kind}", "issuer": "Somebody", "number": "7"},
        )
    return submission.submit_case(case, people["paula"], declared=True)


def _copied(source: Case, people: dict[str, User]) -> Any:
    return submission.submit_case(drafting.copy_case(source, people["pete"]), people["pete"], declared=True).pk


def _late(source: Case, people: dict[str, User], *, days: int) -> Case:
    """A case that was accepted so long ago that its first round is past its deadline, with reminders long due."""
    with at_time(timezone.now() - timedelta(days=days)):
        case = submission.submit_case(drafting.copy_case(source, people["pete"]), people["pete"], declared=True)
        return submission.accept_case(case, people["olena"])


def _request() -> dict[str, Any]:
    """Large quantities, so that a licence can be drawn from many times."""
    items = [item | {"quantity": "400" if number == 0 else "40"} for number, item in enumerate(REQUEST["items"])]
    return REQUEST | {"items": items}


def _daily_rules(chance: random.Random, *, now: datetime, seconds: float) -> tuple[list[RowChange], dict[str, str]]:
    """Rules that remind on every day, each at an hour of its own that comes while the run goes on; the hours, local."""
    rules, hours = [], {}
    for number, clock in enumerate(DAILY):
        code, at = f"faults_{number:02}", now + timedelta(seconds=5 + (number + chance.random()) * seconds / len(DAILY))
        hours[code] = at.astimezone(ZoneInfo(settings.TIME_ZONE)).time().isoformat()
        values = {
            "clock": clock, "offset_days": -90, "unit": "calendar", "repeat_every": 1,
            "audience": ("officers", "applicant")[number % 2], "sentences": {"en": "Something of {reference} is due."},
        }  # fmt: skip
        rules.append(put("reminder_rules", code, code=code, **values))
    at = now + timedelta(seconds=5 + chance.uniform(0.3, 0.6) * seconds)
    hours[OF_SYSTEMS] = at.astimezone(ZoneInfo(settings.TIME_ZONE)).time().isoformat()
    values = {
        "clock": "system_end", "offset_days": -90, "unit": "calendar", "repeat_every": 1, "audience": "answering",
        "sentences": {"en": "A system ends on {due_on}."},
    }  # fmt: skip
    rules.append(put("reminder_rules", OF_SYSTEMS, code=OF_SYSTEMS, **values))
    return rules, hours


def _let_deadlines_come(chance: random.Random, *, now: datetime, seconds: float) -> None:
    """Deadlines of a stage end with a day; here they end at odd moments of the run. What reminds of them was due long ago.

    Of the other clocks the rules of the run remind from now on.
    """
    for clock in Clock.objects.running().select_related("case", "calendar"):
        days = clock.calendar.as_policy()
        if clock.kind == ClockKind.STAGE:
            clock.due_at = clock.wake_at = now + timedelta(seconds=chance.uniform(0, seconds))
            clock.save(update_fields=["due_at", "wake_at"])
            owed = deadlines.build_clock_deadline(clock)
            deadlines.schedule_reminders(clock.case, owed, calendar=days, now=now, since=clock.started_at)
        else:
            deadlines.reschedule_reminders(clock.case, deadlines.build_clock_deadline(clock), calendar=days, now=now)


def _let_pauses_lapse(cases: list[Case], officer: User, chance: random.Random, *, seconds: float) -> None:
    """Questions that nobody answers: their pauses lapse at odd moments of the run instead of a midnight."""
    for case in cases:
        due_on = timezone.localdate() + timedelta(days=5)
        question = questions.ask_question(case, officer, text="Where is it?", due_on=due_on)
        lapses_at = timezone.now() + timedelta(seconds=5 + chance.uniform(0, seconds))
        with record_changes(None, EventKind.RIGHTS_CHANGED, subject="run"):
            ClockPause.objects.filter(question=question).update(at_most_until=lapses_at)
        Clock.objects.running().filter(case=case).update(wake_at=lapses_at)


def _make_systems(people: dict[str, User]) -> dict[str, dict[str, str]]:
    """How each of the callers gets a token: those who sign or decide allow a program, those who file or draw are one."""
    desk = _system("faults-desk", people["otto"], scopes=SCOPES, is_public=True, redirect_uris=[BACK])
    ways = {}
    for name, user in people.items():
        scope = " ".join(sorted(find_scopes(desk, user)))
        if user.is_system:
            secret = secrets.token_urlsafe(32)
            system = _system(f"faults-{name}", people["otto"], scopes=scope, account=user)
            SystemSecret.objects.create(system=system, digest=digest_secret(secret), made_at=timezone.now())
            scope = " ".join(sorted(find_scopes(system, user)))
            ways[name] = {"program": system.client_id, "secret": secret, "scope": scope}
        else:
            way = {"program": desk.client_id, "email": user.email, "password": PASSWORD, "back": BACK}
            ways[name] = way | {"scope": scope}
    return ways


def _system(client_id: str, owner: User, *, scopes: str, account: User | None = None, **more: Any) -> System:
    at = timezone.now()
    system = System.objects.create(
        client_id=client_id, kind=SystemKind.SERVICE if account else SystemKind.DELEGATE, name=client_id, purpose="A run.",
        owner=owner, account=account, scopes=scopes.split(), end_on=at.date() + timedelta(days=30), reason="A run.",
        proposed_at=at, due_at=at, state=ProposalState.CONFIRMED, **more,
    )  # fmt: skip
    make_application(system)
    schedule_system_reminders(system, DeadlineKind.SYSTEM_END, at=at)
    return system


def _clients(people: dict[str, User], ways: dict[str, dict[str, str]], endpoint: str) -> list[dict[str, str]]:
    roles = [("partner", name, "") for name in PARTNERS] + [("officer", name, "") for name in OFFICERS]
    roles += [("member", name, body) for body, names in MEMBERS.items() for name in names]
    roles += [("decider", name, "") for name in DECIDERS] + [("customs", name, "") for name in CUSTOMS]
    roles.append(("subscriber", PARTNERS[1], ""))
    return [
        {"name": name, "role": role, "body": body, "endpoint": endpoint, "user": str(people[name].pk), **ways[name]}
        for role, name, body in roles
    ]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
