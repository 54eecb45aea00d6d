"""What a country plan and its projects must say: each thing that is wrong has a refusal of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensing.choices import (
    CooperationForm,
    Instrument,
    InvestmentSide,
    PartnerTier,
    ProjectStatus,
    ProjectVerdict,
    VersionOutcome,
)
from licensing.policy.plans.countries.drafting import (
    MOVES,
    InvestmentDraft,
    Listed,
    PlanDraft,
    ProjectDraft,
    find_country_plan_gaps,
    find_investment_gaps,
    find_move_refusal,
    find_priority_gaps,
    find_project_gaps,
    find_readiness_gaps,
    find_ruling_gaps,
    find_submission_gaps,
    judge_version,
)

TODAY = date(2026, 11, 29)
PLAN = PlanDraft("DK", "Joint production of UAVs", PartnerTier.EUROPE, date(2027, 1, 1), date(2029, 12, 31))
PROJECT = ProjectDraft(
    "UAVs made in Denmark",
    CooperationForm.JOINT_VENTURE,
    volumes=[("uav_recon", Decimal(120))],
    value=Decimal("9600000.00"),
    currency="EUR",
    own_share=Decimal(80),
)
FUND, MAKER, STRANGER = uuid4(), uuid4(), uuid4()
LISTED = Listed(makers={MAKER}, investors={FUND})
INVESTMENT = InvestmentDraft(InvestmentSide.PARTNER, FUND, Instrument.EQUITY, Decimal("4000000.50"), "EUR")
MADE = {"maker": MAKER, "family": "uav_recon"}
DECIMALS, CURRENCIES = {"uav_recon": 0, "powder": 3}, {"EUR": 2, "JPY": 0}
UNITS = {"uav_recon": "NAR", "powder": "KGM"}


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, []),
        ({"country": "UA"}, [("own_state", "country")]),
        ({"tier": PartnerTier.EXCLUDED}, [("excluded", "tier")]),
        ({"objectives": " "}, [("required", "objectives")]),
        ({"last_on": date(2026, 12, 31)}, [("invalid", "last_on")]),
        ({"first_on": date(2025, 1, 1), "last_on": date(2026, 11, 28)}, [("past", "last_on")]),
        ({"first_on": date(2026, 1, 1), "last_on": TODAY}, []),
        ({"last_on": date(2037, 12, 31)}, []),
        ({"last_on": date(2038, 1, 1)}, [("invalid", "last_on")]),
    ],
)
def test_a_plan_is_about_another_state_and_a_period_to_come(changed: dict[str, object], found: list[tuple[str, str]]) -> None:
    gaps = find_country_plan_gaps(replace(PLAN, **changed), today=TODAY)  # type: ignore[arg-type]

    assert [(gap.code, gap.path) for gap in gaps] == found


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, []),
        ({"volumes": (), "value": None, "currency": "", "own_share": None}, []),
        ({"title": ""}, [("required", "title")]),
        ({"volumes": [("tanks", Decimal(1))]}, [("unknown", "volumes.0")]),
        ({"volumes": [("uav_recon", Decimal(0))]}, [("invalid", "volumes.0")]),
        ({"volumes": [("uav_recon", Decimal("0.5"))]}, [("invalid", "volumes.0")]),
        ({"volumes": [("powder", Decimal("0.5")), ("powder", Decimal(1))]}, [("twice", "volumes")]),
        ({"currency": ""}, [("required", "currency")]),
        ({"value": None}, [("required", "value")]),
        ({"value": Decimal("0.001")}, [("invalid", "value")]),
        ({"value": Decimal("1.5"), "currency": "JPY"}, [("invalid", "value")]),
        ({"value": Decimal(10) ** 16}, [("invalid", "value")]),
        ({"makers": {"uav_recon": MAKER}}, []),
        ({"makers": {"uav_recon": STRANGER}}, [("unknown", "makers.0")]),
        ({"own_share": Decimal(0)}, []),
        ({"own_share": Decimal("100.01")}, [("invalid", "own_share")]),
        ({"own_share": Decimal("33.333")}, [("invalid", "own_share")]),
    ],
)
def test_a_project_says_how_much_of_what_in_the_units_that_there_are(
    changed: dict[str, object], found: list[tuple[str, str]]
) -> None:
    draft = replace(PROJECT, **changed)  # type: ignore[arg-type]  # each by its own field
    gaps = find_project_gaps(draft, decimals=DECIMALS, currencies=CURRENCIES, units=UNITS, makers={MAKER})

    assert [(gap.code, gap.path) for gap in gaps] == found


def test_years_that_do_not_come_to_the_whole_are_said_in_the_unit_of_the_family_and_in_the_currency() -> None:
    years, value_years = {"uav_recon": {2027: Decimal(1100)}}, {2027: Decimal(9_500_000)}
    draft = replace(PROJECT, years=years, value_years=value_years)

    gaps = find_project_gaps(draft, decimals=DECIMALS, currencies=CURRENCIES, units=UNITS, period=range(2027, 2030))

    assert [str(gap.message) for gap in gaps] == [
        "The years come to 1,100 pieces, and the whole is 120 pieces.",
        "The years come to 9,500,000 EUR, and the whole is 9,600,000 EUR.",
    ]


def test_what_is_proposed_has_a_volume_and_a_value() -> None:
    idea = replace(PROJECT, volumes=(), value=None, currency="")

    assert list(find_readiness_gaps(PROJECT)) == []
    assert [gap.path for gap in find_readiness_gaps(idea)] == ["volumes", "value"]


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, []),
        ({"investor": STRANGER}, ["investor"]),
        # A maker is no investor, unless its row says so.
        ({"investor": MAKER}, ["investor"]),
        ({"amount": Decimal(0)}, ["amount"]),
        ({"amount": Decimal("1.001")}, ["amount"]),
        ({"currency": "XXX"}, ["currency"]),
        ({"maker": MAKER}, []),
        ({"maker": STRANGER}, ["maker"]),
        ({"per_month": Decimal(5)}, ["maker", "from_on", "per_month"]),
        (MADE | {"per_month": Decimal(5), "from_on": date(2027, 1, 1)}, []),
        (MADE | {"per_month": Decimal("0.5"), "from_on": date(2027, 1, 1)}, ["per_month"]),
        (MADE | {"from_on": date(2027, 1, 1)}, ["per_month"]),
        (MADE, ["per_month"]),
    ],
)
def test_an_investment_has_an_investor_and_an_amount(changed: dict[str, object], found: list[str]) -> None:
    gaps = find_investment_gaps(replace(INVESTMENT, **changed), LISTED, currencies=CURRENCIES, decimals=DECIMALS)  # type: ignore[arg-type]

    assert [gap.path for gap in gaps] == found


def test_no_way_of_the_working_group_leads_to_an_approval() -> None:
    for before in ProjectStatus:
        refusal = find_move_refusal(before, ProjectStatus.APPROVED, is_steering=True)

        assert refusal is not None
        assert "decision on the plan" in str(refusal)


def test_what_is_stopped_stays_stopped_and_only_the_steering_stop() -> None:
    assert MOVES[ProjectStatus.STOPPED] == frozenset()
    for before in set(ProjectStatus) - {ProjectStatus.STOPPED}:
        assert find_move_refusal(before, ProjectStatus.STOPPED, is_steering=True) is None
        assert find_move_refusal(before, ProjectStatus.STOPPED, is_steering=False) is not None


def test_a_project_is_discussed_before_it_is_proposed() -> None:
    assert find_move_refusal(ProjectStatus.IDEA, ProjectStatus.PROPOSED, is_steering=True) is not None
    assert find_move_refusal(ProjectStatus.IDEA, ProjectStatus.DISCUSSED, is_steering=False) is None
    assert find_move_refusal(ProjectStatus.DISCUSSED, ProjectStatus.PROPOSED, is_steering=False) is None


@pytest.mark.parametrize(
    ("priority", "reason", "found"),
    [(1, "First", []), (99, "Last", []), (0, "None", ["priority"]), (100, "Beyond", ["priority"]), (1, " ", ["reason"])],
)
def test_a_priority_is_a_number_with_a_reason(priority: int, reason: str, found: list[str]) -> None:
    assert [gap.path for gap in find_priority_gaps(priority, reason)] == found


@pytest.mark.parametrize(
    ("proposed", "found"),
    [({}, ["nothing to decide"]), ({2: 1, 4: None}, ["Project 4 has no priority"]), ({2: 1}, [])],
)
def test_a_plan_is_ready_with_proposed_projects_that_are_ranked(proposed: dict[int, int | None], found: list[str]) -> None:
    said = [gap.sentence for gap in find_submission_gaps(proposed)]

    assert len(said) == len(found)
    assert all(words in sentence for words, sentence in zip(found, said, strict=True))


@pytest.mark.parametrize(
    ("rulings", "found"),
    [
        ({1: (ProjectVerdict.APPROVE, "")}, []),
        ({}, ["rulings.1"]),
        ({1: (ProjectVerdict.STOP, "")}, ["reasons.1"]),
        ({1: (ProjectVerdict.DISCUSS, "Where?"), 2: (ProjectVerdict.APPROVE, "")}, ["rulings.2"]),
    ],
)
def test_each_project_gets_one_ruling_with_its_reason(rulings: dict[int, tuple[ProjectVerdict, str]], found: list[str]) -> None:
    assert [gap.path for gap in find_ruling_gaps({1}, rulings)] == found


def test_what_is_approved_is_taken_up_again_by_who_steers_the_plan() -> None:
    assert find_move_refusal(ProjectStatus.APPROVED, ProjectStatus.DISCUSSED, is_steering=True) is None
    assert "takes up what is approved" in str(
        find_move_refusal(ProjectStatus.APPROVED, ProjectStatus.DISCUSSED, is_steering=False)
    )


@given(st.lists(st.sampled_from(ProjectVerdict), min_size=1, max_size=8))
def test_a_version_is_what_its_projects_come_to(verdicts: list[ProjectVerdict]) -> None:
    kinds = {one.value for one in verdicts}

    outcome = judge_version(verdicts)

    assert (outcome == VersionOutcome.APPROVED) == (kinds == {"approve"})
    assert (outcome == VersionOutcome.IN_PART) == ("approve" in kinds and len(kinds) > 1)
    assert (outcome == VersionOutcome.REFUSED) == (kinds == {"stop"})
    assert (outcome == VersionOutcome.RETURNED) == ("discuss" in kinds and "approve" not in kinds)
