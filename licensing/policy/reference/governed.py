"""Everything that decides around the cases, declared once for each list: its key, what of it decides, and how a row ends.

A row is a mapping by column, in plain values: texts by language, days and exact numbers as text, another list by its code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field
from datetime import date
from enum import Enum
from typing import Any, Final, TypeAlias

from licensing.choices import ChangeAction, Owner, TrialLook
from licensing.messages import Message
from licensing.policy.requests.completeness import RequirementKind

Row: TypeAlias = Mapping[str, Any]

# In a key, what stands for "every one of them".
_ALL: Final = "*"
_JOINED: Final = ":"


class Ending(Enum):
    """How a row of a list ends: not at all (another row supersedes it), by being taken out, or by a column that says so."""

    NEVER = "never"
    TAKEN_OUT = "taken out"
    INACTIVE = "inactive"
    ON_DAY = "on day"


@dataclass(frozen=True, slots=True)
class GovernedList:
    """One list. Columns that decide change by a change set of two; those of wording may be reworded by one person.

    `texts` are the columns that hold a text per language. `fixed` columns of a row never change, because somebody has signed
    or published them: another row supersedes it. Rows of a `dated` list are of a day, and those of past days stay as they are;
    only `late` lists get new rows of past days. A row decides from the day on that its column `begins` names, always where it
    names none. A row of a `superseded` list that has begun is never written again: it ends, and another takes its place. Where
    rows have no days, the release is the version: a change holds from the moment of its release, and each release keeps the row
    as it was before. `words` are the closed vocabularies that the table itself does not know. A list that is `whole` has rows
    that are written as one document. Trials show under `looks` what a change of the columns that decide would do; tests hold
    them to it. `untried` says of each other one why it cannot change the way of a case.
    """

    code: str
    key: tuple[str, ...]
    decides: tuple[str, ...]
    wording: tuple[str, ...] = ()
    _: KW_ONLY
    texts: tuple[str, ...] = ("names",)
    fixed: tuple[str, ...] = ()
    ending: Ending = Ending.NEVER
    ending_column: str = ""
    dated: str = ""
    begins: str = ""
    superseded: bool = False
    late: bool = False
    whole: bool = False
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    looks: tuple[TrialLook, ...] = ()
    untried: Mapping[str, Message] = field(default_factory=dict)

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that a row is written with."""
        return tuple(dict.fromkeys((*self.key, *self.decides, *self.wording)))

    @property
    def turns(self) -> tuple[str, ...]:
        """The columns that hold a day from which on the list says something else."""
        ends = self.ending_column if self.ending is Ending.ON_DAY else ""
        return tuple(name for name in (self.dated, self.begins, ends) if name)

    def build_key(self, row: Row) -> str:
        """What the row is called in its list: the columns of its key, joined."""
        return _JOINED.join(_ALL if row.get(name) is None else str(row[name]) for name in self.key)

    def has_begun(self, row: Row, on: date) -> bool:
        """Whether a row decides on a day already, or has decided."""
        return not self.begins or not row.get(self.begins) or bool(row[self.begins] <= on.isoformat())

    def is_over(self, row: Row, on: date) -> bool:
        """Whether a row decides no more on a day."""
        if self.ending is Ending.ON_DAY:
            return bool(row[self.ending_column]) and row[self.ending_column] <= on.isoformat()
        return self.ending is Ending.INACTIVE and not row[self.ending_column]

    def begin(self, row: Row, before: Row | None, *, on: date) -> Row:
        """The row as it is written on a day: its first day, unless it has it already, is that day or a later one."""
        day = str(row.get(self.begins) or "")
        if not day or day >= on.isoformat() or (before is not None and before.get(self.begins) == day):
            return row
        return {**row, self.begins: on.isoformat()}

    def retire(self, row: Row, *, on: date) -> dict[str, Any] | None:
        """The row as it is after it has ended on a day; None where it is taken out."""
        match self.ending:
            case Ending.INACTIVE:
                return {**row, self.ending_column: False}
            case Ending.ON_DAY:
                return {**row, self.ending_column: on.isoformat()}
        return None


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row that is to be written or ended. `values` of a row that is there already may name only what changes."""

    list: str
    key: str
    action: ChangeAction
    values: Row = field(default_factory=dict)


def build_path(list_code: str, key: str, column: str = "") -> str:
    """Where a mistake is, within a change set."""
    return "/".join(part for part in (list_code, key, column) if part)


def _declare(*lists: GovernedList) -> Mapping[str, GovernedList]:
    return {one.code: one for one in lists}


_OTHERS_READ_IT: Final = Message("Programs of others read it; no act of ours does.")
_PLANS_READ_IT: Final = Message("Supply plans follow it; what they mean for a case is said in the statement of need.")
_KEPT_BY_CASES: Final = Message("One that has ended is chosen no more; a case in which somebody has named it already keeps it.")
_ASSESSED_BY_IT: Final = Message("Certificates are judged by it when an assessment is recorded; what was recorded stays.")
_WEIGHED_BY_IT: Final = Message("Requests are weighed by it when an assessment is recorded; what was recorded stays.")
_OFFICERS_READ_IT: Final = Message("People and programs read it beside what is asked for; no act counts with it.")

# In the order of their foreign keys: a list comes after those that it refers to.
GOVERNED: Final[Mapping[str, GovernedList]] = _declare(
    GovernedList(
        "countries",
        ("code",),
        ("alpha3", "tier"),
        ("names", "note"),
        looks=(TrialLook.ROUTED,),
        untried={"alpha3": _OTHERS_READ_IT},
    ),
    GovernedList("units", ("code",), ("decimals",), ("names",), looks=(TrialLook.REQUIRED,)),
    GovernedList("currencies", ("code",), ("decimals",), ("names",), looks=(TrialLook.REQUIRED,)),
    GovernedList(
        "calendars",
        ("code",),
        ("zone", "version"),
        ("names", "note"),
        fixed=("zone",),
        untried={"version": Message("It names the state of the calendar; time limits follow the days that are off.")},
    ),
    GovernedList(
        "document_types",
        ("code",),
        ("original_required", "expires"),
        ("names", "note"),
        untried={"original_required": _OFFICERS_READ_IT, "expires": _OFFICERS_READ_IT},
    ),
    GovernedList(
        "case_kinds",
        ("code",),
        ("prefix", "permit", "validity_months", "max_validity_months", "report_months", "is_plan", "active"),
        ("names", "descriptions"),
        texts=("names", "descriptions"),
        # The prefix stands in every reference that was given.
        fixed=("prefix", "permit", "is_plan"),
        ending=Ending.INACTIVE,
        ending_column="active",
        words={"permit": ("none", "single", "general", "open")},
        looks=(TrialLook.TIMED,),
        untried={"active": Message("A kind that has ended takes no new requests; those that were begun go on as they are.")},
    ),
    # Who heads a body is a right of a person, and no part of the list.
    GovernedList(
        "bodies",
        ("code",),
        ("states_need", "plans_supply", "leads_plans"),
        ("names", "short_names", "note"),
        texts=("names", "short_names"),
        looks=(TrialLook.ASKED,),
        untried={
            "plans_supply": Message("It says who enters supply plans, which are no part of a case."),
            "leads_plans": Message("It says who leads the work on country plans, which are no part of a case."),
        },
    ),
    GovernedList(
        "control_entries",
        ("code",),
        ("list", "version", "unroca", "att", "hs_heads", "mtcr_default", "valid_from"),
        ("titles", "source"),
        texts=("titles",),
        begins="valid_from",
        untried={
            **dict.fromkeys(("list", "version", "unroca", "att", "hs_heads"), _OFFICERS_READ_IT),
            "valid_from": Message("Nobody names an entry before its first day; what has been named stays as it is."),
            "mtcr_default": Message("The form offers it; a case is routed by the category that its request names."),
        },
    ),
    GovernedList(
        "rates", ("currency", "on"), ("to_eur",), texts=(), dated="on", late=True, looks=(TrialLook.ROUTED, TrialLook.ASKED)
    ),
    # Quantities that were planned and promised are in the unit of their family.
    GovernedList(
        "item_families",
        ("code",),
        ("unit", "model_names", "makers", "entries", "plan_days", "quota_percent", "active"),
        ("names", "note"),
        fixed=("unit",),
        ending=Ending.INACTIVE,
        ending_column="active",
        looks=(TrialLook.ROUTED, TrialLook.ASKED),
        untried=dict.fromkeys(("plan_days", "quota_percent"), _PLANS_READ_IT),
    ),
    # How much may be filed apart before it is judged as one.
    GovernedList(
        "splitting_rules",
        ("code",),
        ("by", "days", "threshold", "active"),
        ("names", "note"),
        ending=Ending.INACTIVE,
        ending_column="active",
        looks=(TrialLook.ROUTED, TrialLook.ASKED),
    ),
    GovernedList("incoterms", ("code",), (), ("names",)),
    GovernedList(
        "conditions",
        ("code",),
        (
            *("texts", "parameters", "due_rule", "gate_rule", "cap_scope", "evidence_kind"),
            *("owner", "breach", "blocks_start", "active"),
        ),
        ("evidence_texts",),
        texts=("texts", "evidence_texts"),
        # Conditions are signed by code and parameters.
        fixed=("texts", "parameters", "due_rule", "blocks_start"),
        ending=Ending.INACTIVE,
        ending_column="active",
        words={"owner": tuple(Owner.values), "breach": ("", "report", "bar", "suspend", "revoke")},
        looks=(TrialLook.ASKED,),
        untried={"active": _KEPT_BY_CASES},
    ),
    # Grounds are signed by their code.
    GovernedList(
        "refusal_grounds",
        ("code",),
        ("texts", "absolute", "active"),
        ("source",),
        texts=("texts",),
        fixed=("texts", "absolute"),
        ending=Ending.INACTIVE,
        ending_column="active",
        untried={"active": _KEPT_BY_CASES},
    ),
    GovernedList(
        "return_grounds",
        ("code",),
        ("active",),
        ("texts",),
        texts=("texts",),
        ending=Ending.INACTIVE,
        ending_column="active",
        untried={"active": Message("Nothing goes back on one that has ended; what was sent back stays so.")},
    ),
    # The version is what findings cite; no change set changes criteria or questions of a set and leaves it.
    GovernedList(
        "criterion_sets",
        ("code",),
        ("version", "applies_if", "active"),
        ("names", "source"),
        ending=Ending.INACTIVE,
        ending_column="active",
        untried=dict.fromkeys(("version", "applies_if", "active"), _WEIGHED_BY_IT),
    ),
    GovernedList(
        "criteria",
        ("code",),
        ("set", "test", "active"),
        ("titles", "source"),
        texts=("titles",),
        fixed=("test",),
        ending=Ending.INACTIVE,
        ending_column="active",
        words={"test": ("absolute", "clear_risk", "weigh")},
        untried=dict.fromkeys(("set", "active"), _WEIGHED_BY_IT),
    ),
    # Questions are answered by their code, so that another wording is another question.
    GovernedList(
        "criterion_questions",
        ("code",),
        ("criterion", "texts", "applies_if", "active"),
        ("source",),
        texts=("texts",),
        fixed=("criterion", "texts"),
        ending=Ending.INACTIVE,
        ending_column="active",
        untried=dict.fromkeys(("applies_if", "active"), _WEIGHED_BY_IT),
    ),
    GovernedList(
        "certificate_templates",
        ("code",),
        ("required", "optional", "confirmed_by", "active"),
        ("names", "note"),
        ending=Ending.INACTIVE,
        ending_column="active",
        untried={
            **dict.fromkeys(("required", "optional", "confirmed_by"), _ASSESSED_BY_IT),
            "active": Message("No new certificate is recorded by one that has ended; those that were keep it."),
        },
    ),
    GovernedList(
        "source_kinds",
        ("code",),
        ("active",),
        ("names", "note"),
        ending=Ending.INACTIVE,
        ending_column="active",
        untried={"active": Message("No new assessment names one that has ended; those that did keep it.")},
    ),
    GovernedList(
        "requirements",
        ("kind", "code"),
        ("section", "test", "target", "applies_if", "active"),
        ("sentences",),
        texts=("sentences",),
        ending=Ending.INACTIVE,
        ending_column="active",
        words={"test": tuple(one.value for one in RequirementKind)},
        looks=(TrialLook.REQUIRED,),
        untried={"section": Message("It is the part of the request beside which the sentence stands.")},
    ),
    GovernedList(
        "holidays",
        ("calendar", "on"),
        ("kind",),
        ("names",),
        ending=Ending.TAKEN_OUT,
        dated="on",
        looks=(TrialLook.TIMED, TrialLook.REMINDED),
    ),
    GovernedList("quiet_hours", ("code",), ("starts", "ends", "working_days_only"), ("names",), looks=(TrialLook.REMINDED,)),
    GovernedList(
        "reminder_rules",
        ("code",),
        (
            *("clock", "offset_days", "unit", "repeat_every", "repeat_until", "audience", "by_mail", "by_webhook"),
            *("quiet", "active"),
        ),
        ("sentences",),
        texts=("sentences",),
        fixed=("clock",),
        ending=Ending.INACTIVE,
        ending_column="active",
        looks=(TrialLook.REMINDED,),
    ),
    # A version that is published never changes: the document of the next one supersedes it.
    GovernedList(
        "procedures",
        ("code",),
        ("version",),
        texts=(),
        begins="valid_from",
        whole=True,
        looks=(TrialLook.ROUTED, TrialLook.TIMED, TrialLook.REQUIRED, TrialLook.ASKED),
    ),
    GovernedList(
        "routing",
        ("code",),
        ("priority", "procedure_code", "when", "extra_seats", "flags", "valid_from", "retired_on"),
        ("reasons",),
        texts=("reasons",),
        begins="valid_from",
        superseded=True,
        ending=Ending.ON_DAY,
        ending_column="retired_on",
        looks=(TrialLook.ROUTED, TrialLook.TIMED, TrialLook.ASKED),
    ),
)
