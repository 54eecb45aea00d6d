"""What an amendment changes, whether it matters, and whose signature it voids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from licensing.choices import PartyRole
from licensing.messages import JoinedText, Message, MessageInContext, Text
from licensing.policy.exact import format_decimal, to_decimal
from licensing.policy.requests.edits import Edit, grade_edit
from licensing.policy.requests.fields import Field, Part, Record, Rows, Step, find_changed_field, list_steps, walk
from licensing.policy.requests.sections import ITEM, REQUEST, name_goods
from licensing.policy.requests.types import Choice, Code, CodeList, Flag, Line, Money, NumberType, ValueType, Whole, get_label


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. The path names things by what they are: `items.1.quantity`, `parties.end_user.0.name`."""

    path: str
    before: Any
    after: Any

    @property
    def text(self) -> Message:
        """The change as one line for a reader: where, from what, to what."""
        steps = self.path.split(".")
        where = JoinedText(*map(_step_text, list_steps(REQUEST, steps)), separator=" / ")
        field = find_changed_field(REQUEST, steps)
        return Message(
            "%(where)s: %(before)s → %(after)s",
            where=where,
            before=_value_text(field, self.before),
            after=_value_text(field, self.after),
        )


@dataclass(frozen=True, slots=True)
class Threshold:
    """From where on a change under `pattern` is material.

    Any change, or a rise or fall of a number beyond a percentage, or an edit of a text that goes beyond its form or a typo.
    """

    pattern: str  # dotted; `*` for one step, `name|country` for either; a pattern covers everything below it
    more_than_percent: Decimal | None = None
    direction: Literal["up", "down", "both"] = "both"
    beyond: Edit = Edit.NONE

    @classmethod
    def parse(cls, row: Mapping[str, Any]) -> Threshold:
        """A threshold as a procedure writes it."""
        return cls(
            pattern=row["pattern"],
            more_than_percent=Decimal(row["more_than_percent"]) if "more_than_percent" in row else None,
            direction=row.get("direction", "both"),
            beyond=Edit[row["beyond"].upper()] if "beyond" in row else Edit.NONE,
        )


@dataclass(frozen=True, slots=True)
class Amendment:
    """What a new version changes against the one that was signed, and which of it the procedure calls material."""

    changes: tuple[Change, ...]
    material: tuple[Change, ...]

    @property
    def is_material(self) -> bool:
        """Whether any change lies beyond its threshold."""
        return bool(self.material)


def compare_requests(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """Every difference between two request documents, in the order of their paths.

    Every field is compared as its type says. Besides the fields themselves it compares what follows from them: `value.EUR`
    (quantity times price, by currency) and `transit` (the countries passed through).
    """
    return sorted(_find_differences((), Part(REQUEST), _with_derived(old), _with_derived(new)), key=lambda change: change.path)


def assess_amendment(old: Mapping[str, Any], new: Mapping[str, Any], thresholds: Sequence[Threshold]) -> Amendment:
    """Compare with the version that was signed, never with the last draft: small steps must not add up unseen.

    What is declared as not material never is, whatever the thresholds name. A price, a currency or a value of which they say
    nothing is material by any change, and so is who stands where the request goes. Where it goes and through which countries
    is always material.
    """
    changes = tuple(compare_requests(old, new))
    able = [change for change in changes if _can_be_material(change)]
    return Amendment(changes, tuple(change for change in able if _is_beyond(change, thresholds)))


def find_voided_seats(
    changes: Sequence[Change], depends: Mapping[str, Sequence[str]], *, unowned: Sequence[Change] = ()
) -> dict[str, tuple[Change, ...]]:
    """The seats whose position rested on something that changed, with the changes that void it.

    Those of `unowned` void every position: see `find_unowned_changes`.
    """
    voided = {
        seat: tuple(one for one in changes if one in unowned or does_rely(patterns, one.path))
        for seat, patterns in depends.items()
    }
    return {seat: reasons for seat, reasons in voided.items() if reasons}


def find_unowned_changes(
    material: Sequence[Change], thresholds: Sequence[Threshold], relied_on: Sequence[Sequence[str]]
) -> tuple[Change, ...]:
    """The material changes on which no seat's position rests, although they matter to the procedure: everybody looks again.

    `relied_on` holds what each seat of the procedure depends on. Without thresholds the seats alone say what matters, and
    then only prices, currencies, values and destinations are left here.
    """
    return tuple(
        change
        for change in material
        if (thresholds or is_about_money(change) or is_about_destination(change))
        and not any(does_rely(patterns, change.path) for patterns in relied_on)
    )


def is_about_money(change: Change) -> bool:
    """Whether a change is one of a price, an amount, a currency or the total value."""
    field = find_changed_field(REQUEST, change.path.split("."))
    match field:
        case Field(type=Money() | Code(of=CodeList.CURRENCIES)):
            return True
    return change.path.partition(".")[0] == "value"


def is_about_destination(change: Change) -> bool:
    """Whether a change is one of where a request goes to or through, or of who stands there."""
    if change.path == "transit":
        return True
    return any(field.destination for field in _list_changed_fields(change))


def _is_about_place(change: Change) -> bool:
    """Whether it is one of a country, and not only of the name of who stands there."""
    if change.path == "transit":
        return True
    return any(field.destination and isinstance(field.type, Code) for field in _list_changed_fields(change))


def _list_changed_fields(change: Change) -> list[Field]:
    """The field of a change; of a whole row or part that comes or goes, those that it has."""
    field = find_changed_field(REQUEST, change.path.split("."))
    match field:
        case Field(type=Part(record) | Rows(record)):
            sides = [side for side in (change.before, change.after) if isinstance(side, Mapping)]
            return [inner for side in sides for _path, inner, _value in walk(record, side)]
    return [field] if field is not None else []


def does_rely(patterns: Sequence[str], path: str) -> bool:
    """Whether somebody who depends on these fields depends on what a path names; on a sum, by depending on what it sums."""
    sources = _SOURCES.get(path.partition(".")[0], ())
    return any(does_cover(pattern, one) for pattern in patterns for one in (path, *sources))


# From which fields follows what is no field. Not quantities: a change of one shows by itself.
_SOURCES: Mapping[str, tuple[str, ...]] = {
    "value": ("items.0.unit_price", "items.0.currency"),
    "transit": ("route.0.from_country", "route.0.to_country"),
}


def does_cover(pattern: str, path: str) -> bool:
    """Whether a change at a path touches what a pattern names.

    `parties.end_user` names everything below it; and when a whole item comes or goes (`items.2`), so does what
    `items.*.quantity|unit` names.
    """
    # Not strict: where the shorter one ends, the rest is covered, in either direction.
    steps = zip(pattern.split("."), path.split("."), strict=False)
    return all(wanted == "*" or step in wanted.split("|") for wanted, step in steps)


def sum_by_currency(document: Mapping[str, Any]) -> dict[str, Decimal]:
    """The value of all items by currency; an item without a price has none."""
    # Never converted: a change of the exchange rate is no change of the request.
    sums: dict[str, Decimal] = {}
    for item in _mappings(document.get("items")):
        quantity, price = to_decimal(item.get("quantity")), to_decimal(item.get("unit_price"))
        if quantity is not None and price is not None and item.get("currency"):
            currency = str(item["currency"])
            sums[currency] = sums.get(currency, Decimal()) + quantity * price
    return sums


def find_transit_countries(document: Mapping[str, Any]) -> list[str]:
    """The countries the goods pass through between the first and the last place."""
    legs = _mappings(document.get("route"))
    if not legs:
        return []
    ends = {legs[0].get("from_country"), legs[-1].get("to_country")}
    passed = {leg.get(side) for leg in legs for side in ("from_country", "to_country")}
    return sorted(str(country) for country in passed - ends if country)


def _with_derived(document: Mapping[str, Any]) -> dict[str, Any]:
    value = {currency: format_decimal(total) for currency, total in sum_by_currency(document).items()}
    return {**document, "value": value, "transit": find_transit_countries(document)}


def _find_differences(path: tuple[str, ...], of: ValueType | None, old: Any, new: Any) -> Iterator[Change]:
    """The differences of two values of one type; of no type, where what is compared only follows from the request."""
    # An empty text, an empty list and null all say nothing: a form writes one where an API client writes another.
    if _is_blank(old) and _is_blank(new):
        return
    record = of.record if isinstance(of, Part | Rows) else _UNDECLARED
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in {**old, **new}:
            field = record.get(str(key))
            yield from _find_differences((*path, str(key)), field.type if field else None, old.get(key), new.get(key))
    elif _is_rows(old) and _is_rows(new):
        for key, before, after in _pair_rows(record, old or [], new or []):
            yield from _find_differences((*path, *key), of, before, after)
    elif _to_comparable(of, old) != _to_comparable(of, new):
        yield Change(".".join(path), old, new)


_UNDECLARED = Record(())


def _pair_rows(record: Record, old: Sequence[Any], new: Sequence[Any]) -> Iterator[tuple[tuple[str, ...], Any, Any]]:
    """Rows of two lists side by side: first by group and name, then what is left of a group in its order."""
    group_by, name_by = record.grouped_by, record.named_by
    groups = dict.fromkeys(str(row.get(group_by, "")) for row in (*old, *new))
    for group in groups:
        before = [row for row in old if str(row.get(group_by, "")) == group]
        after = [row for row in new if str(row.get(group_by, "")) == group]
        for index, (one, other) in enumerate(_match_rows(before, after, name_by)):
            # People know an item by its number, wherever it stands in the list.
            label = str((one or other).get("number") or index + 1) if record is ITEM else str(index)
            yield ((group, label) if group_by else (label,)), one, other


def _match_rows(old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]], name_by: str) -> list[tuple[Any, Any]]:
    """Every old row with its successor, then the rows that are new."""
    left = list(new)
    found: dict[int, Any] = {}
    for index, row in enumerate(old if name_by else ()):
        same = next((other for other in left if row.get(name_by) and other.get(name_by) == row.get(name_by)), None)
        if same is not None:
            found[index] = same
            left.remove(same)  # so that two rows of one name are paired with two, and not both with the first
    for index, row in enumerate(old):
        if index not in found and left and _may_succeed(row, left[0], name_by):
            found[index] = left.pop(0)
    return [(row, found.get(index)) for index, row in enumerate(old)] + [(None, row) for row in left]


def _may_succeed(row: Mapping[str, Any], other: Mapping[str, Any], name_by: str) -> bool:
    """Another party in the same role is the role's new holder; another number is another item or document."""
    return name_by != "number" or not (row.get("number") or other.get("number"))


def _can_be_material(change: Change) -> bool:
    """Whether every field on the way to the change is declared as material; what only follows from the request is."""
    steps = list_steps(REQUEST, change.path.split("."))
    return all(step.field.material for step in steps if step.kind == "name" and step.field is not None)


def _is_beyond(change: Change, thresholds: Sequence[Threshold]) -> bool:
    """Whether a change lies beyond one of the thresholds; money and names of which none says anything do by any change.

    A country does whatever they say: to write EE for LV is no slip of the pen.
    """
    covering = [threshold for threshold in thresholds if does_cover(threshold.pattern, change.path)]
    if _is_about_place(change) or any(_exceeds(change, threshold) for threshold in covering):
        return True
    about = (is_about_money(change) and not _is_in_value(change, thresholds)) or is_about_destination(change)
    return not covering and about


def _is_in_value(change: Change, thresholds: Sequence[Threshold]) -> bool:
    """Whether a threshold on the total value already says from where on the price of an item matters."""
    is_price = does_cover("items.*.unit_price", change.path)
    return is_price and any(does_cover(threshold.pattern, "value") for threshold in thresholds)


def _exceeds(change: Change, threshold: Threshold) -> bool:
    if threshold.beyond and isinstance(change.before, str) and isinstance(change.after, str):
        return grade_edit(change.before, change.after) > threshold.beyond
    before, after = _to_numbers(change)
    # A first price, a removed one, or a rise from zero has no percentage, so it is material.
    if threshold.more_than_percent is None or before is None or after is None or before == 0:
        return True
    if threshold.direction != "both" and (after > before) != (threshold.direction == "up"):
        return False
    # Multiplied and not divided, so that it stays exact: 44 is exactly 10 per cent above 40, and not beyond.
    return abs(after - before) * 100 > threshold.more_than_percent * abs(before)


def _to_numbers(change: Change) -> tuple[Decimal | None, Decimal | None]:
    """Both sides of a change of a number; of a text that looks like one there is no percentage."""
    field = find_changed_field(REQUEST, change.path.split("."))
    if field is not None and not isinstance(field.type, NumberType | Whole):
        return None, None
    return to_decimal(change.before), to_decimal(change.after)


def _is_blank(value: Any) -> bool:
    return value is None or value in ("", [], {})


def _is_rows(value: Any) -> bool:
    return _is_blank(value) or (isinstance(value, list) and all(isinstance(row, Mapping) for row in value))


def _mappings(value: Any) -> list[Mapping[str, Any]]:
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []


def _to_comparable(of: ValueType | None, value: Any) -> Any:
    """Of what has no type, lists are sets, and `40` is `40.00`."""
    if of is not None:
        return of.to_comparable(value)
    if isinstance(value, list):
        return sorted(map(str, value))
    number = to_decimal(value)
    return value if number is None else number


_NONE = MessageInContext("change", "none")
_YES, _NO = Message("yes"), Message("no")
# What follows from the request and is no field of it.
_DERIVED: Mapping[str, Text] = {
    "value": MessageInContext("change", "total value"),
    "transit": MessageInContext("change", "transit countries"),
}
# Roles that read otherwise in the middle of a line than as a choice of the form.
_ROLES: Mapping[str, Text] = {
    PartyRole.END_USER: MessageInContext("change", "end user"),
    PartyRole.CONSIGNEE: MessageInContext("change", "consignee"),
    PartyRole.BUYER: MessageInContext("change", "buyer"),
}


def _step_text(step: Step) -> Text:
    """A field by its label, a group by that of its choice, a place by its number."""
    match step:
        case Step(kind="name", field=None):
            return _DERIVED.get(step.text, step.text)
        case Step(kind="name", field=Field() as field):
            return field.change_label or step.text
        case Step(kind="group", field=Field(type=Choice(options))):
            return _ROLES.get(step.text) or get_label(options, step.text)
    return step.text


def _value_text(field: Field | None, value: Any) -> Text:
    if _is_blank(value):
        return _NONE
    if isinstance(value, Mapping):
        if value.get("name") and value.get("name_uk"):
            return name_goods(value)
        value = value.get("name") or value.get("title") or next(iter(value.values()), "")
    elif field is not None:
        match field.type:
            case Choice(options) | Line(offered=options) if options:
                return get_label(options, value)
            case Flag() if isinstance(value, bool):
                return _YES if value else _NO
    if isinstance(value, list):
        value = ", ".join(str(element) for element in value)
    return str(value)
