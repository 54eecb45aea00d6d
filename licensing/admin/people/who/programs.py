"""Programs as “who may what” shows them: which might call on a day, for whom, with which scopes, and who answers for each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from licensing.acts.acting import to_local_day
from licensing.admin.people.who.lines import Wanted
from licensing.choices import ProposalState
from licensing.models import System
from licensing.models.clocks.days import begin_local_day


class Program(NamedTuple):
    """A program as the page and the sheet show it; `system` is its row, and `url` its page where the reader may open it."""

    system: System
    url: str
    since: date
    side: str
    scopes: str
    notes: str


def read_programs(wanted: Wanted) -> list[Program]:
    """The programs of the day that are asked for by name, body and reader; none where one kind of right is asked for."""
    if wanted.kind:
        return []
    rows = _select_programs(wanted).select_related("owner", "organisation", "body", "account", "proposed_by", "settled_by")
    return [_describe_program(one, wanted) for one in rows.order_by("name", "pk")]


def _select_programs(wanted: Wanted) -> QuerySet[System]:
    """Those that were confirmed by the end of the day and had not ended before it: one ended at noon held in the morning."""
    begun = begin_local_day(wanted.day)
    over = begin_local_day(wanted.day + timedelta(days=1))
    not_ended = Q(ended_at__isnull=True) | (Q(pk__in=[]) if wanted.is_now else Q(ended_at__gte=begun))
    # What is older than proposals was settled by nobody.
    rows = System.objects.annotate(begun_at=Coalesce("settled_at", "proposed_at"))
    rows = rows.filter(not_ended, state=ProposalState.CONFIRMED, begun_at__lt=over, end_on__gt=wanted.day)
    if wanted.bodies is not None:
        rows = rows.filter(body__in=wanted.bodies)
    if wanted.body:
        rows = rows.filter(body=wanted.body)
    for word in wanted.name.split():
        rows = rows.filter(Q(name__icontains=word) | Q(owner__name__icontains=word) | Q(owner__email__icontains=word))
    return rows


def _describe_program(system: System, wanted: Wanted) -> Program:
    side = system.body or system.organisation
    return Program(
        system=system,
        url=reverse("admin:licensing_system_change", args=[system.pk]) if wanted.bodies is None else "",
        since=to_local_day(system.settled_at or system.proposed_at),
        side=side.name if side else _("The authority itself"),
        scopes=", ".join(sorted(system.scopes)),
        notes="; ".join(_list_program_notes(system, wanted)),
    )


def _list_program_notes(system: System, wanted: Wanted) -> Iterator[str]:
    if system.account is None:
        yield _("Acts for persons who allow it")
    else:
        yield _("Acts with the rights of %(account)s") % {"account": system.account.name}
    if system.suspended_at is not None and to_local_day(system.suspended_at) <= wanted.day:
        yield _("Suspended")
