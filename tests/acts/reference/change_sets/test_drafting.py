"""A draft holds several rows of several lists; nothing wrong gets into it, and only its drafter writes on it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import DateField, Model

from licensing.acts.acting import at_time, now, to_local_day
from licensing.acts.reference.change_sets.drafting import (
    draft_again,
    draft_change_set,
    drop_change_lines,
    edit_change_set,
    put_change_lines,
)
from licensing.acts.reference.change_sets.rewording import reword_row
from licensing.acts.reference.change_sets.rows import MODELS, load_present
from licensing.acts.reference.change_sets.settling import decline_change_set, withdraw_change_set
from licensing.acts.reference.change_sets.sweeping import settle_due_change_sets
from licensing.acts.reference.procedure_drafts import begin_version
from licensing.acts.reference.procedures import build_procedure_document
from licensing.choices import ChangeAction, ChangeSetState, Office
from licensing.errors import Invalid, NotAllowed, WrongState
from licensing.models import ChangeSet, Country, Event, Procedure, RoutingRow, User
from licensing.policy.record.event_kinds import EventKind
from licensing.policy.reference.governed import GOVERNED, RowChange
from tests.change_sets import approve, draft, exclude, put, release, send
from tests.world import World

CURRENCY = put("currencies", "XTS", code="XTS", names={"en": "Testing"}, decimals=2)
RATE = put("rates", "XTS:2030-01-01", currency="XTS", on=date(2030, 1, 1), to_eur="2.50")


def _rows(change_set: ChangeSet) -> list[str]:
    return sorted(str(one) for one in change_set.lines.all())


def test_rows_of_several_lists_refer_to_one_another(world: World) -> None:
    drafted = draft(world.pol, CURRENCY, RATE, exclude("EE"))

    rate = drafted.lines.get(list="rates")
    assert _rows(drafted) == ["countries EE", "currencies XTS", "rates XTS:2030-01-01"]
    assert (rate.before, rate.after) == (None, {"currency": "XTS", "on": "2030-01-01", "to_eur": "2.5"})
    assert Event.objects.filter(kind=EventKind.CHANGE_SET_DRAFTED).count() == 2


def test_a_row_that_is_changed_again_stands_once_and_back_not_at_all(world: World) -> None:
    drafted = draft(world.pol, exclude("EE"), exclude("LV"))
    tier = Country.objects.get(pk="EE").tier

    put_change_lines(drafted, world.pol, [put("countries", "LV", note="Looked at")])
    put_change_lines(drafted, world.pol, [put("countries", "EE", tier=tier)])

    line = drafted.lines.get()
    assert (line.key, line.after["tier"], line.after["note"]) == ("LV", "excluded", "Looked at")


def test_a_row_that_says_so_already_is_passed_over(world: World) -> None:
    country = Country.objects.get(pk="EE")

    assert _rows(draft(world.pol, put("countries", "EE", tier=country.tier))) == []


def test_rows_are_taken_out_again(world: World) -> None:
    drafted = draft(world.pol, exclude("EE"), exclude("LV"))

    drop_change_lines(drafted, world.pol, [("countries", "EE")])

    assert _rows(drafted) == ["countries LV"]


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (put("countries", "EE", tier="friends"), "countries/EE/tier"),
        (put("countries", "EE", names={"en": ""}), "countries/EE/names"),
        (put("countries", "EE", names="Estonia"), "countries/EE/names"),
        (put("countries", "EE", note="\u202eback"), "countries/EE/note"),
        (put("units", "NAR", decimals=True), "units/NAR/decimals"),
        (put("rates", "XXX:2030-01-01", currency="XXX", on="2030-01-01", to_eur="1"), "rates/XXX:2030-01-01/currency"),
        (put("rates", "EUR:2030-01-01", currency="EUR", on="2030-01-01", to_eur=1.5), "rates/EUR:2030-01-01/to_eur"),
        (put("routing", "every-case", when={"colour": "red"}), "routing/every-case/when"),
        (put("routing", "every-case", extra_seats=["NOBODY"]), "routing/every-case/extra_seats"),
        (put("routing", "every-case", procedure_code="nowhere"), "routing/every-case/procedure_code"),
        (put("requirements", "*:title", target="nowhere"), "requirements/*:title/target"),
        (put("units", "A:B", code="A:B", names={"en": "odd"}), "units/A:B/code"),
        (put("procedures", "fast-lane", code="fast-lane"), "procedures/fast-lane/version"),
        (RowChange("countries", "EE", ChangeAction.END), "countries/EE"),
    ],
)
def test_a_value_that_cannot_be_is_refused_by_its_place(world: World, change: RowChange, path: str) -> None:
    drafted = draft(world.pol)

    with pytest.raises(Invalid) as refusal:
        put_change_lines(drafted, world.pol, [exclude("LV"), change])

    assert path in [gap.path for gap in refusal.value.gaps]
    assert not drafted.lines.exists()


def test_only_its_drafter_writes_on_a_draft(world: World, petra: User) -> None:
    drafted = draft(world.pol, exclude("EE"))

    for write in (
        lambda: put_change_lines(drafted, petra, [exclude("LV")]),
        lambda: drop_change_lines(drafted, petra, [("countries", "EE")]),
        lambda: edit_change_set(drafted, petra, title="Mine", reason="Mine"),
    ):
        with pytest.raises(NotAllowed, match="Only who drafted"):
            write()
    assert _rows(drafted) == ["countries EE"]


def test_only_policy_officers_draft(world: World) -> None:
    for user in (world.otto, world.audra, world.cus):
        with pytest.raises(NotAllowed):
            draft(user)
    assert not ChangeSet.objects.exists()
    assert Office.POLICY_OFFICER.label


@pytest.mark.parametrize("words", [{"title": "x" * 201}, {"in_force_from": "past"}])
def test_a_draft_of_the_past_or_without_end_is_refused(world: World, words: dict[str, Any]) -> None:
    if "in_force_from" in words:
        words = {"in_force_from": now() - timedelta(hours=1)}

    with pytest.raises(Invalid):
        draft_change_set(world.pol, **{"title": "Tiers", "reason": "Decided"} | words)
    assert not ChangeSet.objects.exists()


def test_what_was_sent_is_no_draft_any_more(world: World) -> None:
    sent = send(world.pol, exclude("EE"))

    with pytest.raises(WrongState):
        put_change_lines(sent, world.pol, [exclude("LV")])
    with pytest.raises(WrongState):
        edit_change_set(sent, world.pol, title="Other", reason="Other")


def test_a_row_of_the_decision_table_may_name_a_procedure_of_the_same_draft(world: World) -> None:
    document = build_procedure_document(Procedure.objects.get(code="fast-lane"))

    drafted = draft(
        world.pol,
        put("procedures", "other", **document | {"code": "other", "valid_from": "2040-01-01"}),
        put("routing", "new", code="new", procedure_code="other", valid_from="2040-01-01", reasons={"en": "New"}),
    )

    assert _rows(drafted) == ["procedures other", "routing new"]


# What is refused of each list whose rows have days, by the column; every other list has no days, and its releases are its
# versions. Rates of past days may still come in, none of them may change.
BACKWARDS = {
    "begins in the past": {"control_entries": "past", "holidays": "past", "procedures": "past", "routing": "past"},
    "written again": {
        "control_entries": "in_force",
        "rates": "past",
        "holidays": "past",
        "procedures": "superseded",
        "routing": "in_force",
    },
    "its end taken away": {"routing": "ending"},
    "ended in the past": {"routing": "past"},
    "ended and brought back": {"routing": "over"},
}


def _spoil(what: str, code: str, row: dict[str, Any], yesterday: str) -> RowChange:
    governed = GOVERNED[code]
    if what == "begins in the past":
        fresh = {"code": "fresh"} if governed.begins else {"kind": "working"}
        row = row | fresh | {governed.begins or governed.dated: yesterday}
    elif what == "written again":
        row = row | {"routing": {"priority": 7}, "holidays": {"kind": "working"}, "rates": {"to_eur": "7"}}.get(code, {})
        row = row | {"procedures": {"source": "Mine"}, "control_entries": {"valid_from": "2040-01-01"}}.get(code, {})
    else:
        row = row | {"retired_on": yesterday if what == "ended in the past" else None}
    return put(code, governed.build_key(row), **{name: row[name] for name in row if name in governed.columns or governed.whole})


@pytest.mark.parametrize("what", BACKWARDS)
def test_no_list_is_edited_backwards(world: World, what: str) -> None:
    drafted, today = draft(world.pol), to_local_day(now())
    yesterday, ends = (today - timedelta(days=1)).isoformat(), {"its end taken away": 1, "ended and brought back": -1}
    if what in ends:
        RoutingRow.objects.update(retired_on=today + timedelta(days=ends[what]))

    for code, refusal in BACKWARDS[what].items():
        row = next(row for row in load_present(code).values() if GOVERNED[code].dated != "on" or row["on"] < today.isoformat())
        with pytest.raises(Invalid) as refused:
            put_change_lines(drafted, world.pol, [_spoil(what, code, row, yesterday)])
        assert refusal in [gap.code for gap in refused.value.gaps], (code, refused.value.gaps)
    assert _rows(drafted) == []


def test_every_list_with_a_day_is_kept_from_being_edited_backwards() -> None:
    days = {code for code, model in MODELS.items() for name in GOVERNED[code].columns if _is_day(model, name)}

    assert days == {code for code in MODELS if GOVERNED[code].turns}
    assert days | {"procedures"} == {code for told in BACKWARDS.values() for code in told}


def _is_day(model: type[Model], name: str) -> bool:
    return isinstance(model._meta.get_field(name), DateField)


@pytest.mark.walk
def test_a_row_that_is_approved_late_begins_with_its_release(world: World, petra: User) -> None:
    today = to_local_day(now())
    row = load_present("routing", ["tests"])["tests"] | {"code": "next", "valid_from": today.isoformat()}
    document = load_present("procedures", ["fast-lane"])["fast-lane"] | {"version": 9, "valid_from": today.isoformat()}
    sent = send(world.pol, put("routing", "next", **row), put("procedures", "fast-lane", **document))

    with at_time(now() + timedelta(days=3)):
        approve(sent, petra)

    released = today + timedelta(days=3)
    assert RoutingRow.objects.get(pk="next").valid_from == released
    assert Procedure.objects.get(code="fast-lane", version=9).valid_from == released


@pytest.mark.parametrize("how", ["declined", "withdrawn", "lapsed"])
def test_what_came_to_nothing_is_drafted_again_by_any_policy_officer(world: World, petra: User, how: str) -> None:
    over = send(world.pol, exclude("EE"), RowChange("routing", "large-value", ChangeAction.END), emergency=how == "declined")
    if how == "declined":
        decline_change_set(over, petra, reason="Not before spring.")
    elif how == "withdrawn":
        withdraw_change_set(over, world.pol, reason="Not now.")
    else:
        assert over.due_at is not None
        with at_time(over.due_at):
            settle_due_change_sets()

    again = draft_again(ChangeSet.objects.get(pk=over.pk), petra)

    assert (again.title, again.reason, again.emergency, again.drafted_by) == (over.title, over.reason, over.emergency, petra)
    assert {(one.list, one.key, one.action) for one in again.lines.all()} == {
        ("countries", "EE", "put"),
        ("routing", "large-value", "end"),
    }
    assert ChangeSet.objects.get(pk=over.pk).state == how
    assert Event.objects.filter(kind=EventKind.CHANGE_SET_DRAFTED, data__change_set=str(again.pk)).count() == 2


def test_what_others_changed_meanwhile_stays(world: World, petra: User) -> None:
    over = draft(world.pol, put("countries", "EE", tier="excluded"))
    withdraw_change_set(over, world.pol, reason="Not now.")
    words = {"names": {"en": "Republic of Estonia", "uk": "Республіка Естонія"}, "note": ""}
    reword_row(petra, "countries", "EE", words, reason="Its full name.")

    again = draft_again(ChangeSet.objects.get(pk=over.pk), world.pol)

    after = again.lines.get(key="EE").after
    assert (after["tier"], after["names"], after["note"]) == ("excluded", words["names"], "")


def test_of_a_text_only_the_language_that_was_changed_is_taken_over(world: World, petra: User) -> None:
    before = load_present("countries", ["EE"])["EE"]["names"]
    over = draft(world.pol, put("countries", "EE", names={"uk": "Естонська Республіка"}))
    withdraw_change_set(over, world.pol, reason="Not now.")
    reword_row(petra, "countries", "EE", {"names": before | {"en": "Republic of Estonia"}}, reason="Its full name.")

    again = draft_again(ChangeSet.objects.get(pk=over.pk), world.pol)

    assert again.lines.get().after["names"] == {"en": "Republic of Estonia", "uk": "Естонська Республіка"}


def test_what_is_shipped_otherwise_is_settled_in_the_new_draft_too(world: World) -> None:
    over = draft(world.pol, exclude("EE"))
    conflict = {"list": "countries", "key": "EE", "column": "tier", "language": "", "shipped_before": "1", "present": "2"}
    ChangeSet.objects.filter(pk=over.pk).update(conflicts=[conflict | {"shipped_now": "excluded"}])
    withdraw_change_set(over, world.pol, reason="Not now.")

    again = draft_again(ChangeSet.objects.get(pk=over.pk), world.pol)

    assert again.conflicts == [conflict | {"shipped_now": "excluded"}]


def test_a_procedure_is_taken_over_whole(world: World, petra: User) -> None:
    over = draft(world.pol)
    begin_version(over, world.pol, code="fast-lane", as_code="")
    withdraw_change_set(over, world.pol, reason="Not now.")

    again = draft_again(ChangeSet.objects.get(pk=over.pk), petra)

    assert again.lines.get().after == over.lines.get().after


@pytest.mark.walk
def test_what_cannot_be_drafted_again_is_refused_and_leaves_nothing(world: World, petra: User) -> None:
    waiting, over = send(world.pol, exclude("LV")), draft(world.pol, exclude("EE"))
    withdraw_change_set(over, world.pol, reason="Not now.")
    release(world.pol, petra, exclude("EE"))
    over, known = ChangeSet.objects.get(pk=over.pk), ChangeSet.objects.count()

    for one, person, refusal in (
        (waiting, world.pol, WrongState),
        (over, world.otto, NotAllowed),
        (over, world.pol, Invalid),
    ):
        with pytest.raises(refusal):
            draft_again(one, person)

    assert ChangeSet.objects.count() == known
    assert {one.state for one in ChangeSet.objects.exclude(pk=over.pk)} == {ChangeSetState.SENT, ChangeSetState.IN_FORCE}
    assert Country.objects.get(pk="EE").tier == "excluded"
