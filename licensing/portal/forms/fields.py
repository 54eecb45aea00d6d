"""What can be typed on the portal's forms, and how it becomes a value of the request document.

A field judges nothing: the acts do. It only carries what was typed there and back, and says in words what was wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final, Self, TypeAlias

from django import forms
from django.db.models import TextChoices
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from licensing.messages import Message
from licensing.policy.exact import to_decimal
from licensing.policy.input.numbers import NOT_A_NUMBER, format_for_typing, parse_number, to_plain_notation
from licensing.policy.input.texts import find_odd_character
from licensing.policy.requests import types
from licensing.policy.requests.fields import Field
from licensing.policy.requests.types import CodeList, get_label
from licensing.portal.forms.code_lists import Lists
from licensing.portal.forms.numbers import group_thousands

# Something to read, translated now or when it is shown.
Words: TypeAlias = StrOrPromise


class Nothing:
    """A place that is left out of the document because nothing was typed there; None would be written as null."""


NOTHING: Final = Nothing()


class Entry(forms.CharField):
    """Something typed.

    `optional` is said beside the label, `width` is its width in characters, `wrong` is said when it is not as it should be.
    """

    template = "portal/parts/fields/line.html"
    wrong: Words = _("This is not written as it should be.")
    input_type = "text"

    def __init__(self, label: Words, hint: Words = "", *, optional: bool = False, width: str = "", **attributes: Any) -> None:
        # Never required: a draft is saved with whatever is there, and what it misses is for the act to say on filing.
        super().__init__(label=label, help_text=hint, required=False, strip=True)
        self.optional, self.width, self.attributes = optional, width, attributes

    def offer(self, lists: Lists) -> None:
        """Take the choices from the lists, where the field has any."""

    def keep_offering(self, stored: Any) -> None:
        """Offer a stored value that its list no longer has, too.

        Not offered, it would be lost with the next save of anything else.
        """

    def to_document(self, typed: Any) -> Any:
        """What was typed, as the request document writes it."""
        return typed or NOTHING

    def to_input(self, value: Any) -> Any:
        """A value of the document, as a person would type it."""
        return "" if value is None else str(value)

    def to_text(self, value: Any, lists: Lists) -> str:
        """A value of the document, as a person reads it; empty when there is nothing to read."""
        return str(self.to_input(value))

    def describe_fault(self, typed: Any) -> str:
        """What is wrong with what was typed, where it is not of the form asked for."""
        return str(find_odd_character(str(typed or "")) or self.wrong)


class Line(Entry):
    """A text on one line."""

    wrong = _("Write it on one line, without control characters.")


class Prose(Entry):
    """A text of several lines, in a box of so many `rows`."""

    template = "portal/parts/fields/prose.html"
    wrong = _("This contains characters that cannot be stored.")

    def __init__(self, label: Words, hint: Words = "", *, rows: int, optional: bool = False) -> None:
        super().__init__(label, hint, optional=optional, rows=rows)

    def to_python(self, value: Any) -> str:
        """The text with one character at the end of a line: browsers send two, which a limit of length would count."""
        text = str(super().to_python(value))
        return text.replace("\r\n", "\n")


class Digits(Line):
    """A code made of digits, such as UKTZED."""

    wrong = _("Write 4, 6, 8 or 10 digits.")


class VesselNumber(Line):
    """The IMO number of a ship, also as its papers print it."""

    wrong = _("Write the seven digits of the IMO number.")


class Exact(Entry):
    """An exact decimal, kept as text, typed in any notation that has one reading only."""

    def __init__(self, label: Words, hint: Words = "", *, wrong: Words, width: str = "10") -> None:
        super().__init__(label, hint, width=width, inputmode="decimal")
        self.wrong = wrong

    @classmethod
    def for_quantity(cls, label: Words, hint: Words = "") -> Self:
        return cls(label, hint, wrong=_("Write a number such as 40 or 12.5; at most 3 decimals."))

    @classmethod
    def for_money(cls, label: Words, hint: Words = "") -> Self:
        return cls(label, hint, wrong=_("Write an amount such as 80000 or 79999.90."))

    @classmethod
    def for_price(cls, label: Words, hint: Words = "") -> Self:
        return cls(label, hint, wrong=_("Write a price such as 80000, 79999.90 or 0.1425; at most 6 decimals."))

    @classmethod
    def for_percent(cls, label: Words, hint: Words = "") -> Self:
        return cls(label, hint, wrong=_("Write a number such as 51 or 3.5, without the sign."), width="5")

    def to_document(self, typed: Any) -> Any:
        return to_plain_notation(typed) or NOTHING

    def to_input(self, value: Any) -> Any:
        # As it is read back: a stored `1.125` that is shown as it is would be refused as ambiguous when the form is sent.
        number = to_decimal(value)
        return super().to_input(value) if number is None else format_for_typing(number)

    def to_text(self, value: Any, lists: Lists) -> str:
        return group_thousands("" if value is None else str(value))

    def describe_fault(self, typed: Any) -> str:
        read = parse_number(str(typed or ""))
        return str(read) if isinstance(read, Message) and read != NOT_A_NUMBER else super().describe_fault(typed)


class Whole(Entry):
    """A whole number, such as months or days."""

    wrong = _("Write a whole number.")

    def __init__(self, label: Words, hint: Words = "", *, optional: bool = False) -> None:
        super().__init__(label, hint, optional=optional, width="4", inputmode="numeric")

    def to_document(self, typed: Any) -> Any:
        # What is no number stays as it was typed, so that the act refuses it and the form shows it again.
        return int(typed) if re.fullmatch(r"[0-9]{1,6}", typed) else (typed or NOTHING)


class Day(Entry):
    """A day, typed as the document writes it: year-month-day."""

    input_type = "date"
    wrong = _("Give a day that exists, as year-month-day: 2026-03-31.")

    def __init__(self, label: Words, hint: Words = "", *, optional: bool = False) -> None:
        super().__init__(label, hint, optional=optional, width="10")

    def to_text(self, value: Any, lists: Lists) -> str:
        try:
            return date_format(date.fromisoformat(value), "j E Y") if value else ""
        except ValueError:
            return str(value)


class Choice(Entry):
    """One of a list that Dozvil itself defines, as a drop-down list."""

    template = "portal/parts/fields/select.html"
    wrong = _("Choose one from the list.")
    empty: Words = _("Choose")

    def __init__(self, label: Words, options: type[TextChoices], hint: Words = "") -> None:
        super().__init__(label, hint)
        self.options = options
        self.choices: Sequence[tuple[str, Words]] = options.choices

    def keep_offering(self, stored: Any) -> None:
        self.choices = _add_missing(self.choices, [stored])

    def to_text(self, value: Any, lists: Lists) -> str:
        return str(get_label(self.options, value))


class Radio(Choice):
    """A choice of which all answers are shown at once."""

    template = "portal/parts/fields/radios.html"


class Coded(Entry):
    """One row of a reference list, by its code."""

    template = "portal/parts/fields/select.html"
    empty: Words = _("Choose")

    def __init__(self, label: Words, of: CodeList, hint: Words = "") -> None:
        super().__init__(label, hint)
        self.of = of
        self.choices: Sequence[tuple[str, Words]] = ()

    def offer(self, lists: Lists) -> None:
        self.choices = list(lists.get_choices(self.of).items())

    def keep_offering(self, stored: Any) -> None:
        self.choices = _add_missing(self.choices, [stored])

    def to_text(self, value: Any, lists: Lists) -> str:
        return lists.get_choices(self.of).get(value, value) if value else ""


class Tick(forms.BooleanField):
    """Yes or no."""

    template = "portal/parts/fields/tick.html"
    wrong: Words = ""

    def __init__(self, label: Words, hint: Words = "") -> None:
        super().__init__(label=label, help_text=hint, required=False)

    def offer(self, lists: Lists) -> None:
        """There is nothing to choose from."""

    def keep_offering(self, stored: Any) -> None:
        """There is nothing to choose from."""

    def to_document(self, typed: Any) -> Any:
        return bool(typed)

    def to_input(self, value: Any) -> Any:
        return bool(value)

    def to_text(self, value: Any, lists: Lists) -> str:
        return str(_("Yes")) if value else ""


class Codes(forms.MultipleChoiceField):
    """Several rows of a reference list, by their codes."""

    template = "portal/parts/fields/codes.html"
    wrong: Words = _("Choose from the list.")

    def __init__(self, label: Words, of: CodeList, hint: Words = "") -> None:
        super().__init__(label=label, help_text=hint, required=False)
        self.of = of
        # As pairs: `choices`, which the framework reads, may be anything that can be turned over.
        self.offered: Sequence[tuple[str, Words]] = ()

    def offer(self, lists: Lists) -> None:
        self.choices = self.offered = list(lists.get_choices(self.of).items())

    def keep_offering(self, stored: list[str]) -> None:
        self.choices = self.offered = _add_missing(self.offered, stored)

    def validate(self, value: list[str]) -> None:
        """Let unknown codes through: the act names each of them, where Django would refuse the whole field."""

    def to_document(self, typed: Any) -> Any:
        return list(typed) or NOTHING

    def to_input(self, value: Any) -> Any:
        return list(value or [])

    def to_text(self, value: Any, lists: Lists) -> str:
        names = lists.get_choices(self.of)
        return "\n".join(names.get(code, code) for code in value or [])


FormField: TypeAlias = Entry | Tick | Codes


def _add_missing(choices: Sequence[tuple[str, Words]], stored: Sequence[str]) -> list[tuple[str, Words]]:
    known = {code for code, _name in choices}
    return [*choices, *((code, code) for code in stored if code and code not in known)]


def build_form_field(field: Field) -> FormField:
    """What a declared field of the request is on a form, by its type."""
    return _BY_TYPE[type(field.type)](field)


def has_form_field(field: Field) -> bool:
    """Whether people can type and read such a value; keys, digests and whole records they cannot."""
    return type(field.type) in _BY_TYPE


def _build_line(field: Field) -> FormField:
    match field.type:
        case types.Line(offered=options) if options:
            return Choice(field.label, options, field.hint)
        case types.TariffCode():
            return Digits(field.label, field.hint, optional=field.optional, width=field.width, inputmode="numeric")
        case types.VesselNumber():
            return VesselNumber(field.label, field.hint, optional=field.optional, width=field.width)
    return Line(field.label, field.hint, optional=field.optional, width=field.width)


def _build_prose(field: Field) -> FormField:
    assert isinstance(field.type, types.Prose)
    rows = next(rows for most, rows in ((1000, 3), (2000, 4), (field.type.length, 5)) if field.type.length <= most)
    return Prose(field.label, field.hint, optional=field.optional, rows=rows)


def _build_choice(field: Field) -> FormField:
    """A field whose values come from a closed list or from a reference list."""
    match field.type:
        case types.Choice(options):
            return (Radio if field.radios else Choice)(field.label, options, field.hint)
        case types.Codes(of):
            return Codes(field.label, of, field.hint)
        case types.Code(of):
            return Coded(field.label, of, field.hint)
    raise TypeError(field.type)


_BY_TYPE: Mapping[type[types.ValueType], Callable[[Field], FormField]] = {
    types.Line: _build_line,
    types.TariffCode: _build_line,
    types.VesselNumber: _build_line,
    types.Prose: _build_prose,
    types.Quantity: lambda field: Exact.for_quantity(field.label, field.hint),
    types.Money: lambda field: Exact.for_money(field.label, field.hint),
    types.Price: lambda field: Exact.for_price(field.label, field.hint),
    types.Percent: lambda field: Exact.for_percent(field.label, field.hint),
    types.Whole: lambda field: Whole(field.label, field.hint, optional=field.optional),
    types.Day: lambda field: Day(field.label, field.hint, optional=field.optional),
    types.Flag: lambda field: Tick(field.label, field.hint),
    types.Choice: _build_choice,
    types.Code: _build_choice,
    types.Codes: _build_choice,
}
