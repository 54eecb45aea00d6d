"""Printing a country plan and the briefing on a country: who took which paper, in which language, stands in the record."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils.translation import override

from licensing.acts.acting import database_now, to_local_day
from licensing.acts.documents.printing import print_paper
from licensing.acts.plans.countries.overview import read_fills, read_overview
from licensing.acts.plans.countries.papers import PlanPaper, build_briefing, build_plan_paper
from licensing.acts.plans.countries.working import read_group
from licensing.models import Body, Country, CountryPlan, Event, User
from licensing.models.read_models.plans.capacities import may_read_capacities
from licensing.models.read_models.plans.country_plans import read_projects
from licensing.models.record.event import PendingEvent
from licensing.policy.input.guard import guard_texts
from licensing.policy.record.event_kinds import EventKind


@guard_texts()
def print_plan(plan: CountryPlan, user: User, *, language: str) -> bytes:
    """A plan that this person may read as a PDF, with the requests that they may see; the same plan gives the same bytes."""
    at = database_now()
    with override(language):
        figures = may_read_capacities(user, on=to_local_day(at))
        projects = read_projects(plan, read_fills(user, plan, at=at), figures=figures)
        group = Body.objects.filter(pk__in=read_group(plan)).order_by("pk")
        paper = build_plan_paper(plan, projects, group, on=to_local_day(at))
    return _print_recorded(paper, user, at, country=plan.country_id, plan=plan)


@guard_texts()
def print_briefing(country: Country, user: User, *, language: str) -> bytes:
    """All that this person may see of a country as a PDF; the same data give the same bytes on one day."""
    at = database_now()
    with override(language):
        overview = read_overview(user, country, at=at)
        paper = build_briefing(overview)
    return _print_recorded(paper, user, at, country=country.pk, plan=overview.plan)


def _print_recorded(paper: PlanPaper, user: User, at: datetime, *, country: str, plan: CountryPlan | None) -> bytes:
    # Printed before the chain is locked: nobody waits for a compiler.
    content = print_paper("plan.typ", asdict(paper))
    said = {"country": country, "language": paper.language, "digest": hashlib.sha256(content).hexdigest()}
    named = {"plan": str(plan.pk), "code": plan.code} if plan else {}
    with transaction.atomic():
        Event.objects.chain([PendingEvent(EventKind.PLAN_PRINTED, data=said | named)], user, at=at)
    return content
