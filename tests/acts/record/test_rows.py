"""Every column of every table is proved or refused: one after the other is changed, past the triggers and in front of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal

import pytest
from django.conf import settings
from django.db import DatabaseError, IntegrityError, connection, transaction

from licensing.acts.acting import now, to_local_day
from licensing.acts.assessment.sweeping import screen_due_cases
from licensing.acts.decisions import corrections, countersigning, government, sittings
from licensing.acts.documents.papers.issuing import issue_notice
from licensing.acts.documents.papers.making import take_decision_paper, take_minutes
from licensing.acts.licences import ledger
from licensing.acts.licences.changing.variation import grant_variation
from licensing.acts.licences.conditions.records import correct_record, record_condition, void_record
from licensing.acts.people.accounts.proposals import propose_account_step
from licensing.acts.people.rights import giving
from licensing.acts.people.rights.absences import record_absence
from licensing.acts.people.rights.corrections import correct_right
from licensing.acts.people.rights.emergency import propose_access
from licensing.acts.people.systems.keeping import rotate_secret
from licensing.acts.people.systems.registration import SystemInput, confirm_system, propose_system
from licensing.acts.plans.countries.deciding import decide_version, submit_version
from licensing.acts.plans.countries.filling import fill_project
from licensing.acts.plans.countries.group import comment_on_plan
from licensing.acts.plans.countries.investments import plan_investment
from licensing.acts.plans.countries.projects import rank_project
from licensing.acts.plans.measures.ending import propose_end
from licensing.acts.plans.measures.telling import tell_of_measures
from licensing.acts.plans.parents.reviewing import review_contract
from licensing.acts.record.beginning import begin_record, list_begun_tables
from licensing.acts.record.report import Fault, Report
from licensing.acts.record.rows import check_changes, check_contents, check_rows_of
from licensing.acts.record.verification import verify_record
from licensing.acts.reference.change_sets.rewording import reword_row
from licensing.acts.requests import amending, drafting, questions, submission
from licensing.acts.signoff import recusal
from licensing.choices import (
    AccountStep,
    DecisionOutcome,
    ProjectVerdict,
    RecusalReason,
    ReviewResult,
    SystemKind,
    VisitFinding,
)
from licensing.models import Body, Case, Licence, LicenceLine, Mandate, Measure, ScreeningHit, User
from licensing.models.record.protection import list_columns, list_tracked_tables, protect_tables
from licensing.outbox.webhooks.endpoints import register_endpoint
from licensing.policy.record.tables import TABLES, Proof
from tests.acts.assessment.state import LISTED, publish_list_of
from tests.acts.assessment.test_disposing import say
from tests.acts.licences.conditions.test_milestones import record as record_milestone_of
from tests.acts.licences.test_obligations import PROVE
from tests.acts.people.accounts.test_second_factor import add_app
from tests.acts.people.organisations.test_registrations import filed
from tests.acts.plans.countries.state import draft_loan, listed_maker, opened, proposed, sign_off
from tests.acts.plans.measures.state import publish
from tests.acts.record.spoiling import find_fault, spoil
from tests.acts.requests.test_advice import ELSEWHERE, ROUTE
from tests.administrators import add_administrator, mandate
from tests.by_hand import cover
from tests.certificates import check, take_up, verify
from tests.change_sets import add_policy_officer, put, release
from tests.conditions import VERIFIED, issue_overdue_licence, verification
from tests.interests import filed_interest
from tests.issued_papers import issue_first_paper
from tests.milestones import LOAN as WAITING
from tests.milestones import TERMS
from tests.parents import grant_framework
from tests.reports import issue_differing_licence
from tests.reviews import issue_reviewed_licence
from tests.scenes import scene
from tests.supply import plan_supply
from tests.suspensions import propose_to_reinstate
from tests.variations import issue_asked_licence
from tests.visits import issue_visited_licence
from tests.visits import record as record_visit
from tests.world import REQUEST, World, clearance, resolution

# What a column of a type is changed to; `{0}` is the column, `{1}` the length of its text.
_OTHER = {
    "boolean": "NOT COALESCE({0}, false)",
    "smallint": "COALESCE({0}, 0) + 7000",
    "integer": "COALESCE({0}, 0) + 7000",
    # Beyond every number given out, or a row would meet that of another on its way.
    "bigint": "COALESCE({0}, 0) + 7000000000",
    "numeric": "COALESCE({0}, 0) + 1",
    "text": "'~' || COALESCE({0}, '')",
    "character varying": "left('~' || COALESCE({0}, ''), {1})",
    "uuid": "gen_random_uuid()",
    "date": "COALESCE({0}, '2026-01-01') + 1",
    "timestamp with time zone": "COALESCE({0}, now()) + interval '1 day'",
    "time without time zone": "{0} + interval '1 hour'",
    "jsonb": "'{{\"tampered\": 1}}'::jsonb",
    "daterange": "daterange('2001-01-01', '2002-01-01')",
}
# No act of these tests fills them.
_EMPTY = {
    "licensing_addresschange",
    "licensing_assessment",
    "licensing_assessmentlapse",
    "licensing_authorisation",
    "licensing_invitation",
    "licensing_planproject",
    "licensing_revocationappeal",
    "licensing_revocationruling",
    "licensing_supplyreservation",
    "licensing_user_groups",
    "licensing_user_user_permissions",
}

# Nor are these ever filled by the acts of these tests; what they hold is looked at where it is at home.
_NEVER_FILLED = {"licensing_usereport"}
# The heads change with every event and every release, and are proved by them.
_HEADS = {"licensing_chainhead", "licensing_releasehead"}


@pytest.fixture
def record(world: World) -> World:
    """A history with rows in nearly every table, and a record that knows the rows that are older than it."""
    make_record(world)
    return world


@pytest.fixture
def committed_record(real_world: World) -> World:
    """The same, committed: the events of its acts vouch for nothing that is done in another transaction."""
    with transaction.atomic():
        make_record(real_world)
        protect_tables(settings.APPLICATION_ROLE)
    return real_world


@scene
def make_record(world: World) -> None:
    waiting = world.before_government(terms=TERMS | {"financing": WAITING})
    bound = government.grant_case(waiting, world.dora, resolution(conditions=[PROVE, VERIFIED]))
    licence = Licence.objects.get(case=bound.case_id)
    record_milestone_of(licence, world.otto)
    wrong = record_condition(licence, world.otto, 2, verification())
    record = correct_record(licence, world.otto, wrong.pk, verification(note="Called again."))
    void_record(licence, world.otto, record.pk, reason="The embassy has withdrawn its letter.")
    record_condition(licence, world.otto, 2, verification())
    late = {"code": "P20", "parameters": {"date": str(to_local_day(now()) - timedelta(days=30))}}
    issue_overdue_licence(world, late, title="Overdue")
    issue_notice(propose_to_reinstate(world, title="Suspended"), world.otto)
    issue_reviewed_licence(world, title="Reviewed")
    record_visit(world, issue_visited_licence(world, title="Visited"), VisitFinding.MISUSED)
    grant_variation(issue_asked_licence(world, title="Varied"), world.dora)
    issue_first_paper(world, title="Printed")
    take_decision_paper(world.granted(title="Decided on paper"), world.otto)
    ledger.draw_down_licence(licence, world.cus, clearance("m1", 5))
    beyond = ledger.report_clearance(licence, world.cus, clearance("m2", 5, line=2, cleared_on=to_local_day(now())))
    ledger.review_clearance(licence, world.otto, beyond.pk, note="One too many.")
    issue_differing_licence(world)
    cited = world.filed(title="With a certificate")
    take_up(world, cited)
    check(world, cited)
    verify(world, cited)
    countersigning.countersign_case(Case.objects.get(pk=licence.case_id), world.decider())
    corrections.correct_decision(licence.case, world.decider("daria"), resolution_no="418-r", reason="A slip.")
    asked_about, lapsed = world.with_need(), world.with_need(title="Lapsed")
    amending.amend_case(lapsed, world.paula, {"items": [REQUEST["items"][0] | {"quantity": "4000"}]}, reason="More.")
    due_on = to_local_day(now()) + timedelta(days=9)
    question = questions.ask_question(asked_about, world.otto, text="Which unit?", due_on=due_on)
    questions.answer_question(asked_about, world.paula, question.pk, text="The second.")
    submission.send_back_case(world.filed(title="Another"), world.otto, grounds=["N01"], reason="A page is missing.")
    odd = drafting.edit_case(world.ready(title="Odd"), world.paula, {"route": ROUTE})
    submission.submit_case(odd, world.paula, declared=True, explanations={ELSEWHERE: "Our depot is in Riga."})
    ada = add_administrator("ada")
    giving.propose_right(ada, mandate(world.stella), reason="She joined the ministry.")
    recusal.recuse_member(asked_about, world.dan, reason=RecusalReason.FAMILY)
    bea = add_administrator("bea")
    correct_right(
        Mandate.objects.get(user=world.dan),
        bea,
        first_on=to_local_day(now()) - timedelta(days=9),
        end_on=to_local_day(now()),
        reason="He was recalled.",
    )
    add_people_and_programs(world, ada, bea)
    cabinet = Body.objects.get(pk="CMU")
    sitting = sittings.call_sitting(world.dora, body=cabinet, title="Weekly", held_on=to_local_day(now()), quorum=1)
    sittings.record_attendance(sitting, world.dora, [(world.dora, cabinet, True)])
    sittings.confirm_attendance(sitting, world.dora)
    sittings.put_on_agenda(sitting, world.dora, world.before_government(title="Third"), outcome=DecisionOutcome.GRANT)
    sittings.conclude_sitting(sitting, world.dora, resolution_no="512-r")
    take_minutes(sitting.agenda.get().case, world.dora)
    release(world.pol, add_policy_officer("petra"), put("units", "ZZT", code="ZZT", names={"en": "Made by tests"}))
    reword_row(world.pol, "units", "ZZT", {"names": {"uk": "Створено тестами"}}, reason="To try.")
    plan_supply(world.rhea, "vessels")
    # Before the measure, which would stop the request that fills a project.
    contract = grant_framework(world, reviews=(20, 400))
    review_contract(contract, world.otto, 1, result=ReviewResult.CONTINUES, reason="Nothing has changed.")
    plan_country(world)
    publish(world)
    tell_of_measures()
    said = {"authority": "Cabinet of Ministers", "document_no": "512", "reason": "Stocks are full."}
    propose_end(Measure.objects.get(), world.pol, lifted_from=to_local_day(now()), **said)
    publish_list_of(world, LISTED)
    screen_due_cases()
    say(ScreeningHit.objects.get(case=asked_about), world.otto)
    cover()
    begin_record(altered={})


def plan_country(world: World) -> None:
    """A country plan with a project, an investment in it and a comment on it."""
    plan = opened(world, country="EE")
    makers = {"uav": listed_maker(world).pk}
    project = proposed(world, plan, volumes=[("uav", Decimal(120))], makers=makers)
    project = rank_project(project, world.greta, priority=1, reason="Needed first.")
    plan_investment(project, world.rhea, draft_loan(world))
    comment_on_plan(plan, world.greta, text="The site is ready.")
    approved = {1: (ProjectVerdict.APPROVE, "")}
    version = sign_off(world, submit_version(plan, world.rhea))
    decide_version(version, world.dora, resolution_no="512-r", resolution_on=to_local_day(now()), rulings=approved)
    fill_project(project, world.rhea, reference=str(world.accepted(title="Fills a project").reference))


def add_people_and_programs(world: World, ada: User, bea: User) -> None:
    """What administrators, their second persons and people themselves settle about accounts, absences and systems."""
    today = to_local_day(now())
    record_absence(world.mira, first_on=today, end_on=today + timedelta(days=3))
    propose_access(ada, world.mira, reason="The officer is ill.")
    add_app(world.mira)
    propose_account_step(ada, world.mira, step=AccountStep.RESET_FACTOR, reason="She lost it.")
    service = SystemInput(
        kind=SystemKind.SERVICE,
        name="Gate",
        purpose="Draws licences down.",
        owner=world.otto,
        account=world.cus,
        scopes=("usages:write",),
        end_on=today + timedelta(days=300),
    )
    rotate_secret(confirm_system(propose_system(ada, service, reason="The gate opens."), bea), world.otto)
    filed()
    filed_interest(world)
    register_endpoint(world.paula, url="https://erp.example.org/hook")


def test_every_table_and_column_that_is_left_out_is_declared_with_a_reason(db: None) -> None:
    present = list_columns()

    # The cache's table is made only where the database keeps the cache.
    assert present.keys() - TABLES.keys() == set()
    assert TABLES.keys() - present.keys() <= {"dozvil_cache"}
    assert [name for name, table in TABLES.items() if table.proof in (Proof.NONE, Proof.CHAIN) and not table.because] == []
    for name, table in TABLES.items():
        known = set(present.get(name, ()))
        assert {*table.left_out, *table.frozen} <= known or not known, name
        assert all(table.left_out.values()), name


@pytest.mark.walk
def test_a_record_of_many_acts_is_whole(record: World) -> None:
    assert verify_record().fault is None
    assert {one.name for one in list_tracked_tables()} == list_begun_tables()


@pytest.mark.walk
def test_a_change_of_any_column_past_the_triggers_is_named(record: World) -> None:
    unnoticed, empty = [], set()
    for table in list_tracked_tables():
        if not _has_rows(table.name):
            empty.add(table.name)
            continue
        for column in (one for one in table.columns if one != table.key):
            try:
                with _undone():
                    _tamper(table.name, column)
                    fault = next(check_rows_of(table, begun=True), None)
            except IntegrityError:
                continue  # a constraint refuses it, whoever asks
            if fault is None or not fault.where.startswith(table.name) or f"“{column}”" not in fault.sentence:
                unnoticed.append(f"{table.name}.{column}: {fault}")

    assert unnoticed == []
    assert empty <= _EMPTY | {"licensing_usereport"}


@pytest.mark.walk
def test_a_change_of_what_was_filed_past_the_triggers_is_named(record: World) -> None:
    unnoticed = []
    for name, table in TABLES.items():
        for column in list_columns()[name] if table.proof is Proof.FILED and name not in _EMPTY else ():
            if column in {"id", "case_id", "item_id", *table.left_out}:
                continue
            with _undone():
                _tamper(name, column)
                if next(check_contents(Report()), None) is None:
                    unnoticed.append(f"{name}.{column}")

    assert unnoticed == []


def test_a_field_that_was_not_there_when_a_request_was_filed_must_be_empty(world: World) -> None:
    """A release that adds a field finds requests that could not declare it."""
    version = world.filed().versions.get()
    filed = json.loads(version.canonical)
    for item in filed["items"]:
        del item["serial_numbers"]
    spoil("UPDATE licensing_caseversion SET canonical = %s WHERE id = %s", json.dumps(filed), version.pk)
    older = next(check_contents(Report()), None)
    spoil("UPDATE licensing_item SET serial_numbers = 'ZV-1' WHERE case_id = %s", version.case_id)
    slipped_in = next(check_contents(Report()), None)

    assert older is None
    assert slipped_in is not None
    assert slipped_in.sentence == "“items” of this request is not what was filed."


@pytest.mark.walk
def test_a_change_of_the_chain_past_the_triggers_is_named(record: World) -> None:
    unnoticed = []
    # An event that covers changes: of another, the columns that cover them are empty, and stay so whatever is added to them.
    rows = {"licensing_event": "number > 5 AND changes_to IS NOT NULL", "licensing_change": "id > 0"}
    for name, where in rows.items():
        for column in set(list_columns()[name]) - TABLES[name].left_out.keys():
            with _undone():
                _tamper(name, column, where=where)
                found = find_fault() if name == "licensing_event" else next(check_changes(Report()), None)
            if found is None:
                unnoticed.append(f"{name}.{column}")

    assert unnoticed == []


@pytest.mark.walk
def test_no_column_is_changed_by_the_application_without_an_event(committed_record: World) -> None:
    let_through, untried = [], set()
    for name, table in TABLES.items():
        if table.proof is Proof.NONE or name in _HEADS or not _has_rows(name):
            untried |= set() if table.proof is Proof.NONE or name in _HEADS else {name}
            continue
        for column in set(list_columns()[name]) - table.left_out.keys():
            try:
                with _undone(), _as_application():
                    _change(name, column)
            except DatabaseError:
                continue
            let_through.append(f"{name}.{column}")

    assert let_through == []
    assert untried <= _EMPTY | _NEVER_FILLED


@pytest.mark.walk
def test_no_row_is_added_by_the_application_without_an_event(committed_record: World) -> None:
    """A copy of a row under a key of its own, where no constraint refuses it; one trigger of each table sees all writes."""
    let_through, refused, copied = [], set(), set()
    for name, table in TABLES.items():
        if table.proof in (Proof.NONE, Proof.CHAIN) or not _has_rows(name):
            continue
        try:
            with _undone(), _as_application():
                _copy_row(name)
                copied.add(name)
                with connection.cursor() as cursor:
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        except DatabaseError:
            refused.add(name)
            continue
        let_through.append(name)

    assert let_through == []
    assert len(copied & refused) >= 15
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.tgrelid::regclass::text FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
            " WHERE p.proname = 'dozvil_keep_change' AND t.tgtype::int & 28 = 28 AND t.tgenabled IN ('O', 'A')"
        )
        watched = {name for (name,) in cursor.fetchall()}
    assert {one.name for one in list_tracked_tables()} - watched == set()


@pytest.mark.walk
def test_no_row_is_deleted_by_the_application_without_an_event(committed_record: World) -> None:
    let_through = []
    for name, table in TABLES.items():
        if table.proof in (Proof.NONE, Proof.CHAIN) or not _has_rows(name):
            continue
        for statement in ("DELETE FROM {0}", "TRUNCATE {0} CASCADE"):
            try:
                with _undone(), _as_application(), connection.cursor() as cursor:
                    cursor.execute(statement.format(name))
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            except DatabaseError:
                continue
            let_through.append(statement.format(name))

    assert let_through == []


@pytest.mark.walk
def test_a_larger_licence_and_a_later_end_are_named(record: World) -> None:
    line, licence = LicenceLine.objects.order_by("pk")[0], Licence.objects.order_by("pk")[0]
    with _undone():
        spoil("UPDATE licensing_licenceline SET authorised = authorised * 10 WHERE id = %s", line.pk)
        larger = find_fault()
    with _undone():
        spoil("UPDATE licensing_licence SET valid_until = valid_until + 90 WHERE id = %s", licence.pk)
        later = find_fault()

    assert larger == Fault(f"licensing_licenceline {line.pk}", "“authorised” is 400.000, but its events come to 40.000.")
    assert later is not None
    assert later.where == f"licensing_licence {licence.pk}"
    assert later.sentence.startswith("“valid_until” is")


@pytest.mark.walk
def test_a_row_that_was_slipped_in_or_taken_out_is_named(record: World) -> None:
    with _undone():
        spoil("DELETE FROM licensing_needstatement")
        gone = find_fault()
    with _undone():
        spoil(
            "INSERT INTO licensing_appointment (user_id, kind, period) VALUES (%s, 'decider', '[2026-01-01,)')",
            record.stella.pk,
        )
        slipped_in = find_fault()

    assert gone is not None
    assert gone.sentence == "This row is gone, and no event tells of that."
    assert slipped_in is not None
    assert slipped_in.sentence == "No event tells of this row."


@pytest.mark.walk
def test_a_change_hidden_in_the_record_of_changes_is_named(record: World) -> None:
    spoil("UPDATE licensing_licenceline SET authorised = 400 WHERE number = 1")
    spoil(
        "UPDATE licensing_change SET columns = jsonb_set(columns, '{authorised}', '400')"
        " WHERE table_name = 'licensing_licenceline' AND columns ? 'authorised' AND columns -> 'number' = '1'"
    )

    fault = find_fault()

    assert fault is not None
    assert fault.sentence == "The changes that this event covers are not those that were written."


def _has_rows(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {table})")
        return bool(cursor.fetchone()[0])


def _assignment(table: str, column: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT data_type, character_maximum_length FROM information_schema.columns"
            " WHERE table_schema = 'public' AND table_name = %s AND column_name = %s",
            [table, column],
        )
        kind, length = cursor.fetchone()
    return f'"{column}" = ' + _OTHER[kind].format(f'"{column}"', length)


def _tamper(table: str, column: str, where: str = "true") -> None:
    spoil(f"UPDATE {table} SET {_assignment(table, column)} WHERE ctid IN (SELECT ctid FROM {table} WHERE {where} LIMIT 1)")


def _change(table: str, column: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {_assignment(table, column)} WHERE ctid IN (SELECT ctid FROM {table} LIMIT 1)")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _copy_row(table: str) -> None:
    """Add a copy of a row with another key, as far as its constraints let it through."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, data_type FROM information_schema.columns"
            " WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position",
            [table],
        )
        columns = cursor.fetchall()
        # What is unique by itself gets another value; foreign keys and all else stay what they are.
        new = {"uuid": "gen_random_uuid()", "bigint": "9000000000", "integer": "2000000000"}
        values = [new.get(kind, f'"{name}"') if name == "id" else f'"{name}"' for name, kind in columns]
        names = ", ".join(f'"{name}"' for name, _kind in columns)
        cursor.execute(f"INSERT INTO {table} ({names}) SELECT {', '.join(values)} FROM {table} LIMIT 1")


@contextmanager
def _undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def _as_application() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {settings.APPLICATION_ROLE}")
        yield
        cursor.execute("RESET ROLE")
