"""What decides and who may what, as people see it: a change set with its trial, editors, an invitation, everybody's rights."""

from __future__ import annotations

import re

from django.urls import reverse
from playwright.sync_api import expect

from licensing.acts.people.organisations.invitations import invite_person
from licensing.acts.reference.change_sets.settling import send_change_set
from licensing.models import ChangeSet, Invitation
from tests.acts.people.organisations.test_invitations import wish
from tests.browser.conftest import Enter
from tests.browser.furnishing import furnish_people
from tests.by_hand import by_hand
from tests.change_sets import add_policy_officer, draft, exclude
from tests.world import PASSWORD, World


def test_a_change_set_is_tried_in_its_editors_and_approved_by_another(real_world: World, enter: Enter) -> None:
    real_world.filed()
    change_set = draft(real_world.pol, exclude("EE"), title="Estonia is excluded")
    with by_hand():
        petra = add_policy_officer("petra")
        petra.set_password(PASSWORD)
        petra.save(update_fields=["password"])
    drafter, second = enter(real_world.pol), enter(petra)
    table = reverse("admin:licensing_routingrow_draft", args=[change_set.pk])

    drafter.sign_in()
    drafter.go(reverse("admin:licensing_routingrow_draft_add", args=[change_set.pk]))
    drafter.sees("Kind of case", "Procedure", "Priority")
    drafter.picture("row", whole=True)
    drafter.go(f"{table}?try=1")
    drafter.sees("Decision table", "Trial on open and past cases")
    drafter.picture("table", whole=True)
    send_change_set(change_set, real_world.pol)
    drafter.go(reverse("admin:licensing_changeset_change", args=[change_set.pk]))
    drafter.sees("Estonia is excluded", "Trial on open and past cases")
    drafter.picture("set", whole=True)

    second.sign_in()
    second.go(reverse("admin:licensing_changeset_approve", args=[change_set.pk]))
    second.sees("Approve only what you have read", "Estonia")
    second.picture("approve", whole=True)
    second.press("Approve it")
    second.sees("In force")
    assert ChangeSet.objects.get(pk=change_set.pk).settled_by == second.user


def test_a_seat_is_drafted_by_ticking_fields_by_name(real_world: World, enter: Enter) -> None:
    change_set = draft(real_world.pol, title="Another seat")
    drafter = enter(real_world.pol)

    drafter.sign_in()
    drafter.go(reverse("admin:licensing_procedure_draft", args=[change_set.pk]))
    drafter.choose("From the procedure", "fast-lane")
    drafter.press("Begin")
    drafter.go(reverse("admin:licensing_procedure_draft_piece", args=[change_set.pk, "fast-lane", "stages.0.seats.0"]))
    drafter.sees("Fields of the request that it depends on", "Terms of co-operation / Joint venture")
    drafter.page.locator('input[name="depends_on"][value="items.*.serial_numbers"]').check()
    drafter.page.set_viewport_size({"width": 1280, "height": 1000})
    drafter.page.evaluate("window.scrollTo(0, 0)")
    drafter.picture("seat")
    drafter.press("Keep it in the draft")
    drafter.sees("It is in the draft.")

    document = change_set.lines.get(list="procedures").after
    assert document is not None
    assert any("serial_numbers" in path for path in document["stages"][0]["seats"][0]["depends_on"])


def test_an_invitation_leads_to_an_account_with_a_role(real_world: World, enter: Enter) -> None:
    newcomer = invite_person(real_world.paula, wish(real_world))
    nina = enter(real_world.paula)

    nina.go(f"/accounts/invitation/{newcomer.token}/")
    nina.sees("Fictional Ministry of Tallinn invites you")
    nina.type("Your name", "Nina New")
    nina.picture("invitation", whole=True)
    for box in nina.page.locator("input[type=password]").all():
        box.fill(PASSWORD)
    nina.press("Open the account and accept")
    expect(nina.page).to_have_url(re.compile("/accounts/login/"))
    assert Invitation.objects.get(pk=newcomer.pk).state == "accepted"


def test_an_auditor_reads_who_may_what_and_what_takes_two(real_world: World, enter: Enter) -> None:
    furnish_people(real_world)
    audra = enter(real_world.audra)

    audra.sign_in()
    audra.go(reverse("admin:licensing_who"))
    audra.sees("Rhea", "What takes two persons", "First person", "Not the second", "What each right lets one do")
    audra.picture("who")
    audra.picture("persons", at="#persons")
