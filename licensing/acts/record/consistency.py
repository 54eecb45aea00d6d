"""Whether the stored facts agree with each other and with their events: procedures, clocks, states, ledgers, files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from licensing.acts.documents.files import read_content
from licensing.acts.record.report import Fault, Report
from licensing.acts.reference.procedures import compute_procedure_digest
from licensing.acts.requests.advice import compute_findings_digest
from licensing.choices import CaseState, LicenceState
from licensing.errors import FileAltered
from licensing.models import Case, Clock, Document, Event, FiledFinding, Licence, LicenceLine, Procedure
from licensing.policy.clocks import deadlines
from licensing.policy.record.event_kinds import EventKind

_CHUNK = 2000


def check_procedures(report: Report) -> Iterator[Fault]:
    """Published procedures are what was published, and no case goes by another."""
    used = Q(published_at__isnull=False) | Q(pk__in=Case.objects.filter(procedure__isnull=False).values("procedure"))
    for procedure in Procedure.objects.filter(used).order_by("code", "version"):
        where = report.look_at("procedures", f"procedure {procedure}")
        if procedure.published_at is None:
            yield Fault(where, _("Cases go by this procedure, which was never published."))
        if compute_procedure_digest(procedure) != procedure.digest:
            yield Fault(where, _("This procedure is not what was published: its digest differs."))


def check_clocks(report: Report) -> Iterator[Fault]:
    """Every due moment follows from the clock's start and pauses; a clock counted by an older calendar is passed over."""
    calendars: dict[str, deadlines.Calendar] = {}
    rows = Clock.objects.select_related("calendar").prefetch_related("pauses").order_by("started_at", "pk")
    for clock in rows.iterator(chunk_size=_CHUNK):
        days = calendars.get(clock.calendar_id) or clock.calendar.as_policy()
        calendars[clock.calendar_id] = days
        if days.version != clock.calendar_version:
            report.looked_at["clocks of older calendars"] += 1
            continue
        where = report.look_at("clocks", f"clock {clock.pk}")
        if clock.due_at not in _due_moments(clock, days):
            words = {"kind": clock.get_kind_display(), "case": clock.case_id}
            yield Fault(where, _("“%(kind)s” of case %(case)s is due at another moment.") % words)


def check_states(report: Report) -> Iterator[Fault]:
    """Cases and licences are in the state that their last event led to."""
    moved = Event.objects.exclude(to_state="").order_by("-number").values("to_state")
    yield from _check_states_of(report, Case, CaseState.DRAFT, moved.filter(case=OuterRef("pk"), licence__isnull=True))
    yield from _check_states_of(report, Licence, LicenceState.ISSUED, moved.filter(licence=OuterRef("pk")))


def check_findings(report: Report) -> Iterator[Fault]:
    """What was told and explained when a version was filed is what its event proves."""
    told = set(FiledFinding.objects.values_list("version__case", "version__number").distinct())
    filing = [kind for kind in EventKind if kind.declaration.attests == "version"]
    events = Event.objects.filter(kind__in=filing, data__has_key="findings")
    proved = {(event.case_id, event.data["version"]): event.data["findings"] for event in events.iterator(chunk_size=_CHUNK)}
    for case_id, number in sorted(told | proved.keys(), key=str):
        where = report.look_at("findings", f"version {number} of case {case_id}")
        rows = list(FiledFinding.objects.filter(version__case=case_id, version__number=number).order_by("number"))
        if not rows or compute_findings_digest(rows) != proved.get((case_id, number)):
            yield Fault(where, _("What the applicant was told and explained is not what was filed."))


def _check_states_of(report: Report, model: type[Case | Licence], start: str, led: Any) -> Iterator[Fault]:
    rows: Any = model._default_manager.annotate(led=Coalesce(Subquery(led[:1]), Value(start)))
    report.looked_at[f"{model._meta.model_name}s"] += rows.count()
    for row in rows.exclude(led=F("state")).order_by("pk")[:1]:
        words = {"state": row.state, "led": row.led}
        yield Fault(str(row), _("It stands at “%(state)s”, but its events lead to “%(led)s”.") % words)


def check_ledgers(report: Report) -> Iterator[Fault]:
    """What was cleared of a licence line, beyond what is authorised too, is the sum of its ledger."""
    entries = Coalesce(Sum("usages__quantity"), Decimal(0))
    report.looked_at["licence lines"] += LicenceLine.objects.count()
    lines = LicenceLine.objects.annotate(entries=entries).exclude(entries=F("used") + F("excess")).select_related("licence")
    for line in lines.order_by("pk")[:1]:
        words = {"used": line.cleared, "entries": line.entries}
        yield Fault(
            f"line {line.number} of licence {line.licence}",
            _("%(used)s are said to be used, the entries come to %(entries)s.") % words,
        )


def check_files(report: Report) -> Iterator[Fault]:
    """Every stored file is the one that was attached."""
    for document in Document.objects.order_by("attached_at", "pk").iterator(chunk_size=_CHUNK):
        where = report.look_at("files", f"document {document.pk}")
        try:
            read_content(document)
        except FileAltered:
            yield Fault(where, _("The stored file is not the one that was attached."))
        except OSError:
            yield Fault(where, _("The stored file is gone."))


def _due_moments(clock: Clock, days: deadlines.Calendar) -> set[datetime]:
    """When a clock may be due: two answers, since one that ended while it was paused kept the moment it had until then."""
    pauses = list(clock.pauses.all())
    facts = clock.as_facts(pauses)
    # Ending a clock also ends its open pauses, at the same moment; they had not moved the due moment yet.
    open_at_the_end = tuple(
        replace(pause, until=None) if pause.until is not None and pause.until == clock.ended_at else pause
        for pause in facts.pauses
    )
    moments = set()
    for known in (facts, replace(facts, pauses=open_at_the_end)):
        last = max((pause.since for pause in known.pauses if pause.until is None), default=clock.started_at)
        moments.add(deadlines.calculate_due_at(known, days, now=last))
    return moments
