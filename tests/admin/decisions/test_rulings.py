"""What becomes of conditions that were appealed against, as it is chosen at the desk."""

from __future__ import annotations

import pytest
from django.urls import reverse

from licensing.acts.decisions.appeal import appeal_case
from licensing.models import Licence
from tests.admin.conftest import At, act_of, execute_act, page_of, text_of, today
from tests.trial import another_decider, make_case_under_conditions
from tests.world import World


@pytest.mark.walk
def test_conditions_that_were_appealed_against_are_ruled_on_one_by_one(world: World, at: At) -> None:
    case = appeal_case(make_case_under_conditions(world), world.paula, reason="Lots of thirty.", conditions=[1, 3])
    daria, url = at(another_decider()), act_of(case, "decide_appeal")
    typed = {"resolution_no": "501-r", "resolution_on": today().isoformat(), "reasons": "Weighed again."}
    wider = {"ruling_1": "changed", "ruling_1_parameter_quantity": "30", "ruling_1_parameter_measure": "NAR"}

    page, form = text_of(daria.get(page_of(case))), text_of(daria.get(url))
    unsaid = execute_act(daria, url, **typed, ruling_3="upheld")
    odd = execute_act(daria, url, **typed, ruling_3="upheld", **wider, ruling_1_parameter_months="six")
    done = execute_act(daria, url, **typed, ruling_3="upheld", **wider, ruling_1_parameter_months="6")

    assert "The applicant has appealed against the conditions 1, 3. They bind until the appeal is decided." in page
    assert "Condition 1: No more than 10 pieces leaves Ukraine in any period of 6 months." in form
    # Nothing is left to be added to what was granted whole.
    assert "quantity_1" not in form.replace("parameter_quantity", "")
    assert "Say what becomes of condition 1." in text_of(unsaid)
    assert "Condition P05 needs a whole number for “months”." in text_of(odd)
    assert 'value="six"' in odd.content.decode()
    assert done.status_code == 302, text_of(done)
    decided = text_of(daria.get(page_of(case)))
    assert "Now: No more than 30 pieces leaves Ukraine in any period of 6 months." in decided
    licence = text_of(daria.get(reverse("admin:licensing_licence_change", args=[Licence.objects.get(case=case).pk])))
    assert ("ended on appeal" in licence, "in the place of condition 1" in licence) == (True, True)
