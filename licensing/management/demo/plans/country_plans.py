"""The country plans of the demo: worked out and signed off by the bodies of the state, one version of each decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from licensing.acts.acting import now, to_local_day
from licensing.acts.plans.countries.deciding import decide_version, submit_version
from licensing.acts.plans.countries.filling import fill_project
from licensing.acts.plans.countries.group import add_body, comment_on_plan
from licensing.acts.plans.countries.investments import commit_investment, plan_investment
from licensing.acts.plans.countries.opening import ask_for_comments, open_plan
from licensing.acts.plans.countries.projects import add_project, move_project, rank_project
from licensing.acts.plans.participants import enter_capacity, enter_participant
from licensing.acts.signoff.positions import PositionInput, sign_case
from licensing.choices import (
    CooperationForm,
    Instrument,
    InvestmentSide,
    MakerOwnership,
    PartnerTier,
    PositionChoice,
    ProjectStatus,
    ProjectVerdict,
)
from licensing.models import Body, Case, CountryPlan, Interest, Participant, Project, User
from licensing.policy.exact import to_decimal
from licensing.policy.plans.countries.drafting import InvestmentDraft, PlanDraft, ProjectDraft
from licensing.policy.plans.countries.participants import CapacityDraft, ParticipantDraft

Row = Mapping[str, Any]


def plan_countries(rows: Sequence[Row]) -> None:
    """Work out the plans that the file names, each once; a country that has a plan is left alone."""
    for row in rows:
        if not CountryPlan.objects.filter(country=row["country"]).exists():
            _work_out(row, {name: User.objects.get(email=email) for name, email in row["people"].items()})


def _work_out(row: Row, people: Mapping[str, User]) -> None:
    today = to_local_day(now())
    draft = PlanDraft(
        country=row["country"],
        objectives=row["objectives"],
        tier=PartnerTier(row["tier"]),
        first_on=today,
        last_on=today + timedelta(days=row["days"]),
    )
    plan = open_plan(people["owner"], Body.objects.get(pk=row["owner"]), draft)
    for one in row.get("participants", ()):
        _enter_participant(one, people["lead"])
    for code in row.get("group", ()):
        add_body(plan, people["owner"], Body.objects.get(pk=code))
    for one in row["projects"]:
        _write_project(plan, one, people)
    for one in row.get("comments", ()):
        comment_on_plan(plan, people[one["by"]], text=one["text"], project=plan.projects.filter(number=one.get("on")).first())
    if "decision" in row:
        _decide(plan, row["decision"], people)
    for one in row.get("fills", ()):
        project = plan.projects.get(number=one["project"])
        for title in one["titles"]:
            fill_project(project, people["owner"], reference=str(Case.objects.get(title=title).reference))
    # After the decision: what the group is asked about now is what was not decided.
    ask_for_comments(plan, people["lead"], until=today + timedelta(days=row["comments_in_days"]))


def _write_project(plan: CountryPlan, row: Row, people: Mapping[str, User]) -> None:
    draft = ProjectDraft(
        title=row["title"],
        form=CooperationForm(row["form"]),
        purpose=row.get("purpose", ""),
        volumes=[(family, Decimal(quantity)) for family, quantity in row.get("volumes", {}).items()],
        value=to_decimal(row.get("value")),
        currency=row.get("currency", ""),
        own_share=to_decimal(row.get("own_share")),
        binding=row.get("binding", True),
        makers={family: Participant.objects.get(name=name).pk for family, name in row.get("makers", {}).items()},
        interest=Interest.objects.get(title=row["interest"]).pk if "interest" in row else None,
        years={
            family: {to_local_day(now()).year + int(after): Decimal(quantity) for after, quantity in years.items()}
            for family, years in row.get("years", {}).items()
        },
    )
    project = add_project(plan, people["owner"], draft)
    for status, reason in row.get("moves", {}).items():
        move_project(project, people["owner"], ProjectStatus(status), reason=reason)
    if "priority" in row:
        rank_project(project, people["lead"], priority=row["priority"], reason=row["priority_reason"])
    for one in row.get("investments", ()):
        _invest(project, one, people["owner"])


def _invest(project: Project, row: Row, owner: User) -> None:
    draft = InvestmentDraft(
        side=InvestmentSide(row["side"]),
        investor=Participant.objects.get(name=row["investor"]).pk,
        instrument=Instrument(row["instrument"]),
        amount=Decimal(row["amount"]),
        currency=row["currency"],
        **_read_raise(row),
    )
    investment = plan_investment(project, owner, draft)
    if "document_no" in row:
        commit_investment(investment, owner, committed_on=to_local_day(now()), document_no=row["document_no"])


def _read_raise(row: Row) -> dict[str, Any]:
    if "maker" not in row:
        return {}
    from_on = to_local_day(now()) + timedelta(days=row["more_in_days"])
    maker = Participant.objects.get(name=row["maker"]).pk
    return {"maker": maker, "family": row["family"], "per_month": Decimal(row["per_month"]), "from_on": from_on}


def _enter_participant(row: Row, keeper: User) -> None:
    if Participant.objects.filter(name=row["name"]).exists():
        return
    draft = ParticipantDraft(
        name=row["name"],
        country=row["country"],
        ownership=MakerOwnership(row["ownership"]),
        makes=row.get("makes", False),
        invests=row.get("invests", False),
        capabilities=row.get("capabilities", ""),
    )
    participant = enter_participant(keeper, draft)
    for family, per_month in row.get("capacity", {}).items():
        enter_capacity(participant, keeper, CapacityDraft(family, Decimal(per_month), to_local_day(now())))


def _decide(plan: CountryPlan, row: Row, people: Mapping[str, User]) -> None:
    version = submit_version(plan, people["owner"])
    assert version.review is not None
    for one in row["signs"]:
        view = PositionInput(PositionChoice(one["choice"]), comment=one.get("comment", ""))
        sign_case(version.review, people[one["by"]], view, version=1)
    rulings = {
        int(number): (ProjectVerdict(verdict), row["reasons"].get(number, "")) for number, verdict in row["rulings"].items()
    }
    decide_version(
        version,
        people["decider"],
        resolution_no=row["resolution_no"],
        resolution_on=to_local_day(now()),
        rulings=rulings,
    )
