"""The lists of reference data, and their rows as seeds/reference/*.csv brings them: checked row by row, not stored here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from django.db import models
from django.utils.translation import gettext as _

from licensing.acts.reference.seed_files import Row, SeedList, SeedReader, get_natural_key
from licensing.choices import PLAN_DEADLINES, SYSTEM_DEADLINES, Audience, Owner, PartyRole
from licensing.errors import Invalid
from licensing.models import (
    Body,
    Calendar,
    CaseKind,
    CertificateTemplate,
    Condition,
    ControlEntry,
    Country,
    Criterion,
    CriterionQuestion,
    CriterionSet,
    Currency,
    DocumentType,
    ExchangeRate,
    Holiday,
    Incoterm,
    ItemFamily,
    QuietHours,
    RefusalGround,
    ReminderRule,
    Requirement,
    ReturnGround,
    SourceKind,
    SplittingRule,
    Unit,
)
from licensing.policy.assessment.certificates.templates import find_template_gaps
from licensing.policy.assessment.criteria.looking import find_asking_gaps
from licensing.policy.destinations.splitting import find_rule_gaps
from licensing.policy.licences.library import find_library_gaps
from licensing.policy.requests.completeness import RequirementKind
from licensing.policy.requests.schema import SCHEMA
from licensing.policy.supply.families import find_pattern_gaps

_MOST_DAYS: Final = 730


def _check_requirement(row: Row) -> Iterator[tuple[str, str]]:
    """A requirement that speaks of a place that no request has would never be met, or never apply."""
    if row["test"] in ("field", "section") and not _has_path(row["target"]):
        yield "target", _("A request has no place “%(path)s”.") % {"path": row["target"]}
    if row["test"] == "party" and row["target"] not in PartyRole.values:
        yield "target", _("A party has no role “%(role)s”.") % {"role": row["target"]}
    yield from _check_applies_if(row)


def _check_applies_if(row: Row) -> Iterator[tuple[str, str]]:
    for path in row["applies_if"]:
        if not _has_path(path):
            yield "applies_if", _("A request has no place “%(path)s”.") % {"path": path}


def _check_reminder_rule(row: Row) -> Iterator[tuple[str, str]]:
    """What a rule could not mean. Webhooks go to partners: no reminder for the authority's own staff is ever sent by one."""
    if row["by_webhook"] and row["audience"] != Audience.APPLICANT:
        yield "by_webhook", _("Only the applicant can be reminded by webhook.")
    yield from _check_audience(row)
    if abs(row["offset_days"]) > _MOST_DAYS:
        yield "offset_days", _("At most two years before or after.")
    if row["repeat_every"] == 0:
        yield "repeat_every", _("At least every day; leave it empty where nothing is repeated.")
    if row["repeat_until"] is not None and not row["repeat_every"]:
        yield "repeat_until", _("Nothing is repeated: say every how many days, or leave this empty.")
    elif row["repeat_until"] is not None and row["repeat_until"] < row["offset_days"]:
        yield "repeat_until", _("The last repeat cannot come before the first reminder.")


def _check_audience(row: Row) -> Iterator[tuple[str, str]]:
    """Deadlines of what belongs to no case have people of their own."""
    if row["audience"] == Audience.SYSTEMS:
        yield "audience", _("Systems hear of what the applicant is reminded of; choose people.")
    if (row["audience"] == Audience.ANSWERING) != (row["clock"] in SYSTEM_DEADLINES):
        yield (
            "audience",
            _("The people of a system are reminded of its days, and nobody else is; of other deadlines they are not."),
        )
    if (row["audience"] == Audience.GROUP) != (row["clock"] in PLAN_DEADLINES):
        yield (
            "audience",
            _("The owner and the working group of a country plan are reminded of its days, and nobody else is."),
        )


def _has_path(path: str) -> bool:
    """Whether the published shape of a request has a place for a dotted path, and for each of several fields of one step."""
    schemas: list[dict[str, Any] | None] = [SCHEMA]
    for step in path.split("."):
        places = [_unwrap_schema(one).get("properties", {}) for one in schemas if one is not None]
        schemas = [place.get(name) for place in places for name in step.split("|")]
    return None not in schemas


def _unwrap_schema(schema: dict[str, Any]) -> dict[str, Any]:
    """What a place holds when it holds something: not null, and a row rather than the list."""
    filled = [one for one in schema.get("anyOf", ()) if one != {"type": "null"}]
    inner: dict[str, Any] = filled[0] if filled else schema
    return _unwrap_schema(inner["items"]) if inner.get("type") == "array" else inner


# What a file does not say has not ended.
_ENDING: Final = ("active",)

# In the order of their foreign keys: a list comes after those that it refers to.
LISTS: Mapping[str, SeedList] = {
    "countries": SeedList(Country, ("code",)),
    "units": SeedList(Unit, ("code",)),
    "currencies": SeedList(Currency, ("code",)),
    "calendars": SeedList(Calendar, ("code",)),
    "document_types": SeedList(DocumentType, ("code",)),
    "case_kinds": SeedList(CaseKind, ("code",), {"permit": ("none", "single", "general", "open")}),
    "bodies": SeedList(Body, ("code",)),
    "control_entries": SeedList(ControlEntry, ("code",)),
    "item_families": SeedList(ItemFamily, ("code",), check=find_pattern_gaps),
    "splitting_rules": SeedList(SplittingRule, ("code",), check=find_rule_gaps),
    "rates": SeedList(ExchangeRate, ("currency", "on")),
    "incoterms": SeedList(Incoterm, ("code",)),
    "conditions": SeedList(
        Condition,
        ("code",),
        {"owner": Owner.values, "breach": ("", "suspend", "report", "bar", "revoke")},
        check=find_library_gaps,
        optional=_ENDING,
    ),
    "refusal_grounds": SeedList(RefusalGround, ("code",), optional=_ENDING),
    "return_grounds": SeedList(ReturnGround, ("code",), optional=_ENDING),
    "criterion_sets": SeedList(CriterionSet, ("code",), check=find_asking_gaps, optional=_ENDING),
    "criteria": SeedList(Criterion, ("code",), {"test": ("absolute", "clear_risk", "weigh")}, optional=_ENDING),
    "criterion_questions": SeedList(CriterionQuestion, ("code",), check=find_asking_gaps, optional=_ENDING),
    "certificate_templates": SeedList(CertificateTemplate, ("code",), check=find_template_gaps, optional=_ENDING),
    "source_kinds": SeedList(SourceKind, ("code",), optional=_ENDING),
    "requirements": SeedList(
        Requirement,
        ("kind", "code"),
        {"test": tuple(one.value for one in RequirementKind)},
        check=_check_requirement,
        optional=_ENDING,
    ),
    "holidays": SeedList(Holiday, ("calendar", "on")),
    "quiet_hours": SeedList(QuietHours, ("code",)),
    "reminder_rules": SeedList(ReminderRule, ("code",), check=_check_reminder_rule, optional=_ENDING),
}


def read_lists(folder: Path) -> dict[str, list[Row]]:
    """The rows of all files of the reference data, by list and attribute; they may refer to one another.

    Raises Invalid, naming each file, row and column, for the first file that holds mistakes.
    """
    found: dict[str, list[Row]] = {}
    added: dict[type[models.Model], set[Any]] = {}
    for name, seed in LISTS.items():
        reader = SeedReader(folder / f"{name}.csv", seed, added)
        found[name] = reader.read_rows()
        if reader.gaps:
            words = {"file": reader.path.name, "count": len(reader.gaps)}
            raise Invalid(_("%(file)s holds %(count)d mistakes.") % words, gaps=reader.gaps)
        if len(seed.key) == 1:
            added[seed.model] = {get_natural_key(seed, row)[0] for row in found[name]}
    return found
