"""The form of an offer of the state: what is offered, kind by kind and year by year, and until when it stands."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.acts.acting import to_local_day
from licensing.acts.plans.interests import make_offer
from licensing.admin.forms.base import (
    build_date_field,
    build_line_field,
    build_quantity_field,
    build_select_field,
    build_text_field,
)
from licensing.admin.pages.command_page import FormSection, SubjectForm
from licensing.admin.pages.rights import local_now
from licensing.choices import CooperationForm, InterestStepKind
from licensing.models import Interest, InterestStep, ItemFamily, Unit
from licensing.policy.plans.interests import LONGEST_GOODS, MOST_LINES, OfferInput, WantedLine, YearVolume

# So many kinds of goods and years have fields; what was said last has all of its own, and room for more.
_LINES: Final = 4
_YEARS: Final = 5
_SAID: Final = (InterestStepKind.FILED, InterestStepKind.COUNTERED, InterestStepKind.OFFERED)


class OfferForm(SubjectForm):
    """Making an offer; the goods begin with what was said last."""

    subject: Interest
    title = gettext_lazy("Make an offer of the state")
    lead = gettext_lazy("The partner accepts it, or makes a counter-offer. It binds nobody before a request is granted.")
    done = gettext_lazy("The offer is made.")
    button = gettext_lazy("Make the offer")

    def prepare(self) -> None:
        last = self.subject.steps.filter(kind__in=_SAID).order_by("-number").prefetch_related("volumes").first()
        said = last.read_lines() if last else ()
        this_year = to_local_day(local_now()).year
        named = [volume.year for line in said for volume in line.volumes]
        self._years = range(this_year, max([this_year + _YEARS - 1, *named]) + 1)
        self._places = range(min(max(_LINES, len(said) + 2), MOST_LINES))
        self._shown = max(len(said), 1)
        self.fields["text"] = build_text_field(_("What is offered, and on what terms"))
        self._add_goods_fields()
        self.fields["cooperation"] = build_select_field(_("Form of co-operation"), CooperationForm.choices)
        self.fields["valid_until"] = build_date_field(_("The offer stands until"))
        self._fill_in(last, said)

    def _add_goods_fields(self) -> None:
        families = ItemFamily.objects.filter(active=True).select_related("unit").order_by("pk")
        named = [("", _("Other goods")), *((one.pk, f"{one.name} ({one.unit.name})") for one in families)]
        units = [("", "–"), *((one.pk, one.name) for one in Unit.objects.order_by("pk"))]
        for place in self._places:
            self.fields[f"family_{place}"] = build_select_field(_("Item family"), named, required=False)
            words = build_line_field(_("Other goods, in words"), required=False, max_length=LONGEST_GOODS)
            self.fields[f"goods_{place}"] = words
            self.fields[f"unit_{place}"] = build_select_field(_("Unit of other goods"), units, required=False)
            for year in self._years:
                self.fields[f"y{year}_{place}"] = build_quantity_field(str(year), required=False)

    def _fill_in(self, last: InterestStep | None, said: Sequence[WantedLine]) -> None:
        if last is not None:
            self.initial["cooperation"] = last.cooperation
        for place, line in enumerate(said):
            unit = "" if line.family else line.unit
            self.initial.update({f"family_{place}": line.family, f"goods_{place}": line.goods, f"unit_{place}": unit})
            self.initial.update({f"y{volume.year}_{place}": volume.quantity for volume in line.volumes})

    def list_facts(self) -> list[tuple[str, Any]]:
        interest = self.subject
        return [(_("Reference"), interest.reference), (_("Partner organisation"), interest.organisation.name)]

    def list_sections(self) -> list[FormSection]:
        """The terms, then a group for each kind of goods; those that are empty are folded."""
        lead = _("Choose an item family, or write what goods you mean and their unit. Leave other years empty.")
        goods = [
            self.build_section(
                _("Goods %(number)d") % {"number": place + 1},
                self._list_names(place),
                lead="" if place else lead,
                is_folded=place >= self._shown,
                css="dz-goods",
            )
            for place in self._places
        ]
        terms = self.build_section(_("Terms"), ["text", "cooperation", "valid_until"])
        return [terms, *goods]

    def _list_names(self, place: int) -> list[str]:
        return [f"{name}_{place}" for name in ("family", "goods", "unit", *(f"y{year}" for year in self._years))]

    def find_field(self, path: str) -> str:
        """A gap of the act names a line by its number among those that are filled in, and a volume within it."""
        steps = path.split(".")
        if steps[0] != "lines":
            return super().find_field(path)
        if len(steps) < 3:
            return "goods_0"
        place = self._given[int(steps[1])]
        if steps[2] != "volumes":
            return f"{steps[2]}_{place}"
        volumes = self._lines[int(steps[1])].volumes
        return f"y{volumes[int(steps[3])].year if len(steps) > 3 else self._years[0]}_{place}"

    def execute(self) -> None:
        given = self.cleaned_data
        self._given = [place for place in self._places if self._is_filled_in(place)]
        self._lines = tuple(self._read_line(place) for place in self._given)
        offer = OfferInput(
            text=given["text"],
            lines=self._lines,
            cooperation=CooperationForm(given["cooperation"]),
            valid_until=given["valid_until"],
        )
        make_offer(self.subject, self.user, offer)

    def _is_filled_in(self, place: int) -> bool:
        # A unit alone says nothing: it may have been left from the line that was emptied.
        given = self.cleaned_data
        return bool(given[f"family_{place}"] or given[f"goods_{place}"] or self._read_volumes(place))

    def _read_line(self, place: int) -> WantedLine:
        given, volumes = self.cleaned_data, self._read_volumes(place)
        # A family has its unit, whatever stands beside it.
        if family := given[f"family_{place}"]:
            return WantedLine(volumes, family=family)
        return WantedLine(volumes, goods=given[f"goods_{place}"], unit=given[f"unit_{place}"])

    def _read_volumes(self, place: int) -> tuple[YearVolume, ...]:
        amounts: list[tuple[int, Decimal | None]] = [(year, self.cleaned_data[f"y{year}_{place}"]) for year in self._years]
        return tuple(YearVolume(year, amount) for year, amount in amounts if amount is not None)
