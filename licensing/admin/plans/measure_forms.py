"""The forms by which measures of the state are prepared, published, declined and ended."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from django.forms.models import model_to_dict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.acts.plans.measures.ending import confirm_end, decline_end, propose_end
from licensing.acts.plans.measures.preparing import prepare_measure
from licensing.acts.plans.measures.settling import decline_measure, publish_measure
from licensing.admin.forms.base import (
    build_checkboxes,
    build_date_field,
    build_line_field,
    build_quantity_field,
    build_radio_field,
    build_select_field,
    build_text_field,
)
from licensing.admin.pages.command_page import FormSection, SubjectForm
from licensing.choices import EURO, CooperationForm, InFlight, MeasureKind, PartnerTier, PartyRole, PlaceRole, QuotaPeriod
from licensing.models import CaseKind, ItemFamily, Measure, MeasureEnd, Unit
from licensing.policy.plans.measures.drafting import ExemptionDraft, MeasureDraft
from licensing.policy.plans.measures.scope import NAMED, Scope

# So many exceptions have fields on an empty form; the next version of a measure has them for each that it has, and one more.
EXEMPTIONS: Final = 2
_TYPED: Final = ("countries", "entries", "parties")
# What a duty, a quota or a tier says beside its scope; the period last, which is read by itself.
_TERMS: Final = ("percent", "ceiling", "unit", "tier", "period")
_LISTED: Final = tuple(name for name in NAMED if name not in _TYPED)


class PrepareForm(SubjectForm):
    """Preparing a measure, or with a subject the next version of it."""

    subject: Measure | None
    title = gettext_lazy("Prepare a measure of the state")
    lead = gettext_lazy(
        "Nothing is stopped before another policy officer has published it. Its page then shows what it would do to open and"
        " past cases and to licences in force. Nothing of it can be changed afterwards: another version supersedes it."
    )
    done = gettext_lazy("The measure is prepared. Look at its trial; another policy officer publishes it.")
    button = gettext_lazy("Prepare it")

    def prepare(self) -> None:
        self._add_act_fields()
        self._add_term_fields()
        self._add_scope_fields("scope")
        # Before the names of the fields that say what an exception frees.
        former = self.subject.exemptions if self.subject is not None else []
        self._places = [f"exception{number}" for number in range(1, max(EXEMPTIONS, len(former) + 1) + 1)]
        for place in self._places:
            self._add_title_fields(f"{place}_", required=False)
            self.fields[f"{place}_authority"] = build_line_field(_("On whose authority"), required=False)
            self._add_scope_fields(place)
        self.fields["reason"] = build_text_field(_("Reason"), help_text=_("The second person and the auditors read it."))
        if self.subject is not None:
            self.initial.update(_read_former_values(self.subject, self._places))

    def list_sections(self) -> list[FormSection]:
        """What it does, since when, what it covers, and what is excepted; terms only of the kinds that have them."""
        build = self.build_section
        nothing = _("What is left empty narrows nothing. Name at least one of these.")
        freed = _("It frees what fits all that is named here, and is never wider than the measure.")
        return [
            build(_("The measure"), ["kind", *_list_titles(""), "authority", "document_no", "document_on"]),
            build(_("Days"), ["valid_from", "valid_until", "in_flight"]),
            build(_("The duty"), ["percent"], css="dz-only-duty"),
            build(_("The quota"), ["ceiling", "unit", "period"], css="dz-only-quota"),
            build(_("The tier"), ["tier"], css="dz-only-tier"),
            build(_("What it covers"), _list_scope_fields("scope"), lead=nothing),
            *(
                build(
                    _("Exception %(number)d") % {"number": number},
                    [*_list_titles(f"{place}_"), f"{place}_authority", *_list_scope_fields(place)],
                    lead=freed,
                    is_folded=True,
                )
                for number, place in enumerate(self._places, start=1)
            ),
            build(_("Why"), ["reason"]),
        ]

    def _add_act_fields(self) -> None:
        self.fields["kind"] = build_select_field(_("What it does"), MeasureKind.choices)
        self._add_title_fields("", required=True)
        self.fields["authority"] = build_line_field(_("On whose authority"))
        self.fields["document_no"] = build_line_field(_("Number of the document"), max_length=60)
        self.fields["document_on"] = build_date_field(_("Date of the document"))
        self.fields["valid_from"] = build_date_field(_("First day"), help_text=_("Today at the earliest."))
        self.fields["valid_until"] = build_date_field(_("Last day"), required=False, help_text=_("Empty: until it is ended."))
        self.fields["in_flight"] = build_radio_field(_("Cases under way"), InFlight.choices)

    def _add_title_fields(self, before: str, *, required: bool) -> None:
        self.fields[f"{before}title_en"] = build_line_field(_("Title in English"), required=required)
        self.fields[f"{before}title_uk"] = build_line_field(_("Title in Ukrainian"), required=False)

    def _add_term_fields(self) -> None:
        periods, tiers = [("", "–"), *QuotaPeriod.choices], [("", "–"), *PartnerTier.choices]
        self.fields["percent"] = build_quantity_field(_("Per cent of the value"), required=False)
        self.fields["ceiling"] = build_quantity_field(_("The most that may leave"), required=False)
        self.fields["unit"] = build_select_field(_("Counted in"), _list_units(), required=False)
        self.fields["period"] = build_select_field(_("Within"), periods, required=False)
        self.fields["tier"] = build_select_field(_("The tier that its countries have meanwhile"), tiers, required=False)

    def _add_scope_fields(self, place: str) -> None:
        for name, label, choices in _list_scope_choices():
            self.fields[f"{place}_{name}"] = build_checkboxes(label, choices)
        countries = _("Codes of two letters, separated by commas. Without roles they count in any role, transit too.")
        entries = _("As on the control lists, separated by commas.")
        self.fields[f"{place}_entries"] = build_line_field(_("Control entries"), required=False, help_text=entries)
        self.fields[f"{place}_countries"] = build_line_field(_("Countries"), required=False, help_text=countries)
        parties = build_text_field(_("Parties"), required=False, rows=2, help_text=_("One name per line."))
        self.fields[f"{place}_parties"] = parties
        self.fields[f"{place}_value_from"] = build_quantity_field(_("Value from, EUR"), required=False)
        self.fields[f"{place}_value_to"] = build_quantity_field(_("Value up to, EUR"), required=False)

    def execute(self) -> None:
        given = self.cleaned_data
        plain = ("authority", "document_no", "document_on", "valid_from", "valid_until", "reason", *_TERMS[:-1])
        draft = MeasureDraft(
            kind=MeasureKind(given["kind"]),
            titles=self._read_titles(""),
            scope=self._read_scope("scope"),
            exemptions=[self._read_exemption(place) for place in self._list_places()],
            in_flight=InFlight(given["in_flight"]),
            period=QuotaPeriod(given["period"]) if given["period"] else None,
            **{name: given[name] for name in plain},
        )
        self._prepared = prepare_measure(self.user, draft, supersedes=self.subject)

    def get_next_url(self) -> str:
        return get_measure_url(self._prepared)

    def find_field(self, path: str) -> str:
        """A gap of the act names a dimension as `scope.countries`, and an exception by its number."""
        first, _dot, rest = path.partition(".")
        if first == "exemptions":
            number, _dot, name = rest.partition(".")
            places = self._list_places()
            place = places[int(number)] if int(number) < len(places) else self._places[0]
            return f"{place}_{name or 'title_en'}"
        if first == "scope":
            return f"scope_{rest or 'families'}"
        return {"title": "title_en"}.get(first, first)

    def _list_places(self) -> list[str]:
        """The exceptions of which something is filled in."""
        return [
            place
            for place in self._places
            if any(value for name, value in self.cleaned_data.items() if name.startswith(f"{place}_"))
        ]

    def _read_exemption(self, place: str) -> ExemptionDraft:
        authority = self.cleaned_data[f"{place}_authority"]
        return ExemptionDraft(self._read_titles(f"{place}_"), authority, self._read_scope(place))

    def _read_titles(self, before: str) -> dict[str, str]:
        return {language: self.cleaned_data[f"{before}title_{language}"] for language in ("en", "uk")}

    def _read_scope(self, place: str) -> Scope:
        given = self.cleaned_data
        named: dict[str, Any] = {name: frozenset(given[f"{place}_{name}"]) for name in _LISTED}
        named["countries"] = _read_codes(given[f"{place}_countries"].upper())
        named["entries"] = _read_codes(given[f"{place}_entries"])
        named["parties"] = frozenset(filter(None, map(str.strip, given[f"{place}_parties"].splitlines())))
        bounds: dict[str, Decimal | None] = {name: given[f"{place}_{name}"] for name in ("value_from", "value_to")}
        return Scope(**named | bounds)


class PublishForm(SubjectForm):
    """Publishing what another officer prepared."""

    subject: Measure
    title = gettext_lazy("Publish a measure of the state")
    lead = gettext_lazy(
        "From its first day it stops what it covers: nothing of it is accepted, signed, granted or issued, and customs lets"
        " nothing of it pass. The applicants, the officers and the seats concerned are told. It is on the public page."
    )
    done = gettext_lazy("The measure is published.")
    button = gettext_lazy("Publish it")
    weight = "grave"

    def execute(self) -> None:
        publish_measure(self.subject, self.user)


class DeclineForm(SubjectForm):
    """Declining what is prepared, or taking it back."""

    done = gettext_lazy("It is declined.")
    button = gettext_lazy("Decline")

    def prepare(self) -> None:
        self.fields["reason"] = build_text_field(_("Reason"))


class DeclineMeasureForm(DeclineForm):
    """Declining a prepared measure, or taking it back."""

    subject: Measure
    title = gettext_lazy("Decline a measure of the state")

    def execute(self) -> None:
        decline_measure(self.subject, self.user, reason=self.cleaned_data["reason"])


class EndForm(SubjectForm):
    """Proposing the end of a measure."""

    subject: Measure
    title = gettext_lazy("End a measure of the state")
    lead = gettext_lazy("It goes on to hold until another policy officer has confirmed its end.")
    done = gettext_lazy("The end is proposed, and waits for a second policy officer.")
    button = gettext_lazy("Propose its end")

    def prepare(self) -> None:
        day = _("The first day on which it holds no more: today at the earliest.")
        self.fields["lifted_from"] = build_date_field(_("Ended from"), help_text=day)
        self.fields["authority"] = build_line_field(_("On whose authority"))
        self.fields["document_no"] = build_line_field(_("Number of the document"), max_length=60)
        self.fields["reason"] = build_text_field(_("Reason"))

    def execute(self) -> None:
        propose_end(self.subject, self.user, **self.cleaned_data)


class ConfirmEndForm(SubjectForm):
    """Confirming the end that another officer proposed."""

    subject: MeasureEnd
    title = gettext_lazy("Confirm the end of a measure")
    lead = gettext_lazy("From its day the measure stops nothing more. Those who were told of it hear that it is over.")
    done = gettext_lazy("The end is published.")
    button = gettext_lazy("Confirm")

    def execute(self) -> None:
        confirm_end(self.subject, self.user)


class DeclineEndForm(DeclineForm):
    """Declining a proposed end, or taking it back."""

    subject: MeasureEnd
    title = gettext_lazy("Decline the end of a measure")

    def execute(self) -> None:
        decline_end(self.subject, self.user, reason=self.cleaned_data["reason"])


def get_measure_url(measure: Measure) -> str:
    return reverse("admin:licensing_measure_change", args=[measure.pk])


def _list_scope_choices() -> list[tuple[str, Any, list[tuple[str, Any]]]]:
    """The dimensions that are chosen from lists, with their choices by name."""
    roles = [*PlaceRole.choices, *PartyRole.choices]
    return [
        ("families", _("Item families"), [(one.pk, one.name) for one in ItemFamily.objects.filter(active=True).order_by("pk")]),
        ("kinds", _("Kinds of case"), [(one.pk, one.name) for one in CaseKind.objects.reviewed().order_by("pk")]),
        ("forms", _("Forms of co-operation"), list(CooperationForm.choices)),
        ("roles", _("Countries in these roles"), roles),
    ]


def _list_titles(before: str) -> list[str]:
    return [f"{before}title_en", f"{before}title_uk"]


def _list_scope_fields(place: str) -> list[str]:
    """The fields of a scope in the order in which they are read: goods, countries with their roles, parties, cases."""
    names = ("families", "entries", "countries", "roles", "parties", "kinds", "forms", "value_from", "value_to")
    return [f"{place}_{name}" for name in names]


def _list_units() -> list[tuple[str, Any]]:
    return [("", "–"), (EURO, _("value in EUR")), *((one.pk, one.name) for one in Unit.objects.order_by("pk"))]


def _read_codes(typed: str) -> frozenset[str]:
    return frozenset(filter(None, re.split(r"[\s,;]+", typed)))


def _read_former_values(measure: Measure, places: Sequence[str]) -> dict[str, Any]:
    """The former version as the form shows it, for the next one to begin with."""
    plain = ("kind", "authority", "document_no", "in_flight", "valid_until", *_TERMS)
    said = model_to_dict(measure, fields=plain) | _read_former_titles("", measure.titles)
    said |= _read_former_scope("scope", measure.scope)
    # There are more places than exceptions, never fewer: what the form does not show, the next version would lose.
    for place, one in zip(places[: len(measure.exemptions)], measure.exemptions, strict=True):
        said |= {f"{place}_authority": one["authority"]} | _read_former_titles(f"{place}_", one["titles"])
        said |= _read_former_scope(place, one["scope"])
    return said


def _read_former_titles(before: str, titles: dict[str, str]) -> dict[str, str]:
    return {f"{before}title_{language}": titles.get(language, "") for language in ("en", "uk")}


def _read_former_scope(place: str, data: dict[str, Any]) -> dict[str, Any]:
    said = {f"{place}_{name}": data.get(name, []) for name in _LISTED}
    said |= {f"{place}_{name}": ", ".join(data.get(name, [])) for name in ("countries", "entries")}
    said[f"{place}_parties"] = "\n".join(data.get("parties", []))
    return said | {f"{place}_{name}": data.get(name) for name in ("value_from", "value_to")}
