"""What the desk's pages do better with a script: follow what the worker does, and show an approval anew when it is done."""

from __future__ import annotations

from typing import Any

from licensing.acts.reference.trial_runs import work_on_trials
from licensing.models import ChangeSet
from tests.browser.conftest import Enter
from tests.by_hand import by_hand
from tests.change_sets import add_policy_officer, exclude, send
from tests.world import PASSWORD, World


def test_an_approval_follows_the_trial_of_the_worker_and_is_shown_anew(real_world: World, enter: Enter, settings: Any) -> None:
    real_world.filed()
    with by_hand():
        petra = add_policy_officer("petra")
        petra.set_password(PASSWORD)
        petra.save()
    sent = send(real_world.pol, exclude("EE"))
    settings.TRIALS_AT_ONCE = 0
    walker = enter(petra)
    walker.sign_in()
    walker.go(f"/admin/licensing/changeset/{sent.pk}/approve/")

    walker.press("Try it on cases")
    walker.sees("Under way: 0 of 1 cases looked at.")
    work_on_trials()
    walker.sees("1 of the cases tried would be treated otherwise.")
    walker.picture("approval-by-the-worker")
    walker.press("Approve it")

    walker.sees("The change set is in force, as release")
    assert ChangeSet.objects.get(pk=sent.pk).state == "in_force"
