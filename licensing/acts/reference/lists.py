"""Reference data from seeds/reference/*.csv: checked row by row, then added or changed by natural key, never removed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, get_args

from django.db import models
from django.utils.translation import gettext as _

from licensing.acts.record.governed import record_changes
from licensing.acts.reference.seed_files import Row, SeedList, SeedReader, get_natural_key
from licensing.choices import Audience, Owner
from licensing.errors import Invalid
from licensing.models import (
    Body,
    Calendar,
    CaseKind,
    Condition,
    ControlEntry,
    Country,
    Criterion,
    Currency,
    DocumentType,
    ExchangeRate,
    Holiday,
    Incoterm,
    QuietHours,
    RefusalGround,
    ReminderRule,
    Requirement,
    ReturnGround,
    Unit,
)
from licensing.models.reference.texts import get_texts_fields
from licensing.policy.record.event_kinds import EventKind
from licensing.policy.requests.completeness import RequirementKind
from licensing.policy.requests.schema import SCHEMA

_MOST_DAYS: Final = 730


def _check_requirement(row: Row) -> Iterator[tuple[str, str]]:
    """A requirement that speaks of a place that no request has would never be met, or never apply."""
    if row["test"] in ("field", "section") and not _has_path(row["target"]):
        yield "target", _("A request has no place “%(path)s”.") % {"path": row["target"]}
    for path in row["applies_if"]:
        if not _has_path(path):
            yield "applies_if", _("A request has no place “%(path)s”.") % {"path": path}


def _check_reminder_rule(row: Row) -> Iterator[tuple[str, str]]:
    """What a rule could not mean. Webhooks go to partners: no reminder for the authority's own staff is ever sent by one."""
    if row["by_webhook"] and row["audience"] != Audience.APPLICANT:
        yield "by_webhook", _("Only the applicant can be reminded by webhook.")
    if row["audience"] == Audience.SYSTEMS:
        yield "audience", _("Systems hear of what the applicant is reminded of; choose people.")
    if abs(row["offset_days"]) > _MOST_DAYS:
        yield "offset_days", _("At most two years before or after.")
    if row["repeat_every"] == 0:
        yield "repeat_every", _("At least every day; leave it empty where nothing is repeated.")
    if row["repeat_until"] is not None and not row["repeat_every"]:
        yield "repeat_until", _("Nothing is repeated: say every how many days, or leave this empty.")
    elif row["repeat_until"] is not None and row["repeat_until"] < row["offset_days"]:
        yield "repeat_until", _("The last repeat cannot come before the first reminder.")


def _has_path(path: str) -> bool:
    """Whether the published shape of a request has a place for a dotted path, walking into the rows of lists."""
    schema: dict[str, Any] | None = SCHEMA
    for step in path.split("."):
        schema = _unwrap_schema(schema).get("properties", {}).get(step) if schema is not None else None
    return schema is not None


def _unwrap_schema(schema: dict[str, Any]) -> dict[str, Any]:
    """What a place holds when it holds something: not null, and a row rather than the list."""
    filled = [one for one in schema.get("anyOf", ()) if one != {"type": "null"}]
    inner: dict[str, Any] = filled[0] if filled else schema
    return _unwrap_schema(inner["items"]) if inner.get("type") == "array" else inner


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
    "rates": SeedList(ExchangeRate, ("currency", "on")),
    "incoterms": SeedList(Incoterm, ("code",)),
    "conditions": SeedList(Condition, ("code",), {"owner": Owner.values, "breach": ("", "suspend", "report", "revoke")}),
    "refusal_grounds": SeedList(RefusalGround, ("code",)),
    "return_grounds": SeedList(ReturnGround, ("code",)),
    "criteria": SeedList(Criterion, ("code",), {"test": ("absolute", "clear_risk", "weigh")}),
    "requirements": SeedList(Requirement, ("kind", "code"), {"test": get_args(RequirementKind)}, check=_check_requirement),
    "holidays": SeedList(Holiday, ("calendar", "on")),
    "quiet_hours": SeedList(QuietHours, ("code",)),
    "reminder_rules": SeedList(ReminderRule, ("code",), check=_check_reminder_rule),
}


@dataclass(frozen=True, slots=True)
class LoadResult:
    """What loading a file did."""

    name: str
    added: int
    changed: int
    unchanged: int


def load_reference(folder: Path) -> list[LoadResult]:
    """Bring the reference data to what the files say; rows that no file names stay as they are.

    Nothing is changed when anything is wrong: Invalid names each file, row and column.
    """
    with record_changes(None, EventKind.REFERENCE_CHANGED, subject="lists"):
        return [_load_list(folder / f"{name}.csv", seed) for name, seed in LISTS.items()]


def _load_list(path: Path, seed: SeedList) -> LoadResult:
    reading = SeedReader(path, seed)
    rows = reading.read_rows()
    if reading.gaps:
        raise Invalid(
            _("%(file)s holds %(count)d mistakes.") % {"file": path.name, "count": len(reading.gaps)}, gaps=reading.gaps
        )
    return _store_rows(path.stem, seed, rows)


def _store_rows(name: str, seed: SeedList, rows: Iterable[Row]) -> LoadResult:
    manager = seed.model._default_manager
    present = {get_natural_key(seed, vars(one)): one for one in manager.all()}
    new, changed, kept, columns = [], [], 0, set[str]()
    for written in rows:
        before = present.get(get_natural_key(seed, written))
        row = written | _merge_texts(seed, before, written)
        different = {column: value for column, value in row.items() if before and vars(before)[column] != value}
        if before is None:
            new.append(seed.model(**row))
        elif different:
            for column, value in different.items():
                setattr(before, column, value)
            changed.append(before)
            columns |= different.keys()
        else:
            kept += 1
    manager.bulk_create(new)
    if changed:
        manager.bulk_update(changed, sorted(columns), batch_size=500)
    return LoadResult(name, len(new), len(changed), kept)


def _merge_texts(seed: SeedList, before: models.Model | None, row: Row) -> Row:
    """The texts of a row with what the file says of them; languages for which it has no column stay as they are."""
    texts = {name: column for name, column in get_texts_fields(seed.model).items() if name in row}
    return {name: one.merge(one.value_from_object(before) if before else {}, row[name]) for name, one in texts.items()}
