"""Why a grant owes reasons: it goes against what the ministries advised, or beyond a presumption of refusal."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from django.utils.translation import gettext as _

from licensing.acts.decisions.resolutions import Resolution
from licensing.acts.obstacles.assessed.presumption import list_presumed_items
from licensing.acts.signoff.ballots import list_effective_rounds
from licensing.errors import Gap
from licensing.models import Case
from licensing.policy.reasons import build_reason_gap
from licensing.policy.signoff.tally_types import PASSING


def find_owed_reasons(case: Case) -> Iterator[str]:
    """What the reasons of a grant are owed for, one sentence each; nothing where it needs none."""
    if was_not_recommended(case):
        yield _("The ministries did not recommend this. Say why the government grants it.")
    if not case.is_of_state and (found := list_presumed_items(case)):
        items = ", ".join(map(str, found))
        yield _("Of MTCR Category I (items: %(items)s) refusal is presumed. Say why it is granted.") % {"items": items}


def find_reasons_gaps(case: Case, resolution: Resolution) -> list[Gap]:
    """The reasons that a resolution lacks to grant the case."""
    if resolution.reasons.strip():
        return []
    return [build_reason_gap(sentence, "reasons") for sentence in find_owed_reasons(case)]


def was_not_recommended(case: Case) -> bool:
    """Whether a stage of the ministries on the way here ended without a pass; one that referred the case up says nothing."""
    return any(
        one.outcome not in PASSING and not one.stage.government and not following.stage.only_when_referred
        for one, following in pairwise(list_effective_rounds(case))
    )
