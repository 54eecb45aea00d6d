"""The page of a change set: drafted and sent by one, settled by another who sees the difference; each refusal in words."""

from __future__ import annotations

import pytest
from django.urls import reverse

from licensing.acts.acting import now
from licensing.choices import ChangeSetState
from licensing.models import ChangeSet, Country, Event, User
from licensing.policy.record.event_kinds import EventKind
from tests.admin.conftest import At, execute_act, text_of
from tests.change_sets import draft, exclude, put, release, send
from tests.world import World


def page_of(change_set: ChangeSet, page: str = "change") -> str:
    return reverse(f"admin:licensing_changeset_{page}", args=[change_set.pk])


def state_of(change_set: ChangeSet) -> str:
    return ChangeSet.objects.get(pk=change_set.pk).state


@pytest.mark.walk
def test_one_drafts_and_sends_and_another_approves_what_they_see(world: World, at: At, pat: User) -> None:
    drafter, second = at(world.pol), at(pat)
    change_set = draft(world.pol, exclude("EE"), title="Estonia")

    execute_act(drafter, page_of(change_set, "send"))
    desk, page = text_of(second.get(reverse("admin:index"))), text_of(second.get(page_of(change_set)))
    done = execute_act(second, page_of(change_set, "approve"))

    assert "Change sets that wait for you" in desk
    assert "<del><bdi>Europe</bdi></del>" in page
    assert "<ins><bdi>Excluded</bdi></ins>" in page
    assert (done.status_code, state_of(change_set), Country.objects.get(pk="EE").tier) == (302, "in_force", "excluded")
    assert "release 1" in text_of(second.get(page_of(change_set)))


def test_nobody_settles_their_own(world: World, at: At, pat: User) -> None:
    change_set, client = send(world.pol, exclude("EE")), at(world.pol)

    page = text_of(client.get(page_of(change_set)))
    answers = [client.post(page_of(change_set, step), {"reason": "Mine."}) for step in ("approve", "decline")]

    assert "You drafted this change set yourself." in page
    assert ([one.status_code for one in answers], state_of(change_set)) == ([403, 403], "sent")
    assert "Another policy officer must settle it." in text_of(answers[0])
    attempt = Event.objects.get(kind=EventKind.TWO_PERSONS_REFUSED)
    assert (attempt.actor, attempt.data["page"]) == (world.pol, page_of(change_set))


def test_a_set_with_nothing_in_it_is_not_sent(world: World, at: At) -> None:
    change_set, client = draft(world.pol), at(world.pol)

    answer = execute_act(client, page_of(change_set, "send"))

    assert "Nothing is changed yet." in text_of(answer)
    assert (answer.status_code, state_of(change_set)) == (400, "draft")


@pytest.mark.walk
def test_a_row_that_changed_meanwhile_is_named_and_nothing_is_lost(world: World, at: At, pat: User) -> None:
    change_set, client = draft(world.pol, exclude("EE"), exclude("LV")), at(world.pol)
    release(pat, world.pol, put("countries", "EE", tier="other"))

    page = text_of(client.get(page_of(change_set)))
    answer = execute_act(client, page_of(change_set, "send"))

    assert "“EE” was changed by another change set meanwhile." in page
    assert "“EE” was changed by another change set meanwhile." in text_of(answer)
    assert (state_of(change_set), change_set.lines.count()) == ("draft", 2)


def test_a_moment_in_the_past_is_refused_beside_its_day(world: World, at: At) -> None:
    change_set = draft(world.pol, exclude("EE"))
    given = {"title": "Kept", "reason": "Kept too.", "day": "2020-01-01", "time": "09:00"}

    answer = execute_act(at(world.pol), page_of(change_set, "edit"), **given)

    assert "What has decided is not edited backwards." in text_of(answer)
    assert "Kept too." in text_of(answer)
    assert ChangeSet.objects.get(pk=change_set.pk).in_force_from is None


def test_a_moment_is_read_by_the_clock_of_the_authority(world: World, at: At) -> None:
    change_set, client = draft(world.pol, exclude("EE")), at(world.pol)

    execute_act(client, page_of(change_set, "edit"), title="Later", reason="In time.", day="2030-07-01", time="09:30")

    moment = ChangeSet.objects.get(pk=change_set.pk).in_force_from
    assert moment is not None
    assert moment.isoformat() == "2030-07-01T06:30:00+00:00"
    assert 'value="09:30"' in text_of(client.get(page_of(change_set, "edit")))


@pytest.mark.walk
def test_an_emergency_is_asked_for_twice_and_says_who_is_told(world: World, at: At, pat: User) -> None:
    change_set = draft(world.pol, exclude("EE"), emergency=True)

    for client, step in ((at(world.pol), "send"), (at(pat), "approve")):
        asked = execute_act(client, page_of(change_set, step))
        done = execute_act(client, page_of(change_set, step), sure="on")

        assert (asked.status_code, done.status_code) == (400, 302)
        assert "Say here that you mean it" in text_of(asked)
        assert "the heads of the bodies" in text_of(asked)

    assert state_of(change_set) == "in_force"


@pytest.mark.walk
def test_a_row_is_taken_out_and_a_set_declined_or_withdrawn(world: World, at: At, pat: User) -> None:
    one, two = draft(world.pol, exclude("EE"), exclude("LV")), draft(world.pol, exclude("LT"))
    drafter, second = at(world.pol), at(pat)

    drafter.post(page_of(one, "drop"), {"row": "countries/EE"})
    execute_act(drafter, page_of(one, "send"))
    execute_act(second, page_of(one, "decline"), reason="Not before spring.")
    execute_act(drafter, page_of(two, "withdraw"), reason="A mistake.")

    assert [line.key for line in one.lines.all()] == ["LV"]
    assert (state_of(one), state_of(two)) == ("declined", "withdrawn")
    assert "Not before spring." in text_of(drafter.get(page_of(one)))


@pytest.mark.walk
def test_what_was_declined_is_drafted_again_and_the_page_says_so(world: World, at: At, pat: User) -> None:
    over, client = send(world.pol, exclude("EE"), title="Estonia"), at(world.pol)
    assert page_of(over, "again") not in text_of(client.get(page_of(over)))
    execute_act(at(pat), page_of(over, "decline"), reason="Not before spring.")

    offered = page_of(over, "again") in text_of(client.get(page_of(over)))
    done = execute_act(client, page_of(over, "again"))

    again = ChangeSet.objects.get(state="draft")
    assert (offered, done["Location"], again.title) == (True, page_of(again), "Estonia")
    assert again.lines.get().after["tier"] == "excluded"
    release(world.pol, pat, exclude("EE"))
    assert "Nothing is left of it to draft" in text_of(execute_act(client, page_of(over, "again")))


def test_an_empty_draft_names_the_lists_and_no_mistake(world: World, at: At) -> None:
    page = text_of(at(world.pol).get(page_of(draft(world.pol))))

    assert reverse("admin:licensing_country_changelist") in page
    assert "dz-note dz-bad" not in page


def test_whoever_approves_has_the_difference_beside_the_trial(world: World, at: At, pat: User) -> None:
    page = text_of(at(pat).get(page_of(send(world.pol, exclude("EE")), "approve")))

    assert "It comes into force as soon as you approve it." in page
    assert "<ins><bdi>Excluded</bdi></ins>" in page


def test_others_read_and_settle_nothing(world: World, at: At, ada: User) -> None:
    change_set = send(world.pol, exclude("EE"))

    for person in (world.otto, ada):
        client = at(person)
        assert "Estonia (EE)" in text_of(client.get(page_of(change_set)))
        assert {client.post(page_of(change_set, step), {}).status_code for step in ("send", "approve", "withdraw")} == {404}

    assert state_of(change_set) == "sent"


@pytest.mark.parametrize("count", [1, 6])
def test_the_page_asks_no_more_for_more_rows(world: World, at: At, count: int, django_assert_max_num_queries: object) -> None:
    codes = ["EE", "LV", "LT", "PL", "CZ", "SK"][:count]
    change_set = send(world.pol, *(exclude(code) for code in codes))
    client = at(world.otto)
    client.get(page_of(change_set))

    with django_assert_max_num_queries(20):  # type: ignore[operator]
        client.get(page_of(change_set))


def test_the_list_says_what_there_is_in_each_state_or_that_there_is_nothing(world: World, at: At) -> None:
    client, page = at(world.pol), reverse("admin:licensing_changeset_changelist")
    empty = text_of(client.get(page))
    draft(world.pol, exclude("EE"), title="Estonia")
    listed = text_of(client.get(page + "?state__exact=draft"))

    assert "Nothing has been changed here yet." in empty
    assert "Estonia" in listed
    assert f"{ChangeSetState.DRAFT.label}: <strong>1</strong>" in listed


@pytest.mark.walk
def test_what_is_shipped_otherwise_is_shown_and_taken_into_the_draft(world: World, at: At) -> None:
    conflict = {"list": "countries", "key": "EE", "column": "tier", "language": ""}
    text = {"list": "countries", "key": "EE", "column": "names", "language": "uk"}
    shipped = ChangeSet.objects.create(
        title="Shipped",
        reason="A new version.",
        drafted_at=now(),
        conflicts=[
            conflict | {"shipped_before": "other", "present": "europe", "shipped_now": "supporter"},
            text | {"shipped_before": "Естонiя", "present": "Естонія", "shipped_now": "Республіка Естонія"},
        ],
    )
    client = at(world.pol)

    page = text_of(client.get(page_of(shipped)))
    for place in ("0", "1", "7"):
        client.post(page_of(shipped, "take"), {"place": place})
    taken = text_of(client.get(page_of(shipped)))

    line = shipped.lines.get()
    assert "<bdi>Other supporter</bdi>" in page
    assert (line.after["tier"], line.after["names"]) == ("supporter", {"en": "Estonia", "uk": "Республіка Естонія"})
    assert (ChangeSet.objects.get().drafted_by, Country.objects.get(pk="EE").tier) == (world.pol, "europe")
    assert [words in page for words in ("Take what is shipped", "Keep what is here")] == [True, False]
    assert [words in taken for words in ("Take what is shipped", "Keep what is here")] == [False, True]

    for data in ({"keep": "0"}, {}, {"keep": "0", "place": "1"}, {"keep": "7"}):
        client.post(page_of(shipped, "take"), data)

    after = shipped.lines.get().after
    assert (after["tier"], after["names"]["uk"]) == ("europe", "Республіка Естонія")
    client.post(page_of(shipped, "take"), {"keep": "1"})
    assert not shipped.lines.exists()


@pytest.mark.walk
def test_every_row_is_reached_by_pages_and_lists_and_leaves_as_a_sheet(world: World, at: At) -> None:
    codes = Country.objects.exclude(tier="excluded").order_by("pk").values_list("pk", flat=True)[:101]
    change_set = draft(world.pol, *map(exclude, codes), put("units", "NAR", decimals=1))
    client, url = at(world.audra), page_of(change_set)

    pages = [text_of(client.get(url, {"page": page})) for page in (1, 2)]
    units = text_of(client.get(url, {"list": "units"}))
    sheet = client.get(page_of(change_set, "download"))

    assert [page.count('<li class="dz-line">') for page in (*pages, units)] == [100, 2, 1]
    assert "Rows 101 to 102 of 102" in pages[1]
    assert "Country: <strong>101</strong>" in units
    assert sheet["Content-Type"].startswith("text/csv")
    assert sheet.content.decode().count(",tier,") == 101


@pytest.mark.parametrize("page", ["0", "-1", "x", "999999999999999999999"])
def test_a_page_that_is_none_shows_another(world: World, at: At, page: str) -> None:
    change_set = draft(world.pol, exclude("EE"))

    answer = at(world.pol).get(page_of(change_set), {"page": page, "list": "nowhere"})

    assert "Estonia (EE)" in text_of(answer)
