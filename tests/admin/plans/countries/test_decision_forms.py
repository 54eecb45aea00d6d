"""A version in review: sent and called back by who steers the plan, signed off, decided by a decider on a page of their own."""

from __future__ import annotations

import pytest

from licensing.acts.acting import now, to_local_day
from licensing.acts.plans.countries.projects import rank_project
from licensing.models import PlanVersion, Project
from tests.acts.plans.countries.state import opened, proposed, sign_off
from tests.config.web.test_kept_forms import browser
from tests.world import World

PAGES = "/admin/licensing/countryplan/"


@pytest.mark.walk
def test_a_version_is_sent_called_back_signed_off_and_decided(world: World) -> None:
    plan = opened(world)
    rank_project(proposed(world, plan), world.greta, priority=1, reason="Needed first.")
    owner, decider = browser(world.rhea), browser(world.dora)
    submitting = f"{PAGES}{plan.pk}/act/submit/"

    assert owner.post(submitting).status_code == 302
    back = f"{PAGES}versions/{PlanVersion.objects.get().pk}/back/"
    assert (decider.post(back, {"reason": "No."}).status_code, owner.post(back, {"reason": "A slip."}).status_code) == (
        404,
        302,
    )
    assert owner.post(submitting).status_code == 302
    version = PlanVersion.objects.get(number=2)
    page = f"{PAGES}versions/{version.pk}/"
    assert version.review is not None
    case = f"/admin/licensing/case/{version.review.pk}/"
    assert f"{page}decide/" not in decider.get(f"{case}change/").content.decode()
    signing = owner.get(f"{case}act/sign/").content.decode()
    assert "1: Needed first." in signing
    assert "Approve with conditions" not in signing
    sign_off(world, version)
    assert f"{page}decide/" in decider.get(f"{case}change/").content.decode()
    ruling = {"resolution_no": "512-r", "resolution_on": to_local_day(now()).isoformat(), "ruling_1": "stop", "reason_1": ""}
    assert owner.post(f"{page}decide/", ruling).status_code == 404
    refused = decider.post(f"{page}decide/", ruling)
    assert (refused.status_code, list(refused.context["form"].errors)) == (400, ["reason_1"])
    assert decider.post(f"{page}decide/", ruling | {"reason_1": "Not now."}).status_code == 302

    assert Project.objects.get().status == "stopped"
    shown = owner.get(page).content.decode()
    for said in ("512-r", "Not now.", "1: Needed first.", "9,600,000.00 EUR"):
        assert said in shown, said
    assert browser(world.mira).get(page).status_code == 404
