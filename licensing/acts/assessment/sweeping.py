"""Live cases held against a list version that came into force, or again after a renaming, in batches that can be resumed."""

from __future__ import annotations

import json
import logging
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import JSONArray

from licensing.acts.acting import database_now, translate_database_errors
from licensing.acts.assessment.indexes import UnreadableList, list_versions_in_force, load_list
from licensing.acts.assessment.screening import write_screening
from licensing.acts.clocks.sweeps import run_each
from licensing.models import Case, CaseScreening, CaseVersion, Event, Licence, ListVersion
from licensing.models.licences.changing.variation import load_asked_changes
from licensing.models.record.event import PendingEvent
from licensing.models.requests.case import CaseQuerySet
from licensing.policy.licences.request_changes import RequestChange, build_varied_request
from licensing.policy.record.event_kinds import EventKind

logger = logging.getLogger(__name__)

# Cases under one lock and one event, and batches of a list in one run of the task.
_BATCH = 50
_MOST_BATCHES = 20


def screen_due_cases() -> int:
    """Hold the live cases against the versions that they were not held against yet; gives how many cases were."""
    done = 0
    versions = list_versions_in_force()
    for version in versions:
        last: UUID | None = None
        for _number in range(_MOST_BATCHES):
            ids = _list_unscreened(version, last)
            if not ids:
                break
            try:
                done, last = done + _screen_batch(version, versions, ids), ids[-1]
            except UnreadableList:
                # The obstacle of every case says so, and the log.
                break
    return done


def select_screened_cases() -> CaseQuerySet:
    """The cases that are held against lists: those under way, and those whose licence lives."""
    filed: CaseQuerySet = Case.objects.requests().filter(submitted_at__isnull=False)
    under_way = Case.objects.open().values("pk")
    return filed.filter(Q(pk__in=under_way) | Q(pk__in=Licence.objects.live().values("case")))


def count_unscreened(version: ListVersion) -> int:
    """How many live cases still wait to be held against a version."""
    return _select_unscreened(version).count()


def _select_unscreened(version: ListVersion) -> CaseQuerySet:
    # Under the names that the applicant has now: one that was renamed is looked for again, by the new name and the old.
    names = JSONArray("case__organisation__name", "case__organisation__name_original", "case__organisation__former_names")
    screened = CaseScreening.objects.filter(case=OuterRef("pk"), version=version, applicant=names)
    return select_screened_cases().filter(~Exists(screened))


def _list_unscreened(version: ListVersion, after: UUID | None) -> list[UUID]:
    """The next batch, behind what this run has tried: one that fails heads no batch twice."""
    waiting = _select_unscreened(version)
    waiting = waiting.filter(pk__gt=after) if after else waiting
    return list(waiting.order_by("pk").values_list("pk", flat=True)[:_BATCH])


def _screen_batch(version: ListVersion, versions: list[ListVersion], ids: list[UUID]) -> int:
    """Screen a batch in one transaction; if that fails for any of them, each in a transaction of its own.

    Raises UnreadableList where the list of the version cannot be read.
    """
    load_list(version, versions)
    try:
        return _screen_cases(version, versions, ids)
    except Exception:  # one unforeseen bad request would else keep every case of its batch from being screened, for ever
        logger.exception("a batch of cases could not be screened, screening them one by one")
    return run_each(lambda pk: bool(_screen_cases(version, versions, [pk])), ids)


def _screen_cases(version: ListVersion, versions: list[ListVersion], ids: list[UUID]) -> int:
    """How many were screened; those that somebody acts on just now wait for the next run."""
    with translate_database_errors(), transaction.atomic():
        rows = _select_unscreened(version).filter(pk__in=ids).select_related("organisation").order_by("pk")
        cases = list(rows.select_for_update(of=("self",), no_key=True, skip_locked=True))
        if not cases:
            return 0
        latest = CaseVersion.objects.filter(case__in=cases).order_by("case_id", "-number").distinct("case_id")
        documents = dict(latest.values_list("case_id", "canonical"))
        asked, at = load_asked_changes(ids), database_now()
        found = [
            event
            for case in cases
            for event in write_screening(
                case,
                # Parties that a variation asks for are looked at before it is granted, as those of the request are.
                build_varied_request(json.loads(documents[case.pk]), asked.get(case.pk, RequestChange())),
                [version],
                versions,
                at=at,
            )
        ]
        # Those whose names could not be compared wait on; no event says that they were held against the list.
        done = len(cases) - _select_unscreened(version).filter(pk__in=[case.pk for case in cases]).count()
        if not done:
            return 0
        data = {"version": str(version.pk), "code": version.code, "number": version.number, "cases": done}
        told = PendingEvent(EventKind.CASES_SCREENED, data=data | {"with_hits": len(found)})
        Event.objects.chain([told, *found], None, at=at)
    return done
