"""The state's will and our own forces first: what decides, as partners and the authority see it on their pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from playwright.sync_api import expect

from licensing.acts.acting import at_time, now, to_local_day
from licensing.acts.decisions import government
from licensing.acts.licences.ledger import draw_down_licence
from licensing.acts.plans.countries.deciding import decide_version, submit_version
from licensing.acts.plans.countries.filling import fill_project
from licensing.acts.plans.countries.projects import edit_project, move_project, rank_project
from licensing.acts.plans.measures.preparing import prepare_measure
from licensing.acts.signoff import positions
from licensing.acts.supply.need_statements import state_need
from licensing.choices import CooperationForm, MeasureKind, ProjectStatus, ProjectVerdict
from licensing.models import Case, Interest, Licence, Project
from licensing.policy.plans.measures.drafting import ExemptionDraft
from licensing.policy.plans.measures.scope import Scope
from licensing.policy.supply.spare import Claim
from tests.acts.plans.countries.state import draft_project, opened, proposed, secretary
from tests.acts.plans.countries.test_filling import approved
from tests.acts.plans.measures.state import draft, second_officer
from tests.browser.conftest import Enter
from tests.browser.walking import Walker
from tests.interests import YEAR
from tests.milestones import TERMS, VENTURE
from tests.parents import LONG_TERM, grant_framework, yearly
from tests.supply import QUARTER, plan_supply, quarters
from tests.world import PASSWORD, REQUEST, World, approve, clearance, object_to, resolution

UAV = REQUEST["items"][0]


def test_a_destination_is_everyone_and_everywhere(real_world: World, enter: Enter) -> None:
    leg = REQUEST["route"][0]
    through_minsk = [leg | {"to_place": "Minsk", "to_country": "BY"}, leg | {"from_place": "Minsk", "from_country": "BY"}]
    owner = {"role": "owner", "name": "Holding", "country": "CY", "kind": "commercial", "owner_of": "Fictional Defence Depot"}
    to_ourselves = real_world.ready(title="To ourselves", partner_country="UA")
    filed = real_world.filed(route=through_minsk, parties=[*REQUEST["parties"], owner])
    paula, otto = enter(real_world.paula), enter(real_world.otto)

    paula.sign_in()
    paula.go(f"/cases/{to_ourselves.pk}/check/")
    paula.sees("Ukraine is no partner to export to. Name the other state.")

    otto.sign_in()
    _look_at(otto, filed)
    otto.sees("Where it goes, in every role", "Holding", "Cyprus", "Minsk", "A destination stands in the excluded tier.")
    otto.picture("destinations", at="#destinations")


def test_a_moratorium_is_tried_published_and_felt(real_world: World, enter: Enter) -> None:
    case = real_world.filed()
    denmark = ExemptionDraft({"en": "Joint production with Denmark"}, "Cabinet", Scope(countries=frozenset({"DK"})))
    measure = prepare_measure(
        real_world.pol,
        draft(
            kind=MeasureKind.MORATORIUM, titles={"en": "Moratorium on UAVs", "uk": "Мораторій на БпЛА"}, exemptions=(denmark,)
        ),
    )
    petra, paula, otto = second_officer(), enter(real_world.paula), enter(real_world.otto)
    petra.set_password(PASSWORD)
    petra.save(update_fields=["password"])
    officer = enter(petra)

    officer.sign_in()
    officer.go(f"/admin/licensing/measure/{measure.pk}/change/")
    officer.sees("would stop", "EUR 3,300,000.00", "Joint production with Denmark")
    officer.picture("a-moratorium-is-tried", whole=True)
    officer.follow("Publish it")
    officer.page.locator("main button[type=submit]").first.click()
    officer.sees("In force")

    paula.sign_in()
    paula.go(f"/cases/{case.pk}/")
    paula.sees("Moratorium on UAVs", "Cabinet of Ministers", "Joint production with Denmark")
    paula.picture("what-the-applicant-reads")
    paula.press("Українська")
    paula.sees("Мораторій на БпЛА")
    paula.picture("what-the-applicant-reads-in-ukrainian")
    otto.sign_in()
    _look_at(otto, case)
    otto.sees("What stands in the way", "Moratorium on UAVs")
    otto.picture("what-stands-in-the-way", at="#obstacles")


def test_of_240_as_many_are_granted_as_can_be_spared(real_world: World, enter: Enter) -> None:
    today = plan_supply(real_world.greta, stock=2000, floor=0).data_on
    each_quarter = {1: [Claim(today + place * QUARTER, Decimal(50)) for place in range(4)]}
    promised = _bring_forward(real_world, _accept(real_world, "200"), each_quarter)
    government.grant_case(promised, real_world.dora, resolution())
    plan_supply(real_world.greta, periods=quarters(250, 250, 330, 250))
    case = _accept(real_world, "240")
    rhea, dora, paula = enter(real_world.rhea), enter(real_world.dora), enter(real_world.paula)

    rhea.sign_in()
    _look_at(rhea, case)
    rhea.follow("State domestic need")
    rhea.sees("Stock of", "240", "120")
    rhea.picture("what-can-be-spared", whole=True)
    rhea.type("When the items are delivered", f"1; {today.isoformat()}; 120\n1; {(today + QUARTER).isoformat()}; 120")
    rhea.press("State the domestic need")
    rhea.sees("The domestic need is stated.", "Limited")
    case = _sign(real_world, case)

    dora.sign_in()
    _look_at(dora, case)
    dora.follow("Grant")
    dora.type("Number of the resolution", "418-r")
    dora.type("Date of the resolution", today.isoformat())
    dora.press("Record the government's grant")
    dora.sees("120 pieces can be spared of the 240 pieces asked for. To grant more, say why, by name.")
    dora.picture("a-grant-beyond-the-need", whole=True)
    dora.type("Reconnaissance UAV", "120")
    dora.type("Reasons", "No more can be delivered now.")
    dora.press("Record the government's grant")
    dora.sees("The grant is recorded.", "418-r")

    paula.sign_in()
    paula.go(f"/cases/{case.pk}/")
    paula.sees("in part", "Limited")
    paula.misses("General Staff", "2,000")
    paula.picture("three-words-for-the-partner")


def test_of_a_framework_the_officer_reads_figures_and_the_partner_a_word(real_world: World, enter: Enter) -> None:
    framework = grant_framework(real_world)
    real_world.accepted(title="The first of the year", **yearly(framework, quantity="450"))
    case = real_world.filed(title="Too many of the year", **yearly(framework, quantity="51", price="1050.00"))
    otto, paula = enter(real_world.otto), enter(real_world.paula)

    otto.sign_in()
    _look_at(otto, case)
    otto.sees("50 pieces are left", "is not that of the price path for year 2")
    otto.picture("less-is-left-than-is-asked", at="#obstacles")
    paula.sign_in()
    paula.go(f"/cases/{case.pk}/")
    paula.sees("it fits in part", "is not that of the price path for year 2")
    paula.misses("50 pieces are left")
    paula.picture("it-fits-in-part")


def test_an_interest_becomes_an_offer_and_is_agreed(real_world: World, enter: Enter) -> None:
    year = to_local_day(now()).year + 1
    paula, otto = enter(real_world.paula), enter(real_world.otto)

    paula.sign_in()
    paula.go("/interests/new/")
    paula.type("What are you interested in?", "Interceptors for five years")
    paula.page.locator("#id_family-1").select_option("uav")
    paula.page.locator(f"#id_y{year}-1").fill("300")
    paula.choose("Form of co-operation", CooperationForm.LONG_TERM.value)
    paula.choose("How soon is it needed?", "soon")
    paula.type("Financing that you offer", "A loan of our development bank.")
    paula.press("File the expression of interest")
    paula.sees("Interceptors for five years", "300")

    otto.sign_in()
    otto.go(f"/admin/licensing/interest/{Interest.objects.get().pk}/change/")
    otto.follow("Make an offer")
    otto.type("What is offered, and on what terms", "A hundred and fifty in the first year, assembled together.")
    otto.choose("Form of co-operation", CooperationForm.JOINT_VENTURE.value)
    otto.type("The offer stands until", (to_local_day(now()) + timedelta(days=20)).isoformat())
    otto.page.locator("#id_family_0").select_option("uav")
    otto.page.locator(f"#id_y{year}_0").fill("150")
    otto.press("Make the offer")

    paula.page.reload()
    paula.sees("An offer of the state waits for your answer", "150")
    paula.picture("an-offer-of-the-state", whole=True)
    paula.press("Accept the offer")
    paula.sees("What was agreed binds nobody until a request is granted.")


def test_terms_are_computed_before_they_are_filed(real_world: World, enter: Enter) -> None:
    loan = {
        "kind": "buyer_credit",
        "amount": "3000000.00",
        "currency": "EUR",
        "tenor_years": 5,
        "grace_years": 1,
        "reference_rate": "EURIBOR",
        "reference_percent": "2",
        "margin_percent": "2",
        "repayment": "annuity",
        "start_on": "2031-01-01",
    }
    capital = [
        {"holder": "Zhuravel Vyhadka Aero LLC", "kind": "cash", "amount": "510000.00", "on": "2031-02-01"},
        {"holder": "Fictional Ministry", "kind": "cash", "amount": "490000.00", "on": "2032-02-01"},
    ]
    output = {
        "unit": "NAR",
        "output_split": {"own_forces": "62.5", "partner": "33", "third_countries": "4.5"},
        "third_countries": [{"country": "MA"}],
        "planned_output": [{"year": 2031, "quantity": "101"}, {"year": 2032, "quantity": "340"}],
    }
    venture = VENTURE | {"capital_currency": "EUR", "capital": capital} | output
    draft = real_world.ready(cooperation_form="mixed", terms=TERMS | {"financing": loan, "joint_venture": venture})
    paula = enter(real_world.paula)

    paula.sign_in()
    paula.go(f"/cases/{draft.pk}/check/")
    paula.sees("What the loan costs", "Interest in the first year", "120,000.00", "Capital of the joint venture", "490,000.00")
    expect(paula.page.locator("svg[role=img]").first).to_be_visible()
    paula.picture("what-a-loan-costs", at="#chapter-loan")
    paula.picture("what-a-joint-venture-is-made-of", at="#chapter-capital")
    paula.sees("Output of the joint venture", "101 pieces", "64 pieces", "33 pieces", "4 pieces", "rounded up")
    paula.picture("who-gets-what-of-the-output", at="#chapter-output")
    paula.go(f"/cases/{_draft_contract(real_world).pk}/check/")
    paula.sees(
        "Prices of the long-term contract", "1,030.00", "300 pieces", "Day of the review: 31 Dec 2033, Price and quantity"
    )
    paula.picture("what-each-year-of-a-contract-costs", at="#chapter-prices")
    paula.picture("call-offs-and-reviews-of-a-contract", at="#chapter-terms ~ table >> nth=0")


def _draft_contract(world: World) -> Case:
    line = UAV | {"quantity": "500", "unit_price": "1000.00"}
    calls = [{"year": 1, "quantity": "300"}, {"year": 2, "quantity": "500", "note": "Half of it in spring"}]
    reviews = [{"on": "2033-12-31", "subject": "Price and quantity"}, {"on": "2037-12-31", "subject": "What is still needed"}]
    terms = TERMS | {"long_term": LONG_TERM | {"start_on": "2031-01-01", "call_offs": calls, "review_points": reviews}}
    return world.ready(title="Ten years", kind="framework", cooperation_form="long_term", terms=terms, items=[line], route=[])


def test_the_years_of_a_project_are_drawn_and_run_out(real_world: World, enter: Enter) -> None:
    years = {"uav": {YEAR + 1: Decimal(42), YEAR + 2: Decimal(60), YEAR + 3: Decimal(18)}}
    project = approved(real_world, quantity=120, years=years)
    granted = _fill(real_world, project, real_world.before_government(title="Granted", deliveries=_deliver(25, 15)))
    government.grant_case(Case.objects.get(pk=granted.pk), real_world.dora, resolution())
    with at_time(datetime(YEAR + 1, 1, 15, 12, tzinfo=UTC)):
        draw_down_licence(Licence.objects.get(case=granted), real_world.cus, clearance("m-1", 12))
    _fill(real_world, project, real_world.accepted(title="Accepted", deliveries=_deliver(15, 25)))
    greta = enter(real_world.greta)

    greta.sign_in()
    greta.go(f"/admin/licensing/countryplan/{project.plan_id}/change/")
    greta.sees("By year", "Running out", "12 pieces", "13 pieces", "15 pieces")
    greta.picture("the-years-of-a-project", at="#project-1 .dz-years")
    greta.press("Українська")
    greta.sees("Майже вичерпано")


def _fill(world: World, project: Project, case: Case) -> Case:
    fill_project(project, world.rhea, reference=str(case.reference))
    return case


def _deliver(first: int, second: int) -> list[dict[str, object]]:
    days = ((f"{YEAR + 1}-03-01", first), (f"{YEAR + 2}-03-01", second))
    return [{"item": 1, "first_on": day, "last_on": day, "quantity": str(quantity)} for day, quantity in days]


def _look_at(walker: Walker, case: Case) -> None:
    walker.go(f"/admin/licensing/case/{case.pk}/change/")


def _accept(world: World, quantity: str) -> Case:
    return world.accepted(title=f"{quantity} UAVs", items=[UAV | {"quantity": quantity}])


def _bring_forward(world: World, case: Case, deliveries: dict[int, list[Claim]]) -> Case:
    state_need(case, world.rhea, deliveries=deliveries)
    return _sign(world, case)


def _sign(world: World, case: Case) -> Case:
    for member in (world.rhea, world.greta, world.mira):
        positions.sign_case(case, member, approve(), version=1)
    return Case.objects.get(pk=case.pk)


def test_a_country_plan_is_signed_off_decided_by_project_and_amended(real_world: World, enter: Enter) -> None:
    plan = opened(real_world)
    for priority in (1, 2):
        rank_project(proposed(real_world, plan), real_world.greta, priority=priority, reason="Needed.")
    member = secretary()
    member.set_password(PASSWORD)
    member.save(update_fields=["password"])
    greta, dora = enter(real_world.greta), enter(real_world.dora)

    greta.sign_in()
    greta.go(f"/admin/licensing/countryplan/{plan.pk}/change/")
    greta.follow("Send it for review")
    greta.page.locator("main button[type=submit]").first.click()
    greta.sees("The version is in review.")
    version = plan.versions.get()
    assert version.review is not None
    greta.go(f"/admin/licensing/case/{version.review.pk}/change/")
    greta.sees("The state", "Review of a country plan", "Working group", "Projects by priority")
    positions.sign_case(version.review, real_world.rhea, object_to("No site is named."), version=1)
    positions.sign_case(version.review, real_world.greta, approve(), version=1)
    positions.sign_case(version.review, real_world.greta, replace(approve(), casting=True), version=1)
    positions.sign_case(version.review, member, approve(), version=1)

    dora.sign_in()
    dora.go(f"/admin/licensing/case/{version.review.pk}/change/")
    dora.sees("No site is named.", "Record the government's decision")
    dora.picture("a-country-plan-signed-off", at="#signoff")
    rulings = {1: (ProjectVerdict.APPROVE, ""), 2: (ProjectVerdict.STOP, "No site is named.")}
    decide_version(version, real_world.dora, resolution_no="640-r", resolution_on=to_local_day(now()), rulings=rulings)
    dora.go(f"/admin/licensing/countryplan/versions/{version.pk}/")
    dora.sees("Approved in part", "640-r", "No site is named.")
    dora.picture("what-is-decided-on-each-project", at="#rulings")

    first = plan.projects.get(number=1)
    move_project(first, real_world.greta, ProjectStatus.DISCUSSED, reason="The partner asks for more.")
    edit_project(first, real_world.rhea, draft_project(value=Decimal("12000000.00")))
    move_project(first, real_world.rhea, ProjectStatus.PROPOSED, reason="Agreed.")
    amended = submit_version(plan, real_world.rhea)
    dora.go(f"/admin/licensing/countryplan/versions/{amended.pk}/")
    dora.sees("What differs", "12,000,000.00 EUR", "9,600,000.00 EUR")
    dora.picture("what-an-amendment-changes", at="#changes")
    dora.press("Українська")
    dora.sees("Що відрізняється")
