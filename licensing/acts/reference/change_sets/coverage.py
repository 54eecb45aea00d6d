"""Open cases that a change would leave without a procedure."""

from __future__ import annotations

import json
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from licensing.acts.requests.submission import load_routing_table
from licensing.choices import CaseState
from licensing.errors import Gap
from licensing.models import CaseVersion, Procedure
from licensing.models.requests.composition import build_routing_facts, load_all_rates
from licensing.policy.signoff.routing import route


def find_unrouted_cases(day: date) -> list[Gap]:
    """Open cases that are still to be routed and would get no procedure on a day; each as it was filed last."""
    rows = load_routing_table(day)
    in_force = set(Procedure.objects.filter(published_at__isnull=False, valid_from__lte=day).values_list("code", flat=True))
    waiting = Q(case__state=CaseState.SUBMITTED) | Q(case__state=CaseState.RETURNED)
    versions = CaseVersion.objects.filter(waiting).order_by("case_id", "-number").distinct("case_id")
    rates, found = load_all_rates(), []
    for version in versions.select_related("case__partner_country", "case__kind"):
        facts = build_routing_facts(version.case, json.loads(version.canonical), on=day, rates=rates)
        if route(facts, rows).procedure not in in_force:
            reference = version.case.reference or ""
            sentence = _("No procedure would serve the open case %(case)s.") % {"case": reference}
            found.append(Gap("no_procedure", reference, sentence))
    return found
