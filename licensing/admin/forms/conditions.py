"""Conditions as they are written at the desk: chosen from the library with their parameters, and in one's own words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from licensing.acts.assessment.criteria.naming import list_nameable
from licensing.acts.requests.codes import list_cited_codes
from licensing.admin.forms.base import CommandForm, build_checkboxes
from licensing.admin.licences.condition_slots import Slot, UnitChoices, build_slot, has_unit, list_unit_choices, parse_parameter
from licensing.errors import Gap, Invalid, Problem
from licensing.models import Case, Condition, RefusalGround
from licensing.policy.licences.terms import ProposedCondition, propose_conditions

ConditionData = dict[str, Any]
OWN_KEY = "own"


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """A condition that may be chosen: of the library, or one that a seat has asked for."""

    key: str
    code: str
    words: str
    slots: Sequence[Slot] = ()
    text: str = ""
    chosen: bool = False
    authors: Sequence[str] = ()
    author_codes: Sequence[str] = ()
    conflict: bool = False
    strictest: bool = False
    reason: str = ""
    original: Mapping[str, Any] = field(default_factory=dict)
    errors: Sequence[str] = ()

    def as_condition(self) -> ConditionData:
        """The condition in the form in which it is signed."""
        return {
            "code": self.code,
            "parameters": {slot.name: parse_parameter(slot.value, slot.kind) for slot in self.slots},
            "text": self.text.strip(),
        }


def list_ground_choices(case: Case) -> list[tuple[str, str]]:
    """The grounds of refusal to choose from: one that has ended only where somebody has named it in this case."""
    rows = _drop_ended(RefusalGround.objects.order_by("pk"), case)
    return [(row.pk, f"{row.pk} · {row.text}") for row in rows]


def build_criteria_field(case: Case, chosen: Sequence[str] = ()) -> forms.MultipleChoiceField | None:
    """The field for the criteria that a refusal names, by which a risk was found; None where there are none."""
    choices = [(row.pk, f"{row.pk} · {row.title}") for row in list_nameable(case)]
    if not choices:
        return None
    field = build_checkboxes(
        _("Criteria"), choices, help_text=_("Of a refusal: those on which it rests. The applicant reads them.")
    )
    field.initial = list(chosen)
    return field


def _drop_ended(rows: Iterable[Any], case: Case) -> list[Any]:
    rows = list(rows)
    # Few lists have rows that have ended, and only then it matters what the case cites.
    kept = list_cited_codes(case) if any(not row.active for row in rows) else ()
    return [row for row in rows if row.active or row.pk in kept]


def build_library_rows(case: Case, already: Sequence[Mapping[str, Any]] = ()) -> list[ConditionRow]:
    """The library; what was said before is chosen and filled in, each in a row of its own where a code was said twice."""
    said: dict[str, list[Mapping[str, Any] | None]] = {}
    for one in already:
        said.setdefault(str(one.get("code")), []).append(one)
    units = list_unit_choices()
    return [
        _build_library_row(condition, one, number, units)
        for condition in _drop_ended(Condition.objects.order_by("pk"), case)
        for number, one in enumerate(said.get(condition.pk) or [None])
    ]


def build_term_rows(
    case: Case, already: Sequence[Mapping[str, Any]] = (), *, asked: Sequence[Mapping[str, Any]] = ()
) -> tuple[list[ConditionRow], list[Mapping[str, Any]]]:
    """What the terms of co-operation call for, filled in as far as they say; and what was said before besides.

    A row is chosen where the same condition was said before: the terms propose, a person decides. What the seats have asked
    for is not proposed a second time.
    """
    terms = {"joint_venture": case.joint_venture, "long_term": case.long_term, "financing": case.financing}
    called_for = propose_conditions(terms) if any(terms.values()) else []
    proposed = [one for one in called_for if not any(_is_said(one, other) for other in asked)]
    codes = {one.code for one in proposed}
    library = {one.pk: one for one in _drop_ended(Condition.objects.filter(pk__in=codes), case)} if codes else {}
    units = list_unit_choices() if any(has_unit(one) for one in library.values()) else ()
    rows, further = [], list(already)
    for number, one in enumerate(one for one in proposed if one.code in library):
        said = next((other for other in further if _is_said(one, other)), None)
        if said is not None:
            further.remove(said)
        rows.append(_build_term_row(number, one, library[one.code], said, units))
    return rows, further


def join_own_words(already: Sequence[Mapping[str, Any]]) -> str:
    """The conditions without a code as one text, a paragraph each: the reverse of how the field splits them."""
    return "\n\n".join(str(one.get("text", "")) for one in already if not one.get("code"))


def build_proposed_rows(proposed: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> list[ConditionRow]:
    """What the seats asked for, merged, all of it chosen, with who asked."""
    library = {condition.pk: condition for condition in Condition.objects.filter(pk__in=[one["code"] for one in proposed])}
    units = list_unit_choices() if any(has_unit(one) for one in library.values()) else ()
    return [_build_proposed_row(number, one, library.get(one["code"]), names, units) for number, one in enumerate(proposed)]


class ConditionsWidget(forms.Widget):
    """Each condition with its box, its parameters and a note; below them a place for one's own words."""

    template_name = "admin/licensing/decisions/conditions.html"

    def __init__(self, rows: Sequence[ConditionRow], own: str = "") -> None:
        super().__init__()
        self.rows, self.own = list(rows), own
        self.errors: dict[str, list[str]] = {}

    def use_required_attribute(self, initial: Any) -> bool:
        return False

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        rows = [replace(row, errors=self.errors.get(row.key, ())) for row in self.rows]
        asked = [row for row in rows if row.author_codes]
        called_for = [row for row in rows if row.reason]
        library = [row for row in rows if not row.author_codes and not row.reason]
        return context | {"name": name, "asked": asked, "called_for": called_for, "library": library, "own": self.own}

    def _render(self, template_name: str, context: dict[str, Any], renderer: Any = None) -> SafeString:
        """With our own templates: the default renderer of forms looks only into those of Django."""
        return render_to_string(template_name, context)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[ConditionRow]:
        """Take what was typed into the rows, so that it is still there when the form is shown again."""
        chosen = set(data.getlist(name)) if isinstance(data, MultiValueDict) else set(data.get(name, ()))
        self.rows = [_fill_row(row, data, name, row.key in chosen) for row in self.rows]
        self.own = data.get(f"{name}.{OWN_KEY}", "")
        return [row for row in self.rows if row.chosen] + [
            ConditionRow(OWN_KEY, "", "", text=paragraph) for paragraph in _split_paragraphs(self.own)
        ]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False

    def id_for_label(self, id_: str) -> str:
        return ""


class ConditionsField(forms.Field):
    """Cleans to the chosen rows, in order; the act says what is wrong with them."""

    widget: ConditionsWidget

    def __init__(self, rows: Sequence[ConditionRow], *, own: str = "", **options: Any) -> None:
        super().__init__(widget=ConditionsWidget(rows, own), required=False, **options)

    def clean(self, value: Any) -> list[ConditionRow]:
        return list(value)

    def attach_errors(self, key: str, sentence: str) -> bool:
        """Say an error beside the row that it speaks of; false when there is no such row."""
        self.widget.errors.setdefault(key, []).append(sentence)
        return any(row.key == key for row in self.widget.rows)


class ConditionsForm(CommandForm):
    """An act that carries conditions: what is wrong with one of them is said beside it."""

    # The row that each condition handed to the act came from, in the order in which they were handed over.
    handed: Sequence[str] = ()

    def add_problem(self, problem: Problem) -> None:
        if not problem.gaps:
            return super().add_problem(problem)
        elsewhere = [gap for gap in problem.gaps if not self._mark_gap(gap)]
        if len(elsewhere) < len(problem.gaps):
            self.add_error("conditions", _("Look at the conditions marked below."))
        if elsewhere:
            super().add_problem(Invalid(gaps=elsewhere))
        return None

    def _mark_gap(self, gap: Gap) -> bool:
        """Whether a gap at `conditions.<n>...` found its row."""
        found = re.match(r"conditions\.(\d+)", gap.path)
        field = self.fields["conditions"]
        if found is None or int(found[1]) >= len(self.handed) or not isinstance(field, ConditionsField):
            return False
        return field.attach_errors(self.handed[int(found[1])], gap.sentence)


class QuantitiesForm(ConditionsForm):
    """Conditions, and a quantity for each line of goods in a field `quantity_<number>`, in the order of the lines."""

    def list_quantity_fields(self) -> list[Any]:
        """The bound fields of the lines, for the template."""
        return [self[name] for name in self.fields if name.startswith("quantity_")]


def split_by_author(rows: Sequence[ConditionRow]) -> Iterator[tuple[str, ConditionData]]:
    """Each condition once per author; one that was changed is the government's own."""
    for row in rows:
        written = row.as_condition()
        unchanged = bool(row.author_codes) and written == row.original
        for author in row.author_codes if unchanged else ("government",):
            yield row.key, written | {"author": author}


def _is_said(proposed: ProposedCondition, said: Mapping[str, Any]) -> bool:
    """Whether this was said before: of the same code, and with whatever of its parameters the terms know."""
    given = said.get("parameters") or {}
    return said.get("code") == proposed.code and all(given.get(name) == value for name, value in proposed.parameters.items())


def _build_term_row(
    number: int, one: ProposedCondition, condition: Condition, said: Mapping[str, Any] | None, units: UnitChoices
) -> ConditionRow:
    row = _build_library_row(condition, {"parameters": one.parameters} | dict(said or {}), number, units)
    return replace(row, key=f"term{number}", chosen=said is not None, reason=str(one.reason))


def _build_library_row(condition: Condition, said: Mapping[str, Any] | None, number: int, units: UnitChoices) -> ConditionRow:
    given = (said or {}).get("parameters") or {}
    slots = [build_slot(one, given, units) for one in condition.parameters]
    return ConditionRow(
        key=f"{condition.pk}_{number}" if number else condition.pk,
        code=condition.pk,
        words=_name_parameters(condition.text, slots),
        slots=slots,
        text=str((said or {}).get("text", "")),
        chosen=said is not None,
    )


def _build_proposed_row(
    number: int,
    one: Mapping[str, Any],
    condition: Condition | None,
    names: Mapping[str, str],
    units: UnitChoices,
) -> ConditionRow:
    slots = [build_slot(parameter, one["parameters"], units) for parameter in condition.parameters] if condition else []
    return ConditionRow(
        key=f"asked{number}",
        code=one["code"],
        words=_name_parameters(condition.text, slots) if condition else "",
        slots=slots,
        text=one["text"],
        # Of several figures for one duty the strictest is proposed, where there is one; the decider sees and may choose others.
        chosen=one["proposed"],
        authors=[names.get(author, author) for author in one["authors"]],
        author_codes=list(one["authors"]),
        conflict=bool(one.get("conflict")),
        strictest=bool(one.get("strictest")),
        original={"code": one["code"], "parameters": one["parameters"], "text": one["text"]},
    )


def _name_parameters(text: str, slots: Sequence[Slot]) -> str:
    """The text with the names of its parameters where their values will stand."""
    for slot in slots:
        text = text.replace(f"{{{slot.name}}}", f"[{slot.label.lower()}]")
    return text


def _fill_row(row: ConditionRow, data: Any, name: str, chosen: bool) -> ConditionRow:
    slots = [replace(slot, value=data.get(f"{name}.{row.key}.{slot.name}", "")) for slot in row.slots]
    return replace(row, slots=slots, text=data.get(f"{name}.{row.key}.text", ""), chosen=chosen)


def _split_paragraphs(text: str) -> list[str]:
    """Own words, one condition per paragraph."""
    return [" ".join(part.split()) for part in re.split(r"\r?\n\s*\r?\n", text) if part.strip()]
