"""The government's decision at the desk: granted whole or in part, refused, adjourned, taken up again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.acts.acting import to_local_day
from licensing.acts.decisions.appeal import decide_appeal, read_standing_quantities
from licensing.acts.decisions.corrections import correct_decision
from licensing.acts.decisions.countersigning import countersign_case, is_countersigned
from licensing.acts.decisions.government import (
    adjourn_case,
    grant_case,
    list_obstacles,
    refuse_case,
    resume_case,
)
from licensing.acts.decisions.owed_reasons import find_owed_reasons
from licensing.acts.decisions.resolutions import Resolution, list_proposed_conditions
from licensing.acts.obstacles.votes import STAGE_STILL_OPEN
from licensing.acts.signoff.ballots import find_advised_outcomes, is_last
from licensing.admin.decisions.rulings import find_ruling_field, list_contested_rows, read_ruling_fields
from licensing.admin.forms.base import (
    ActForm,
    build_checkboxes,
    build_date_field,
    build_line_field,
    build_quantity_field,
    build_text_field,
    find_quantity_field,
)
from licensing.admin.forms.conditions import (
    ConditionsField,
    QuantitiesForm,
    build_criteria_field,
    build_library_rows,
    build_proposed_rows,
    build_term_rows,
    list_ground_choices,
    split_by_author,
)
from licensing.admin.plans.parents import INDICATIVE, build_ceilings_field
from licensing.admin.signoff.ballot_view import list_outcomes
from licensing.admin.signoff.item_advice import WITHOUT_LICENCE, list_outcome_words
from licensing.admin.supply.words import build_override_field, list_excess_notes
from licensing.choices import Verb
from licensing.models import Body, Case, Item
from licensing.models.decisions.correction import get_wording, list_corrections
from licensing.policy.exact import format_decimal
from licensing.policy.licences.counted import describe_quantity
from licensing.policy.licences.validity import add_months


class ResolutionForm(ActForm[Case]):
    """An act that records a resolution of the government."""

    def add_resolution_fields(self) -> None:
        self.fields["resolution_no"] = build_line_field(_("Number of the resolution"), max_length=60)
        self.fields["resolution_on"] = build_date_field(_("Date of the resolution"))

    def add_override_field(self) -> None:
        """Only where something asked for cannot be spared does anybody have to say why it is granted."""
        self.excess = list_excess_notes(self.subject, at=self.now)
        if self.excess:
            self.fields["need_override"] = build_override_field()

    def build_context(self) -> Mapping[str, Any]:
        return {"outcomes": list_outcomes(self.subject, now=self.now)}

    def find_field(self, path: str) -> str:
        return find_quantity_field(path)

    def _find_stage_obstacles(self) -> Sequence[str]:
        """The decision ends the last stage; one before it may still be open."""
        round = self.subject.rounds.open().select_related("stage__procedure").first()
        if round is None:
            return [_("No round of the government's decision is open.")]
        return [] if is_last(round.stage) else [str(STAGE_STILL_OPEN)]


class Grant(ResolutionForm, QuantitiesForm):
    """A grant, whole or in part: a line that gets less than was asked for makes it a grant in part, which needs reasons."""

    verb = Verb.GRANT
    button_weight = "primary"
    title = gettext_lazy("Record the government's grant")
    lead = gettext_lazy("The licence is issued at once with the quantities and conditions below, and the applicant is told.")
    done = gettext_lazy("The grant is recorded.")
    template = "admin/licensing/decisions/grant.html"

    def prepare(self) -> None:
        self.add_resolution_fields()
        self.advised = find_advised_outcomes(self.subject, at=self.now)
        for item in self.items:
            field = build_quantity_field(str(item.called))
            nothing = self.advised.get(item.number) in WITHOUT_LICENCE
            field.initial = Decimal() if nothing else Decimal(format_decimal(item.quantity))
            most = describe_quantity(item.quantity, item.unit_id, item.unit.name)
            field.help_text = _("of the %(most)s asked for") % {"most": most}
            self.fields[f"quantity_{item.number}"] = field
        names = {body.pk: body.short for body in Body.objects.all()}
        asked = list_proposed_conditions(self.subject)
        called_for, _none = build_term_rows(self.subject, asked=asked)
        rows = [*build_proposed_rows(asked, names), *called_for, *build_library_rows(self.subject)]
        self.fields["conditions"] = ConditionsField(rows, label=_("Conditions"))
        if self.subject.kind.permit != "none":
            self.fields["valid_until"] = build_date_field(_("The licence holds until"))
            self.fields["valid_until"].initial = add_months(to_local_day(self.now), self.subject.kind.validity_months)
        if self.subject.is_drawn_on:
            self.fields["ceilings"] = build_ceilings_field()
        self.fields["reasons"] = build_text_field(
            _("Reasons"),
            required=False,
            help_text=_("Needed when less is granted than was asked for, or against the recommendation of the ministries."),
        )
        self.add_override_field()

    @cached_property
    def items(self) -> list[Item]:
        """The lines of goods in their order, read once: the form asks for them when it is built, bound and executed."""
        return list(self.subject.items.select_related("unit").order_by("number"))

    def find_obstacles(self) -> Sequence[str]:
        return [
            *self._find_stage_obstacles(),
            *(list_obstacles(self.subject, at=self.now) if not self._find_stage_obstacles() else ()),
        ]

    def list_notes(self) -> Sequence[str]:
        advised = _("The quantities begin as the stage before advised. %(advice)s.") % {
            "advice": "; ".join(list_outcome_words(self.advised))
        }
        return [*find_owed_reasons(self.subject), *([advised] if self.advised else []), *self.excess]

    def execute(self) -> None:
        given = self.cleaned_data
        handed = list(split_by_author(given["conditions"]))
        self.handed = [key for key, _written in handed]
        grant_case(
            self.subject,
            self.user,
            Resolution(
                number=given["resolution_no"],
                on=given["resolution_on"],
                reasons=given["reasons"],
                need_override=given.get("need_override", ""),
                valid_until=given.get("valid_until"),
                quantities={item.number: given[f"quantity_{item.number}"] for item in self.items},
                conditions=[written for _key, written in handed],
                indicative=given.get("ceilings") == INDICATIVE,
            ),
            expected=given["expected"],
        )


class Refuse(ResolutionForm):
    """A refusal on one or more grounds of the list. The applicant reads the grounds and the reasons."""

    verb = Verb.REFUSE
    button_weight = "grave"
    title = gettext_lazy("Record the government's refusal")
    lead = gettext_lazy("The case ends. The applicant is told the grounds and the reasons.")
    done = gettext_lazy("The refusal is recorded.")
    weight = "grave"

    def prepare(self) -> None:
        self.add_resolution_fields()
        self.fields["grounds"] = build_checkboxes(_("Grounds"), list_ground_choices(self.subject))
        if criteria := build_criteria_field(self.subject):
            self.fields["criteria"] = criteria
        self.fields["reasons"] = build_text_field(
            _("Reasons"), required=False, rows=6, help_text=_("The applicant reads this.")
        )

    def find_obstacles(self) -> Sequence[str]:
        return self._find_stage_obstacles()

    def execute(self) -> None:
        given = self.cleaned_data
        resolution = Resolution(
            number=given["resolution_no"],
            on=given["resolution_on"],
            reasons=given["reasons"],
            grounds=given["grounds"],
            criteria=given.get("criteria", ()),
        )
        refuse_case(self.subject, self.user, resolution, expected=given["expected"])


class Adjourn(ActForm[Case]):
    """Putting the decision off to a day; every clock of the case is paused until it is resumed."""

    verb = Verb.ADJOURN
    title = gettext_lazy("Adjourn the decision")
    lead = gettext_lazy("The clocks stand still until the decision is taken up again. The applicant sees day and reason.")
    done = gettext_lazy("The decision is adjourned.")

    def prepare(self) -> None:
        self.fields["until"] = build_date_field(_("Until"))
        self.fields["reason"] = build_text_field(_("Reason"), help_text=_("The applicant reads this."))

    def execute(self) -> None:
        given = self.cleaned_data
        adjourn_case(self.subject, self.user, until=given["until"], reason=given["reason"], expected=given["expected"])


class Resume(ActForm[Case]):
    """Bringing an adjourned case before the government again, on its day or earlier."""

    verb = Verb.RESUME
    button_weight = "primary"
    title = gettext_lazy("Take the decision up again")
    lead = gettext_lazy("The case is before the government again, and the clocks go on.")
    done = gettext_lazy("The case is before the government again.")

    def execute(self) -> None:
        resume_case(self.subject, self.user, expected=self.cleaned_data["expected"])


class Countersign(ActForm[Case]):
    """A second decider's signature. It is evidence only: the licence does not depend on it."""

    verb = Verb.COUNTERSIGN
    title = gettext_lazy("Countersign the decision")
    lead = gettext_lazy(
        "Your name stands under the decision as a second decider's, for good. The licence is in force with or without it."
    )
    done = gettext_lazy("The decision is countersigned.")

    def find_obstacles(self) -> Sequence[str]:
        return [_("The decision is countersigned already.")] if is_countersigned(self.subject) else []

    def execute(self) -> None:
        countersign_case(self.subject, self.user, expected=self.cleaned_data["expected"])


class CorrectDecision(ActForm[Case]):
    """A slip of the pen put right beside what was recorded. The form holds how the decision reads now."""

    verb = Verb.CORRECT_DECISION
    title = gettext_lazy("Correct the decision")
    lead = gettext_lazy(
        "For a slip of the pen: the number, the day or the words. What was recorded stays readable beside it, and the "
        "applicant is told. Outcome, quantities, conditions and grounds cannot be corrected."
    )
    done = gettext_lazy("The correction stands beside the decision.")

    def prepare(self) -> None:
        self.fields["resolution_no"] = build_line_field(_("Number of the resolution"), max_length=60)
        self.fields["resolution_on"] = build_date_field(_("Date of the resolution"))
        self.fields["reasons"] = build_text_field(
            _("Reasons"), required=False, rows=6, help_text=_("The applicant reads this.")
        )
        self.fields["reason"] = build_text_field(
            _("Why the decision is corrected"), rows=2, help_text=_("The applicant reads this.")
        )
        if self.subject.decision:
            wording = get_wording(self.subject.decision, list_corrections(self.subject.decision))
            for name, written in asdict(wording).items():
                self.fields[name].initial = written

    def find_obstacles(self) -> Sequence[str]:
        decision = self.subject.decision
        own = decision is not None and decision.decided_by_id == self.user.pk
        return [_("You recorded this decision; somebody else corrects it.")] if own else []

    def execute(self) -> None:
        given = self.cleaned_data
        correct_decision(
            self.subject,
            self.user,
            reason=given["reason"],
            resolution_no=given["resolution_no"],
            resolution_on=given["resolution_on"],
            reasons=given["reasons"],
            expected=given["expected"],
        )


class DecideAppeal(ResolutionForm):
    """An appeal against a grant: each line may get more than it has, never less, and its conditions may be relieved."""

    verb = Verb.DECIDE_APPEAL
    button_weight = "primary"
    title = gettext_lazy("Decide the appeal")
    lead = gettext_lazy(
        "What was granted stands, with its last day and the conditions that nobody appealed against. Raise a quantity to "
        "add to it; leave all as they are to add nothing. What is added stands on the licence as lines of its own. Say what "
        "becomes of each condition below; the licence follows at once, and the applicant is told."
    )
    done = gettext_lazy("The decision on the appeal is recorded.")

    def prepare(self) -> None:
        self.add_resolution_fields()
        decision = self.subject.decision
        self.standing = read_standing_quantities(decision) if decision else {}
        self.items = list(self.subject.items.select_related("unit").order_by("number"))
        for item in self.items:
            has = self.standing.get(item.number, Decimal(0))
            field = build_quantity_field(item.name)
            field.initial = Decimal(format_decimal(has))
            field.help_text = _("at least %(least)s, which was granted, and at most %(most)s") % {
                "least": describe_quantity(has, item.unit_id, item.unit.name),
                "most": describe_quantity(item.quantity, item.unit_id, item.unit.name),
            }
            if has < item.quantity:
                self.fields[f"quantity_{item.number}"] = field
        self.contested = list_contested_rows(self.subject, {})
        for row in self.contested:
            row.add_fields(self.fields, {})
        self.fields["reasons"] = build_text_field(
            _("Reasons"),
            required=False,
            rows=6,
            help_text=_("Needed when less is granted than was asked for, or a condition is upheld."),
        )
        self.add_override_field()

    def find_obstacles(self) -> Sequence[str]:
        return self._find_stage_obstacles()

    def find_field(self, path: str) -> str:
        return find_ruling_field(path)

    def list_notes(self) -> Sequence[str]:
        whole = all(self.standing.get(item.number) == item.quantity for item in self.items)
        # Of what was granted whole nothing can be added, whatever stands against it.
        against = [] if whole else list_obstacles(self.subject, at=self.now)
        return [*([_("Nothing can be added now: %(why)s") % {"why": " ".join(against)}] if against else []), *self.excess]

    def execute(self) -> None:
        given = self.cleaned_data
        decide_appeal(
            self.subject,
            self.user,
            Resolution(
                number=given["resolution_no"],
                on=given["resolution_on"],
                reasons=given["reasons"],
                need_override=given.get("need_override", ""),
                quantities={
                    item.number: given[f"quantity_{item.number}"]
                    for item in self.items
                    if f"quantity_{item.number}" in self.fields
                },
                rulings=dict(read_ruling_fields(self.contested, given)),
            ),
            expected=given["expected"],
        )
