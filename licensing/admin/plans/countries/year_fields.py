"""The fields of a project for its calendar years: what of each volume, and of its value, falls on which of them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from licensing.admin.forms.base import build_quantity_field
from licensing.admin.pages.command_page import FormSection, SubjectForm
from licensing.models import CountryPlan
from licensing.policy.exact import format_decimal
from licensing.policy.plans.countries.drafting import ProjectDraft
from licensing.policy.plans.countries.years import Years, list_years

# The lines of a form by their names: a number for each volume, and this for the value.
VALUE = "value"


class YearFields(SubjectForm):
    """A form whose lines may be said year by year; what is left empty is said of the whole period alone."""

    _years: Sequence[int] = ()

    def choose_years(self, plan: CountryPlan, draft: ProjectDraft | None) -> None:
        """The years of the plan, and those that the draft names beyond it: they are shown to be put right."""
        named = {year for years in [*draft.years.values(), draft.value_years] for year in years} if draft else set()
        self._years = sorted({*list_years(plan.first_on, plan.last_on), *named})

    def add_year_fields(self, line: int | str) -> None:
        """A field for each year of one line."""
        for year in self._years:
            self.fields[f"year_{line}_{year}"] = build_quantity_field(str(year), required=False)

    def offer_years(self, line: int | str, years: Years) -> None:
        """Put the years of one line into their fields."""
        self.initial.update({f"year_{line}_{year}": format_decimal(figure) for year, figure in years.items()})

    def read_years(self, line: int | str) -> dict[int, Decimal]:
        """What was typed of one line, by year."""
        typed = {year: self.cleaned_data.get(f"year_{line}_{year}") for year in self._years}
        return {year: figure for year, figure in typed.items() if figure is not None}

    def build_year_section(self, line: int | str, title: str) -> FormSection:
        """The years of one line, closed until something stands in them."""
        lead = _(
            "Where it is known. The years come to the whole, which may then be left empty; once approved, each has its ceiling."
        )
        names = [f"year_{line}_{year}" for year in self._years]
        return self.build_section(title, names, lead=lead, is_folded=True)
