"""The assessments that a stage waits for, each chosen by its name: who makes it, within which time, and who waits for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from licensing.admin.pages.inputs import parse_whole_number
from licensing.admin.reference.procedures.fields import Choices, PieceField
from licensing.choices import AssessmentKind, TermUnit
from licensing.policy.assessment.kinds import REQUIRED_KINDS
from licensing.policy.assessment.requirements import OFFICER_OWNS

Row = Mapping[str, Any]
_TEMPLATE: Final = "admin/licensing/reference/inputs/assessment_rows.html"
# The longest term of a document, in days.
_MOST: Final = 3650


class AssessmentsInput(forms.Widget):
    """A block for each kind of assessment; a stage waits for those of which somebody is chosen to make them."""

    use_fieldset = True

    def __init__(self, bodies: Choices, seats: Choices) -> None:
        super().__init__()
        self.bodies, self.seats = bodies, seats

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        rows = _index_by_kind(value or ())
        return {"name": name, "blocks": [self._build_block(kind, rows.get(kind, {})) for kind in REQUIRED_KINDS]}

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        return render_to_string(_TEMPLATE, self.get_context(name, value, attrs))

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Row]:
        return [row for kind in REQUIRED_KINDS if (row := _read_block(data, f"{name}.{kind.value}", kind))]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return ""

    def _build_block(self, kind: AssessmentKind, row: Row) -> dict[str, Any]:
        within, owner = row.get("within") or {}, row.get("owner", "")
        # Hits of screening are for case officers to look at.
        makers = [(OFFICER_OWNS, _("Case officers")), *(() if kind == AssessmentKind.SCREENING else self.bodies)]
        seats = row.get("seats", ())
        return {
            "kind": kind.value,
            "label": kind.label,
            "owner": owner,
            "makers": _add_kept(makers, [owner] if owner else []),
            "amount": within.get("amount", ""),
            "unit": within.get("unit", TermUnit.WORKING),
            "units": TermUnit.choices,
            "seats": [(code, label, code in seats) for code, label in _add_kept(self.seats, seats)],
            "apart": bool(row.get("apart")),
            "is_chosen": bool(row),
        }


class AssessmentsField(forms.Field):
    """Cleans to the assessments as a document has them, in the order in which they stood."""

    def __init__(self, *, bodies: Choices, seats: Choices, **options: Any) -> None:
        super().__init__(widget=AssessmentsInput(bodies, seats), **options)
        self.bodies, self.seats = bodies, seats

    def clean(self, value: Any) -> list[dict[str, Any]]:
        before = _index_by_kind(self.initial or ())
        rows = {row["kind"]: self._clean_row(row, before.get(row["kind"], {})) for row in value or ()}
        places = [*before, *(kind.value for kind in REQUIRED_KINDS)]
        return [rows[kind] for kind in dict.fromkeys(places) if kind in rows]

    def _clean_row(self, row: Row, before: Row) -> dict[str, Any]:
        label, owner = AssessmentKind(row["kind"]).label, row["owner"]
        if not owner:
            raise ValidationError(_("“%(kind)s”: choose who makes it, or leave the rest empty too.") % {"kind": label})
        kept = [*before.get("seats", ()), *([before["owner"]] if before else ())]
        known = {code for code, _name in (*self.bodies, *self.seats)} | {OFFICER_OWNS, *kept}
        if unknown := [code for code in (owner, *row.get("seats", ())) if code not in known]:
            raise ValidationError(_("“%(kind)s”: there is no body “%(name)s”.") % {"kind": label, "name": unknown[0][:60]})
        cleaned = dict(row)
        if "within" in row:
            cleaned["within"] = {**_find_roll(before), **_clean_term(row["within"], label)}
        if set(row.get("seats", ())) == set(before.get("seats", ())) and "seats" in before:
            cleaned["seats"] = list(before["seats"])
        return cleaned


def build_assessments(name: str, label: str, bodies: Choices, seats: Choices, *, help_text: str) -> PieceField:
    """The assessments that a stage waits for; `seats` are those of the stage, of which some may wait."""
    return PieceField(
        name,
        lambda: AssessmentsField(bodies=bodies, seats=seats, required=False, label=label, help_text=help_text),
        read=lambda rows: list(_read_rows(rows or ())),
    )


def _index_by_kind(rows: Iterable[Row]) -> dict[str, Row]:
    """The first of each kind, in their order; a file that names one twice is not finished."""
    found: dict[str, Row] = {}
    for row in rows:
        found.setdefault(row["kind"], row)
    return found


def _read_rows(rows: Iterable[Row]) -> Iterator[dict[str, Any]]:
    """Each as it comes back from a form: the unit said, and nothing that is empty."""
    for row in rows:
        read: dict[str, Any] = {"kind": row["kind"], "owner": row["owner"]}
        if row.get("within"):
            read["within"] = {"unit": TermUnit.CALENDAR.value, **row["within"]}
        if row.get("seats"):
            read["seats"] = list(row["seats"])
        yield read | ({"apart": True} if row.get("apart") else {})


def _read_block(data: Any, name: str, kind: AssessmentKind) -> dict[str, Any]:
    """What was filled in of one kind; nothing where all of it is empty."""
    owner, amount = (str(data.get(f"{name}.{part}", "")).strip()[:60] for part in ("owner", "amount"))
    chosen = data.getlist(f"{name}.seats") if isinstance(data, MultiValueDict) else data.get(f"{name}.seats", ())
    row: dict[str, Any] = {"kind": kind.value, "owner": owner}
    if amount:
        row["within"] = {"amount": amount, "unit": str(data.get(f"{name}.unit", TermUnit.WORKING.value))}
    if chosen:
        row["seats"] = [str(code) for code in chosen]
    if data.get(f"{name}.apart"):
        row["apart"] = True
    return row if owner or len(row) > 2 else {}


def _clean_term(within: Row, label: Any) -> dict[str, Any]:
    amount = parse_whole_number(str(within["amount"]))
    if amount is None or not 0 < amount <= _MOST or within["unit"] not in TermUnit.values:
        words = {"kind": label, "most": _MOST}
        raise ValidationError(_("“%(kind)s”: write the days as a whole number from 1 to %(most)d.") % words)
    return {"amount": amount, "unit": within["unit"]}


def _find_roll(before: Row) -> dict[str, Any]:
    """Where the last day goes when nobody works on it; only a file says so, and it stays."""
    within = before.get("within") or {}
    return {"roll": within["roll"]} if "roll" in within else {}


def _add_kept(choices: Choices, kept: Sequence[str]) -> list[tuple[str, Any]]:
    """The choices, and what stands in the row though it is none of them, so that it is kept or taken out."""
    known = {code for code, _label in choices}
    return [*choices, *((code, code) for code in kept if code not in known)]
