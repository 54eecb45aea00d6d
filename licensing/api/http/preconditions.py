"""If-Match on every operation that changes something: compared under the lock of the row, or refused, and never passed over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from licensing.api.http.calls import Call
from licensing.errors import Gap, Invalid, Stale
from licensing.models import Case, CountryPlan, Licence
from licensing.models.read_models import read_changes_since

# Parts of an address that name what has a revision; other things (sittings, webhooks, what is yet to be created) have none.
SUBJECTS: Final = ("case_id", "licence_id", "plan_id")


def check_precondition(call: Call, where: Mapping[str, Any], *, compared_by_act: bool) -> None:
    """Compare the revision in If-Match with the case, licence or country plan of the address, locked for the act that follows.

    An act that compares the revision itself locks the row itself, and later: before that it may scan a file for half a
    minute, for which nobody else is to wait. Raises Stale where it is another one, and Invalid where there is nothing that it
    could be compared with. Called inside the transaction of the idempotency key, it holds for every act, also for one that
    compares no revision by itself.
    """
    if call.tag is None:
        return
    subject = find_subject(call, where)
    if subject is None:
        sentence = _("Nothing at this address has a revision. Leave If-Match out.")
        raise Invalid(gaps=[Gap("not_compared", "If-Match", sentence)])
    expected = call.get_expected_revision(subject)
    if expected is None:
        return
    # NO KEY, as acts lock it: rows that refer to this one may be added meanwhile.
    rows = type(subject)._default_manager.filter(pk=subject.pk)
    if not compared_by_act:
        rows = rows.select_for_update(no_key=True)
    current = rows.values_list("revision", flat=True).get()
    if current != expected:
        raise Stale(current=current)


def explain_stale(call: Call, where: Mapping[str, Any], stale: Stale) -> Stale:
    """The same refusal with what has happened since the revision that the caller has read, as far as they may know of it."""
    subject = find_subject(call, where)
    current = stale.extra.get("current")
    # While the authority deliberates, an applicant is told nothing that would count its acts.
    if subject is None or current is None or isinstance(subject, CountryPlan):
        return stale
    named = call.get_expected_revision(subject) or 0
    changes = read_changes_since(subject, named, call.get_reader(subject)) if named else []
    changed = list(dict.fromkeys(field for change in changes for field in change["fields"]))
    return Stale(current=current, changes=changes, changed=changed)


def find_subject(call: Call, where: Mapping[str, Any]) -> Case | Licence | CountryPlan | None:
    """The case, licence or country plan that an address is about; None for one of something else. Raises NotFound."""
    if isinstance(case_id := where.get("case_id"), UUID):
        return call.get_case(case_id)
    if isinstance(licence_id := where.get("licence_id"), UUID):
        return call.get_licence(licence_id)
    if isinstance(plan_id := where.get("plan_id"), UUID):
        return call.get_country_plan(plan_id)
    return None
