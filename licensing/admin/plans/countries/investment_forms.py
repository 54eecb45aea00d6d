"""The forms of acts on investments in projects of country plans."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.acts.plans.countries.investments import commit_investment, drop_investment, end_investment, plan_investment
from licensing.admin.forms.base import (
    NOTHING_CHOSEN,
    build_date_field,
    build_line_field,
    build_quantity_field,
    build_radio_field,
    build_select_field,
    build_text_field,
)
from licensing.admin.pages.command_page import SubjectForm
from licensing.admin.plans.countries.fields import build_currency_field, list_family_choices, list_participant_choices
from licensing.choices import EURO, Instrument, InvestmentSide
from licensing.models import Participant, Project, ProjectInvestment
from licensing.policy.plans.countries.drafting import InvestmentDraft

_LISTED: Final = gettext_lazy("Whoever is missing is entered first on the list of makers and investors.")


class PlanInvestmentForm(SubjectForm):
    """Writing down what somebody means to invest."""

    subject: Project
    title = gettext_lazy("Plan an investment")
    done = gettext_lazy("The investment is in the plan.")
    button = gettext_lazy("Write it")

    def prepare(self) -> None:
        self.fields["side"] = build_radio_field(_("Whose investment"), InvestmentSide.choices)
        investors = list_participant_choices(Participant.objects.investing())
        self.fields["investor"] = build_select_field(_("Investor"), investors, help_text=_LISTED)
        self.fields["instrument"] = build_select_field(_("Instrument"), Instrument.choices)
        self.fields["amount"] = build_quantity_field(_("Amount"))
        self.fields["currency"] = build_currency_field()
        # Not the first of the alphabet, which somebody in haste would leave.
        self.initial.setdefault("currency", EURO)
        makers = [NOTHING_CHOSEN, *list_participant_choices(Participant.objects.making())]
        with_whom = _("With whom the money makes more.")
        self.fields["maker"] = build_select_field(_("Maker"), makers, required=False, help_text=with_whom)
        self.fields["family"] = build_select_field(_("Item family"), list_family_choices(), required=False)
        counts = _("It counts for what can be spared once a body that keeps the supply plans has confirmed it.")
        self.fields["per_month"] = build_quantity_field(_("More a month"), required=False, help_text=counts)
        self.fields["from_on"] = build_date_field(_("From the day"), required=False)

    def list_facts(self) -> list[tuple[str, Any]]:
        return [(_("Project"), str(self.subject))]

    def execute(self) -> None:
        given = self.cleaned_data
        draft = InvestmentDraft(
            side=InvestmentSide(given["side"]),
            investor=UUID(given["investor"]),
            instrument=Instrument(given["instrument"]),
            amount=given["amount"],
            currency=given["currency"],
            maker=UUID(given["maker"]) if given["maker"] else None,
            family=given["family"],
            per_month=given["per_month"],
            from_on=given["from_on"],
        )
        plan_investment(self.subject, self.user, draft)


class InvestmentForm(SubjectForm):
    """A step of an investment that is in the plan."""

    subject: ProjectInvestment

    def list_facts(self) -> list[tuple[str, Any]]:
        return [(_("Investor"), self.subject.investor), (_("Project"), str(self.subject.project))]


class CommitInvestmentForm(InvestmentForm):
    """Writing down by which document an investor is bound."""

    title = gettext_lazy("Commit an investment")
    done = gettext_lazy("The investment is committed.")
    button = gettext_lazy("Commit it")

    def prepare(self) -> None:
        self.fields["committed_on"] = build_date_field(_("Committed on"))
        self.fields["document_no"] = build_line_field(_("Number of the document"), max_length=60)

    def execute(self) -> None:
        commit_investment(self.subject, self.user, **self.cleaned_data)


class DropInvestmentForm(InvestmentForm):
    """Dropping an investment to which nobody is bound."""

    title = gettext_lazy("Drop a planned investment")
    done = gettext_lazy("The investment is dropped.")
    button = gettext_lazy("Drop it")
    weight = "grave"

    def prepare(self) -> None:
        self.fields["reason"] = build_text_field(_("Reason"), rows=3)

    def execute(self) -> None:
        drop_investment(self.subject, self.user, reason=self.cleaned_data["reason"])


class EndInvestmentForm(InvestmentForm):
    """Writing down that a committed investment has fallen through."""

    title = gettext_lazy("An investment fell through")
    lead = gettext_lazy(
        "What it would have added to the output counts no more; who hears of a changed supply plan hears of it."
    )
    done = gettext_lazy("The investment has ended.")
    button = gettext_lazy("It fell through")
    weight = "grave"

    def prepare(self) -> None:
        self.fields["reason"] = build_text_field(_("Reason"), rows=3)

    def execute(self) -> None:
        end_investment(self.subject, self.user, reason=self.cleaned_data["reason"])
