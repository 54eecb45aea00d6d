"""Bodies and parameters that are right for what is there now; where none is composed here, the contract's example is sent."""

from __future__ import annotations

import base64
import copy
import re
from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

from django.utils import timezone

from licensing.acts.acting import now
from licensing.choices import ParentState, PlanState, ProjectStatus, ReviewResult, Verb
from licensing.models import (
    Case,
    CaseVersion,
    CertificateTemplate,
    ContractReview,
    Country,
    CountryPlan,
    Interest,
    Licence,
    LicenceLine,
    ParentAuthorisation,
    PlanVersion,
    Project,
    User,
    read_actor,
)
from licensing.models.clocks.days import to_local_day
from licensing.models.decisions.contested import read_open_contest
from licensing.policy.exact import format_decimal
from licensing.policy.plans.countries.drafting import MOVES
from tests.fuzz.places import Place, list_cases
from tests.milestones import PAID
from tests.reviews import read_known
from tests.world import REQUEST

Composer = Callable[[Place, User, Random], dict[str, Any]]
PAST = ("data_on", "resolution_on", "held_on", "cleared_on")


def bring_up_to_date(name: str, value: Any) -> Any:
    """The days that the contract shows are over: what is to come is in ten days, and data are of today."""
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        # What has been measured or resolved, and who has met, was not tomorrow.
        return _day(0 if name in PAST else 10)
    return copy.deepcopy(value)


def file_request(place: Place, person: User, random: Random) -> dict[str, Any]:
    return copy.deepcopy(REQUEST) | {"title": f"Generated {random.randrange(1000)}"}


def change_title(place: Place, person: User, random: Random) -> dict[str, Any]:
    return {"title": f"Changed {random.randrange(1000)}"}


def amend(place: Place, person: User, random: Random) -> dict[str, Any]:
    return {"sections": change_title(place, person, random), "version": _latest(place), "reason": "The buyer asks for it."}


def attach(place: Place, person: User, random: Random) -> dict[str, Any]:
    content = base64.b64encode(f"Invented text {random.randrange(10**9)}".encode()).decode()
    return {"type": "euc", "title": "End-user certificate", "file_name": "certificate.txt", "content": content}


def take_position(place: Place, person: User, random: Random) -> dict[str, Any]:
    choice = random.choice(["approve", "approve", "object", "abstain", "conditions"])
    more = {"conditions": [{"code": "", "text": "Only by rail."}]} if choice == "conditions" else {}
    return {"choice": choice, "version": _latest(place), "comment": f"Said {random.randrange(1000)}."} | more


def open_country_plan(place: Place, person: User, random: Random) -> dict[str, Any]:
    """For a body of one's own, with a country that has no plan."""
    taken = CountryPlan.objects.exclude(state=PlanState.ENDED).values_list("country", flat=True)
    free = Country.objects.exclude(pk__in=["UA", *taken]).order_by("pk").values_list("pk", flat=True)
    owner = min(read_actor(person, on=to_local_day(timezone.now())).bodies)
    named = {"owner": owner, "country": random.choice(list(free)), "tier": "europe", "objectives": "Invented."}
    return named | {"first_on": _day(0), "last_on": _day(900)}


def decide_plan(place: Place, person: User, random: Random) -> dict[str, Any]:
    """Every project of a version as it was sent, by a resolution of today."""
    version = PlanVersion.objects.get(plan=place["plan_id"], number=place["number"])
    numbers = [one["number"] for one in version.content["projects"]]
    rulings = [{"project": number, "verdict": "approve"} for number in numbers]
    return {"resolution_no": f"{random.randrange(10**6)}-p", "resolution_on": _day(0), "rulings": rulings}


def move_project(place: Place, person: User, random: Random) -> dict[str, Any]:
    """A step that the working group takes; nothing is stopped, so that there is something to move."""
    ways = MOVES[ProjectStatus(Project.objects.get(pk=place["project_id"]).status)] - {ProjectStatus.STOPPED}
    return {"status": random.choice(sorted(ways)), "reason": "Agreed."} if ways else {"status": "idea", "reason": "Again."}


def enter_plan(place: Place, person: User, random: Random) -> dict[str, Any]:
    """Of a family that no request of the ground draws on: what can be spared of it changes nobody's verdict."""
    return {"family": "vessels", "data_on": _day(0), "document_no": f"GS-{random.randrange(1000)}", "verdict": "sufficient"}


def express_interest(place: Place, person: User, random: Random) -> dict[str, Any]:
    said = {"title": f"Vessels {random.randrange(1000)}", "urgency": "soon"}
    return said | {"cooperation": "long_term", "lines": _wanted(random)}


def answer_interest(place: Place, person: User, random: Random) -> dict[str, Any]:
    return {"text": f"Read {random.randrange(1000)}."} | _step(place)


def make_offer(place: Place, person: User, random: Random) -> dict[str, Any]:
    return make_counter_offer(place, person, random) | {"valid_until": _day(30)}


def make_counter_offer(place: Place, person: User, random: Random) -> dict[str, Any]:
    said = {"text": f"Terms {random.randrange(1000)}.", "cooperation": "direct_sale"}
    return said | {"lines": _wanted(random)} | _step(place)


def agree(place: Place, person: User, random: Random) -> dict[str, Any]:
    return _step(place)


def decline_interest(place: Place, person: User, random: Random) -> dict[str, Any]:
    return {"reason": f"None are left: {random.randrange(1000)}."} | _step(place)


def _step(place: Place) -> dict[str, Any]:
    return {"step": Interest.objects.get(pk=place["interest_id"]).revision}


def _wanted(random: Random) -> list[dict[str, Any]]:
    volumes = [{"year": timezone.now().year + 1, "quantity": str(1 + random.randrange(90))}]
    return [{"goods": "Pressure vessels", "unit": "NAR", "volumes": volumes}]


def grant(place: Place, person: User, random: Random) -> dict[str, Any]:
    part: dict[str, Any] = random.choice([{}, {"quantities": {"1": "30"}}, {"valid_until": _day(90)}])
    return _resolve(random) | part


def refuse(place: Place, person: User, random: Random) -> dict[str, Any]:
    return _resolve(random) | {"grounds": ["R10"]}


def add_to_grant(place: Place, person: User, random: Random) -> dict[str, Any]:
    contested = read_open_contest(Case.objects.select_related("decision").get(pk=place["case_id"]))
    kinds = ("upheld", "struck", "changed")
    rulings = {str(number): {"ruling": random.choice(kinds), "text": f"As of {random.random()}."} for number in contested}
    said = {"rulings": rulings, "reasons": "Weighed again."} if contested else {}
    return _resolve(random) | said | random.choice([{}, {"quantities": {"1": "35"}}])


def appeal(place: Place, person: User, random: Random) -> dict[str, Any]:
    decision = Case.objects.select_related("decision").get(pk=place["case_id"]).decision
    known = range(1, len(decision.conditions) + 1) if decision else ()
    named = {"conditions": random.sample(list(known), k=random.randint(1, len(known)))} if known else {}
    return {"reason": f"Number {random.randrange(1000)}."} | named


def correct(place: Place, person: User, random: Random) -> dict[str, Any]:
    return {"reasons": f"Weighed {random.randrange(1000)} times.", "reason": "A line was left out."}


def amend_authorisation(place: Place, person: User, random: Random) -> dict[str, Any]:
    suspended = ParentAuthorisation.objects.get(case=place["case_id"]).state == ParentState.SUSPENDED
    return {"change": "reinstate" if suspended else "suspend", "reason": f"Number {random.randrange(1000)}."}


def open_review(place: Place, person: User, random: Random) -> dict[str, Any]:
    return {"cause": random.choice(["conflict", "visit", "other"]), "finding": f"Number {random.randrange(1000)}."}


def plan_visit(place: Place, person: User, random: Random) -> dict[str, Any]:
    due_on = to_local_day(now()) + timedelta(days=random.randrange(1, 90))
    return {"kind": random.choice(["delivery", "site"]), "place": "Depot", "persons": "O. K.", "due_on": str(due_on)}


def record_visit(place: Place, person: User, random: Random) -> dict[str, Any]:
    finding = random.choice(["as_declared", "unverified", "missing"])
    return {"done_on": str(to_local_day(now())), "persons": "O. K.", "finding": finding, "report": "Seen."}


def conclude_review(place: Place, person: User, random: Random) -> dict[str, Any]:
    outcome = random.choice(["confirmed", "suspended", "revoked"])
    known = read_known(Licence.objects.get(pk=place["licence_id"]))
    return {"outcome": outcome, "reasons": f"Number {random.randrange(1000)}.", "known": known}


def review_contract(place: Place, person: User, random: Random) -> dict[str, Any]:
    review = ContractReview.objects.filter(authorisation__case=place["case_id"], result="").order_by("number")[0]
    return {
        "number": review.number,
        "result": random.choice(ReviewResult.values),
        "reason": f"Number {random.randrange(1000)}.",
    }


def vary(place: Place, person: User, random: Random) -> dict[str, Any]:
    line = LicenceLine.objects.filter(licence=place["licence_id"]).order_by("number")[0]
    asked = format_decimal(max(line.cleared, line.authorised - 1))
    return {"reason": f"Number {random.randrange(1000)}.", "quantities": {"1": asked}}


def call_sitting(place: Place, person: User, random: Random) -> dict[str, Any]:
    return {"body": "CMU", "title": f"Sitting {random.randrange(1000)}", "held_on": _day(0), "quorum": 1}


def put_on_agenda(place: Place, person: User, random: Random) -> dict[str, Any]:
    free = [str(pk) for pk in list_cases(person, Verb.GRANT, agenda_items=None).values_list("pk", flat=True)]
    outcome: dict[str, Any] = random.choice(
        [{"outcome": "grant"}, {"outcome": "refuse", "details": {"grounds": ["R10"], "reasons": "Weighed."}}]
    )
    return {"case": random.choice(free or ["none"])} | outcome


def attend(place: Place, person: User, random: Random) -> dict[str, Any]:
    return {"members": [{"person": person.email, "body": "CMU", "present": True}]}


def conclude(place: Place, person: User, random: Random) -> dict[str, Any]:
    return {"resolution_no": f"{random.randrange(10**9)}-s"}


def clear_goods(place: Place, person: User, random: Random) -> dict[str, Any]:
    number = random.randrange(10**9)
    return {"message_id": f"M-{number}", "line": 1, "quantity": "1", "declaration_no": f"D-{number}"}


def report_cleared(place: Place, person: User, random: Random) -> dict[str, Any]:
    """Now and then more than is authorised, which is kept as an irregular entry."""
    return clear_goods(place, person, random) | {"cleared_on": _day(0), "quantity": random.choice(["1", "45"])}


def reverse(place: Place, person: User, random: Random) -> dict[str, Any]:
    return {"message_id": f"R-{random.randrange(10**9)}"}


def report_use(place: Place, person: User, random: Random) -> dict[str, Any]:
    numbers = LicenceLine.objects.filter(licence=place.get("licence_id")).order_by("number").values_list("number", flat=True)
    lines = [{"line": number, "quantity": "1", "actual_use": "As declared."} for number in numbers]
    return {"kind": random.choice(["use", "fact"]), "period": 1, "outcome": "in_part", "lines": lines}


def meet_milestone(place: Place, person: User, random: Random) -> dict[str, Any]:
    met_on = to_local_day(now()).isoformat()
    return {"kind": "milestone", "title": PAID, "met_on": met_on, "evidence": f"The bank's letter {random.randrange(1000)}."}


def record_condition(place: Place, person: User, random: Random) -> dict[str, Any]:
    content = base64.b64encode(f"Certificate {random.randrange(10**9)}".encode()).decode()
    said = {"person": "Otto Officer", "note": f"Called the embassy, call {random.randrange(1000)}."}
    return {"done_on": _day(0), "content": content, "file_name": "certificate.txt"} | said


def cite_certificate(place: Place, person: User, random: Random) -> dict[str, Any]:
    names = {"country": "EE", "authority": "Fictional Ministry", "number": f"EUC-{random.randrange(10**9)}"}
    return {"recorded": names | _describe_certificate(place)}


def amend_certificate(place: Place, person: User, random: Random) -> dict[str, Any]:
    changed = {"end_user": f"Fictional Depot {random.randrange(10**6)}", "reason": "It was misread."}
    return _describe_certificate(place) | changed


def check_certificate(place: Place, person: User, random: Random) -> dict[str, Any]:
    required = CertificateTemplate.objects.get(pk="military").required
    return {"elements": [{"element": one, "found": random.choice(["present", "absent"])} for one in required]}


def verify_certificate(place: Place, person: User, random: Random) -> dict[str, Any]:
    said = {"result": random.choice(["confirms", "unclear", "asked"]), "note": f"Asked, call {random.randrange(1000)}."}
    return {"kind": "embassy", "channel": "note", "done_on": _day(0)} | said


def _describe_certificate(place: Place) -> dict[str, Any]:
    items = Case.objects.get(pk=place["case_id"]).items.order_by("number")
    lines = [{"name": one.name, "model": one.model, "quantity": "900", "unit": one.unit_id} for one in items]
    days = {"issued_on": _day(-30), "expires_on": _day(300)}
    return {"end_user": "Fictional Depot", "template": "military", "lines": lines} | days


def register(place: Place, person: User, random: Random) -> dict[str, Any]:
    return {"url": f"https://erp.example.org/{random.randrange(10**9)}", "kinds": ["case.granted"]}


def change_endpoint(place: Place, person: User, random: Random) -> dict[str, Any]:
    return {"description": f"Of the ERP {random.randrange(1000)}"}


def ask_leaving(place: Place, person: User, random: Random) -> dict[str, Any]:
    return {"line": "1", "quantity": random.choice(["1", "1000"])}


def filter_cases(place: Place, person: User, random: Random) -> dict[str, Any]:
    whole: list[dict[str, Any]] = [{}, {"limit": "2"}, {"state": "submitted"}, {"created_since": "2024-01-01T00:00:00Z"}]
    return random.choice(whole)


def _resolve(random: Random) -> dict[str, Any]:
    return {"resolution_no": f"{random.randrange(10**9)}-r", "resolution_on": _day(0), "reasons": "Weighed."}


def _day(ahead: int) -> str:
    return str(to_local_day(timezone.now()) + timedelta(days=ahead))


def _latest(place: Place) -> int:
    return CaseVersion.objects.filter(case=place.get("case_id")).count()
