"""Fields and records: the grammar in which the request is declared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from typing import Any, Literal

from django_stubs_ext import StrOrPromise

from licensing.policy import shapes
from licensing.policy.requests.types import ValueType
from licensing.policy.shapes import Schema


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """A heading under which some fields of a form are grouped."""

    heading: StrOrPromise = ""
    hint: StrOrPromise = ""


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """One field, declared once.

    `label` and `hint` are what the applicant reads; `short` is what the authority reads where the label would repeat the
    heading, and `in_changes` what a list of changes calls it where that is otherwise again. `stored_as` names the column where
    it is called otherwise than the field. A change of a field can void signatures; a change of one that is not `material` is
    shown as a change but voids nothing, whatever the procedure says, and neither does one of anything below it.
    """

    name: str
    type: ValueType
    label: StrOrPromise = ""
    hint: StrOrPromise = ""
    _: KW_ONLY
    # The published shape: it must be there, its text must not be empty, it may be null.
    required: bool = False
    filled: bool = False
    nullable: bool = False
    # The column. What is read only is shown in the document and never written from it; what is write only has no column.
    stored_as: str = ""
    read_only: bool = False
    write_only: bool = False
    # The page. `optional` is said beside the label; `follows` names the field after which people meet it, when the document
    # has it elsewhere; `width` is that of its input in characters.
    short: StrOrPromise = ""
    in_changes: StrOrPromise = ""
    group: Group | None = None
    on_forms: bool = True
    optional: bool = False
    radios: bool = False
    width: str = ""
    follows: str = ""
    # Its place among the columns of the spreadsheet, from 1; 0 keeps it out of the spreadsheet.
    sheet_column: int = 0
    # An amendment: whether a change of it can void what was signed.
    material: bool = True
    # Says where a request goes to or through, or who stands there: routing and measures judge by it, and every change matters.
    destination: bool = False

    @property
    def column(self) -> str:
        """The name of the column, or of the attribute, that holds it."""
        return self.stored_as or self.name

    @property
    def short_label(self) -> StrOrPromise:
        """What the authority reads, under a heading that says the rest."""
        return self.short or self.label

    @property
    def change_label(self) -> StrOrPromise:
        """What a list of changes calls it."""
        return self.in_changes or self.short_label

    @property
    def is_typed(self) -> bool:
        """Whether people fill it in on a form."""
        return self.on_forms and not (self.read_only or self.write_only)

    def to_schema(self) -> Schema:
        """The published shape of the field, as the type gives it, perhaps not empty, perhaps null."""
        shape = self.type.to_schema()
        shape = shapes.forbid_empty(shape) if self.filled else shape
        return shapes.allow_null(shape) if self.nullable else shape


@dataclass(frozen=True, slots=True, eq=False)
class Record:
    """Fields that make up one object, in the order of the document.

    `model` names the table whose rows hold it; without one, it is kept as it was written in a column of the record around it.
    Rows of a list are matched by `grouped_by` (a role, a type) and, within the group, by `named_by`.
    """

    fields: tuple[Field, ...]
    _: KW_ONLY
    model: str = ""
    grouped_by: str = ""
    named_by: str = ""

    def get(self, name: str) -> Field | None:
        """The field of this name in the document, if it is declared."""
        return next((field for field in self.fields if field.name == name), None)

    def in_reading_order(self) -> list[Field]:
        """The fields as people meet them on forms and pages."""
        ordered = [field for field in self.fields if not field.follows]
        for field in self.fields:
            if field.follows:
                place = next(n for n, other in enumerate(ordered, 1) if other.name == field.follows)
                ordered.insert(place, field)
        return ordered

    def list_sheet_columns(self) -> list[Field]:
        """The fields that a spreadsheet of such records has, in the order of its columns."""
        return sorted((field for field in self.fields if field.sheet_column), key=lambda field: field.sheet_column)

    def clean(self, written: Any) -> Any:
        """An object as it was sent, every field in its normal form; what is not declared stays, for the shape to refuse."""
        if not isinstance(written, Mapping):
            return written
        return {name: field.type.clean(value) if (field := self.get(name)) else value for name, value in written.items()}

    def to_schema(self) -> Schema:
        """The published shape: an object with these fields and no others."""
        required = [field.name for field in self.fields if field.required]
        return shapes.as_record(required, **{field.name: field.to_schema() for field in self.fields})


@dataclass(frozen=True, slots=True)
class Part(ValueType):
    """A record within a record."""

    record: Record

    def to_schema(self) -> Schema:
        return self.record.to_schema()

    def clean(self, value: Any) -> Any:
        return self.record.clean(value)


@dataclass(frozen=True, slots=True)
class Rows(ValueType):
    """A list of records."""

    record: Record
    most: int = 500

    def to_schema(self) -> Schema:
        return shapes.list_of(self.record.to_schema(), self.most)

    def clean(self, value: Any) -> Any:
        return [self.record.clean(row) for row in value] if isinstance(value, list) else value


def walk(record: Record, document: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Field, Any]]:
    """Every value in a document of a record's shape, however deep, with its dotted path and its field."""
    for field in record.fields:
        here, value = f"{path}{field.name}", document.get(field.name)
        match field.type:
            case Part(inner):
                yield from walk(inner, value or {}, f"{here}.")
            case Rows(inner):
                for number, row in enumerate(value or ()):
                    yield from walk(inner, row, f"{here}.{number}.")
            case _ if value is not None:
                yield here, field, value


@dataclass(frozen=True, slots=True)
class Step:
    """One step in the path of a change: the name of a field; or the group of a row, a value of `field`; or its place."""

    text: str
    kind: Literal["name", "group", "place"]
    # None where nothing is declared, as for what only follows from a request.
    field: Field | None = None


def list_steps(record: Record, steps: Sequence[str]) -> list[Step]:
    """What each step in the path of a change stands for: `items.1.quantity`, `parties.end_user.0.name`."""
    if not steps:
        return []
    field, rest = record.get(steps[0]), steps[1:]
    named = Step(steps[0], "name", field)
    match field:
        case Field(type=Part(inner)):
            return [named, *list_steps(inner, rest)]
        case Field(type=Rows(inner)):
            # The path of a row has its list and its place, and where rows are grouped (`parties.end_user.0`) the group between.
            group = [Step(step, "group", inner.get(inner.grouped_by)) for step in rest[: 1 if inner.grouped_by else 0]]
            place = [Step(step, "place") for step in rest[len(group) :][:1]]
            return [named, *group, *place, *list_steps(inner, rest[len(group) + 1 :])]
    return [named, *(Step(step, "place") for step in rest)]


def find_changed_field(record: Record, steps: Sequence[str]) -> Field | None:
    """The declared field that the path of a change leads to: of a whole row, its list."""
    return next((step.field for step in reversed(list_steps(record, steps)) if step.kind == "name"), None)
