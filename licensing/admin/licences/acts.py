"""The forms of the acts on a licence itself, and the buttons that lead to them."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.urls import reverse

from licensing.acts.licences.conditions.milestones import has_milestones
from licensing.admin.forms.licence import LICENCE_FORMS
from licensing.admin.licences.changing.suspension_forms import SUSPENSION_FORMS
from licensing.admin.licences.changing.variation_forms import VARIATION_FORMS
from licensing.admin.licences.monitoring.review_forms import REVIEW_FORMS
from licensing.admin.licences.monitoring.visit_forms import VISIT_FORMS
from licensing.admin.licences.papers import PAPER_FORMS
from licensing.admin.requests.case_buttons import Button
from licensing.choices import Verb
from licensing.models import Licence
from licensing.models.clocks.days import to_local_day
from licensing.models.documents.papers import is_paper_due
from licensing.models.licences.revocation import list_offered_acts
from licensing.permissions import Actor

FORMS: Final = {**LICENCE_FORMS, **PAPER_FORMS, **SUSPENSION_FORMS, **VARIATION_FORMS, **REVIEW_FORMS, **VISIT_FORMS}
_PAPERS: Final = PAPER_FORMS.keys()


def build_licence_buttons(licence: Licence, actor: Actor, now: datetime) -> list[Button]:
    """What this person may do to the licence now."""
    wanted = [verb for verb in list_offered_acts(licence, actor, at=now) if verb in FORMS]
    # A paper that says how the licence is now may be issued once more, but nobody waits for it.
    done = _PAPERS & set(wanted) and not is_paper_due(licence, today=to_local_day(now))
    return [
        Button(
            verb,
            str(verb.label),
            reverse("admin:licensing_licence_act", args=[licence.pk, verb.value]),
            weight="" if done and verb in _PAPERS else FORMS[verb].button_weight,
        )
        for verb in wanted
        if (verb != Verb.ACTIVATE or licence.is_dormant) and (verb != Verb.RECORD_MILESTONE or has_milestones(licence))
    ]
