"""Home: what is there, what waits, and in a constant number of queries."""

from __future__ import annotations

from datetime import timedelta

import pytest

from licensing.acts.acting import now, to_local_day
from licensing.acts.licences.licence import surrender_licence
from licensing.acts.licences.reports.filing import file_report
from licensing.acts.requests import submission
from licensing.choices import MembershipRole, ReportKind, ReportOutcome
from licensing.models import ConditionDuty, LicenceCondition, Membership
from tests.by_hand import by_hand
from tests.portal.visiting import Visitor, count_selects, text_of
from tests.size.crowd import copy_case
from tests.world import World


def test_home_says_how_to_begin_when_there_is_nothing(world: World, paula: Visitor) -> None:
    shown = text_of(paula.open("home"))

    assert "How to begin" in shown
    assert "New request" in shown


def test_home_shows_only_what_my_organisation_filed(world: World, paula: Visitor, rita: Visitor) -> None:
    world.draft(title="Ours alone")

    assert "Ours alone" in text_of(paula.open("home"))
    assert "Ours alone" not in text_of(rita.open("home"))


def test_home_filters_by_state(world: World, paula: Visitor) -> None:
    world.draft(title="Still a draft")
    world.filed(title="Gone to the authority")

    drafts = text_of(paula.open("home", query="?show=drafts"))
    filed = text_of(paula.open("home", query="?show=review"))
    decided = text_of(paula.open("home", query="?show=decided"))

    assert ("Still a draft" in drafts, "Gone to the authority" in drafts) == (True, False)
    assert ("Still a draft" in filed, "Gone to the authority" in filed) == (False, True)
    assert "There are no such requests." in decided


@pytest.mark.walk
def test_home_lists_three_requests_in_as_many_queries_as_one(world: World, paula: Visitor) -> None:
    world.filed(title="One")
    one = count_selects(lambda: paula.open("home"))
    world.filed(title="Two")
    world.draft(title="Three")
    three = count_selects(lambda: paula.open("home"))

    # The session and the person, what waits, the evidence and the reports owed, whether I may begin one, and the list.
    assert (one, three) == (7, 7)


def test_all_that_waits_is_named_with_its_number(world: World, paula: Visitor) -> None:
    copied = world.filed()
    submission.send_back_case(copied, world.otto, grounds=["N01"], reason="Name the depot.")
    copy_case(copied, 8, of_another=False)

    shown = text_of(paula.open("home"))

    assert "All 9 requests that wait for you" in shown


def test_a_reader_is_not_offered_what_only_others_may_begin(world: World, paula: Visitor) -> None:
    with by_hand():
        Membership.objects.filter(user=world.paula).update(role=MembershipRole.READER)

    shown = text_of(paula.open("home"))

    assert "New request" not in shown
    assert "You read those that your colleagues prepare." in shown


def test_evidence_that_is_due_waits_for_me_until_it_is_filed(world: World, paula: Visitor, rita: Visitor) -> None:
    licence = world.licence()
    with by_hand():
        condition = LicenceCondition.objects.create(licence=licence, number=9, texts={"en": "A report is filed."})
        duty = ConditionDuty.objects.create(condition=condition, due_on=to_local_day(now()) + timedelta(days=5))
    before, theirs = text_of(paula.open("home")), text_of(rita.open("home"))
    with by_hand():
        ConditionDuty.objects.filter(pk=duty.pk).update(filed_at=now(), filed_by=world.paula, evidence="Here")

    assert ("Evidence to file" in before, licence.number in before) == (True, True)
    assert "Evidence to file" not in theirs
    assert "Evidence to file" not in text_of(paula.open("home"))


@pytest.mark.walk
def test_reports_that_are_due_wait_for_me_until_they_are_filed(world: World, paula: Visitor, rita: Visitor) -> None:
    world.licence()
    early = text_of(paula.open("home"))
    ended = surrender_licence(world.licence(), world.paula, reason="No longer needed.")
    before, theirs = text_of(paula.open("home")), text_of(rita.open("home"))
    none = [{"line": line, "quantity": "0"} for line in (1, 2)]
    file_report(ended, world.paula, period=1, kind=ReportKind.FACT, outcome=ReportOutcome.NOT_AT_ALL, lines=none)
    after = text_of(paula.open("home"))

    assert "Report on" not in early + theirs
    assert ("Report on actual transfer" in before, "Report on use" in before, ended.number in before) == (True, True, True)
    assert ("Report on actual transfer" in after, "Report on use" in after) == (False, True)


@pytest.mark.walk
def test_reports_of_three_licences_cost_as_many_queries_as_of_one(world: World, paula: Visitor) -> None:
    surrender_licence(world.licence(), world.paula, reason="No longer needed.")
    one = count_selects(lambda: paula.open("home"))
    for _ in range(2):
        surrender_licence(world.licence(), world.paula, reason="No longer needed.")

    assert count_selects(lambda: paula.open("home")) == one
