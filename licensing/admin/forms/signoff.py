"""Collective sign-off at the desk: a position, a statement of need, a conflict of interest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.acts.acting import to_local_day
from licensing.acts.signoff.objections import find_binding_objections, withdraw_objection
from licensing.acts.signoff.positions import PositionInput, SeatStatus, list_seat_statuses, sign_case
from licensing.acts.signoff.previews import list_choices
from licensing.acts.signoff.recusal import recuse_member
from licensing.acts.signoff.referral import escalate_case
from licensing.acts.signoff.windows import find_contestable_round, list_own_referring_bodies
from licensing.acts.supply.need_statements import state_need
from licensing.acts.supply.sparing import assess_case, serialize_need
from licensing.admin.forms.base import (
    ActForm,
    build_checkboxes,
    build_date_field,
    build_line_field,
    build_quantity_field,
    build_radio_field,
    build_select_field,
    build_text_field,
)
from licensing.admin.forms.conditions import (
    ConditionsField,
    ConditionsForm,
    build_library_rows,
    build_term_rows,
    join_own_words,
    list_ground_choices,
)
from licensing.admin.pages.inputs import parse_whole_number
from licensing.admin.requests.version_view import build_version_view, list_changes
from licensing.admin.signoff.before_signing import build_before_signing
from licensing.admin.signoff.item_advice import build_advice_fields, find_advice_field, read_chosen_advice
from licensing.admin.signoff.need_figures import FIGURES, TYPED_FIGURES
from licensing.admin.supply.words import list_case_paths, list_spare_rows
from licensing.choices import MandateKind, NeedVerdict, Office, PositionChoice, RecusalReason, RuleKind, Tie, Verb
from licensing.errors import NoMandate, RoundClosed
from licensing.models import Appointment, Body, Case, Mandate, NeedStatement, Position, User
from licensing.models.read_models.plans.plan_reviews import read_plan_review
from licensing.policy.record.digests import compute_digest
from licensing.policy.supply.sheets import read_deliveries


class Sign(ConditionsForm, ActForm[Case]):
    """The position of a seat, on the version that the page shows with its digest."""

    verb = Verb.SIGN
    button_weight = "primary"
    title = gettext_lazy("Sign for your body")
    done = gettext_lazy("Your position is recorded.")
    template = "admin/licensing/signoff/sign.html"

    version = forms.IntegerField(widget=forms.HiddenInput)
    replaces = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def prepare(self) -> None:
        said = self.own.standing if self.own and self.own.standing and self.own.standing.person_id == self.user.pk else None
        if len(self.stands) > 1:
            seats = [(one.seat.body_id, one.seat.body.name) for one in self.stands]
            self.fields["seat"] = build_select_field(_("For which seat you speak"), seats)
        self.fields["choice"] = build_radio_field(_("Position"), [(one.value, one.label) for one in list_choices(self.subject)])
        grounds = list_ground_choices(self.subject)
        self.fields["grounds"] = build_checkboxes(
            _("Grounds"), grounds, help_text=_("For an objection: at least one of these, or your own words below.")
        )
        before = said.conditions if said else []
        called_for, further = build_term_rows(self.subject, before)
        self.fields["conditions"] = ConditionsField(
            [*called_for, *build_library_rows(self.subject, further)],
            own=join_own_words(before),
            label=_("Conditions"),
            help_text=_("For an approval with conditions."),
        )
        self.fields["comment"] = build_text_field(
            _("Comment"), required=False, help_text=_("Kept with your position. The applicant never reads it.")
        )
        self.fields |= build_advice_fields(self.subject, said)
        if self._has_casting_vote():
            box = forms.CheckboxInput(attrs={"class": "dz-check"})
            label = _("This is the casting vote of the chair")
            self.fields["casting"] = forms.BooleanField(label=label, required=False, widget=box)
        if said:
            self.initial.update(choice=said.choice, grounds=said.grounds, comment=said.comment)

    def reload_subject(self, subject: Case) -> None:
        # Cached from the case before the refusal; the page would show the seats as they no longer are.
        self.__dict__.pop("stands", None)
        super().reload_subject(subject)

    @cached_property
    def stands(self) -> list[SeatStatus]:
        """The seats of open rounds that this person may speak for; usually one, more with mandates for several bodies."""
        return list_seat_statuses(self.subject, self.user, now=self.now)

    @property
    def own(self) -> SeatStatus | None:
        """The seat whose version is shown and whose earlier position fills in the form."""
        return self.stands[0] if self.stands else None

    def find_obstacles(self) -> Sequence[str]:
        if not self.stands:
            open_round = self.subject.rounds.open().exists()
            return [str(NoMandate.title if open_round else RoundClosed.title)]
        if all(stand.obstacles for stand in self.stands):
            return self.stands[0].obstacles
        return []

    def build_context(self) -> Mapping[str, Any]:
        if self.own is None:
            return {}
        version = self.own.round.version
        filed = build_version_view(version)
        others = [one.standing.pk for one in self.stands if one.standing and one.standing.person_id != self.user.pk]
        return {
            "stands": self.stands,
            "filed": filed,
            "plan": read_plan_review(self.subject),
            "intact": version.digest == compute_digest(filed.document),
            "file": build_before_signing(self.subject, self.own, filed, now=self.now),
            "changes": self._changes(version.number),
            "others": Position.objects.filter(pk__in=others).select_related("person", "seat__body"),
            "speaks_as": str(MandateKind(self.own.speaks_as).label),
        }

    def build_hidden_values(self, last_event: int) -> dict[str, Any]:
        hidden = super().build_hidden_values(last_event)
        if self.own is not None:
            standing = self.own.standing
            hidden |= {"version": self.own.round.version.number, "replaces": standing.pk if standing else ""}
        return hidden

    def execute(self) -> None:
        given = self.cleaned_data
        self.handed = [row.key for row in given["conditions"]]
        self.advice = read_chosen_advice(given)
        # Not bound to the revision of the case: every position of another seat raises it, and two members who sign at once
        # would refuse each other. What binds is the version on the page and the position that this one replaces.
        sign_case(
            self.subject,
            self.user,
            PositionInput(
                choice=PositionChoice(given["choice"]),
                grounds=given["grounds"],
                conditions=[row.as_condition() for row in given["conditions"]],
                comment=given["comment"],
                casting=given.get("casting", False),
                items=self.advice,
            ),
            version=given["version"],
            seat=given.get("seat", ""),
            replaces=given["replaces"],
        )

    def find_field(self, path: str) -> str:
        return find_advice_field(path, self.advice) or super().find_field(path)

    def _has_casting_vote(self) -> bool:
        if self.own is None or not self.own.seat.chair:
            return False
        rule = self.own.round.parse_rule()
        return rule.tie == Tie.CHAIR and rule.kind != RuleKind.SINGLE

    def _changes(self, present: int) -> list[str]:
        """What changed between the version that the person had before them and the one that is asked about now."""
        read = parse_whole_number(self.data.get("version", "")) if self.is_bound else None
        if read is None or read == present:
            return []
        versions = {one.number: one for one in self.subject.versions.all()}
        return list_changes(versions[read], versions[present]) if read in versions else []


class StateNeed(ActForm[Case]):
    """The statement that the forces can spare the goods, by the body that consolidates the need of all of them."""

    verb = Verb.STATE_NEED
    title = gettext_lazy("State the domestic need")
    lead = gettext_lazy(
        "Seats that depend on it can speak once it stands. The applicant may learn the verdict, never the figures."
    )
    done = gettext_lazy("The domestic need is stated.")

    def prepare(self) -> None:
        self.need = assess_case(self.subject, at=self.now)
        computed = bool(self.need.plans)
        if not (computed and self.need.is_complete):
            self.fields["verdict"] = build_radio_field(_("Can our own forces spare the goods?"), NeedVerdict.choices)
            self.fields["document_no"] = build_line_field(
                _("Number of the document that says so"), required=computed, max_length=80
            )
        if not computed:
            self.fields["data_on"] = build_date_field(_("State of the data"))
            self.fields["data_on"].initial = to_local_day(self.now)
            self.fields["expires_on"] = build_date_field(_("Holds until"), help_text=_("After this day it must be renewed."))
            for name in TYPED_FIGURES:
                self.fields[name] = build_quantity_field(FIGURES[name], required=False)
        else:
            self.fields["deliveries"] = build_text_field(
                _("When the items are delivered"),
                required=False,
                rows=4,
                help_text=_(
                    "Only where they differ from the schedule of the request. One in a line: number of the item; day"
                    " (YYYY-MM-DD); quantity. An item that neither names leaves at once, which is reckoned most strictly."
                ),
            )
        self.fields["note"] = build_text_field(_("Note"), required=False, help_text=_("For the authority only."))

    def find_obstacles(self) -> Sequence[str]:
        states = Body.objects.filter(pk__in=self.actor.bodies, states_need=True).exists()
        return [] if states else [_("Your body does not consolidate domestic need.")]

    def build_context(self) -> Mapping[str, Any]:
        earlier = NeedStatement.objects.filter(case=self.subject).select_related("body").find_newest()
        items = self.subject.items.select_related("unit").order_by("number")
        return {
            "earlier_need": earlier,
            "items": items,
            "spare": list_spare_rows(serialize_need(self.need), {one.number: one.unit_id for one in items}),
            "need": self.need,
            "paths": list_case_paths(self.subject, self.user, at=self.now),
        }

    def find_field(self, path: str) -> str:
        return super().find_field(path.split(".", maxsplit=1)[0])

    def execute(self) -> None:
        given = self.cleaned_data
        state_need(
            self.subject,
            self.user,
            verdict=NeedVerdict(given["verdict"]) if given.get("verdict") else None,
            data_on=given.get("data_on"),
            expires_on=given.get("expires_on"),
            figures={name: str(given[name]) for name in TYPED_FIGURES if given.get(name) is not None},
            note=given["note"],
            document_no=given.get("document_no", ""),
            deliveries=read_deliveries(given.get("deliveries", "")),
        )


class WithdrawObjection(ActForm[Case]):
    """An absolute objection outlives its stage and binds the government; only the body that made it lifts it."""

    verb = Verb.TAKE_BACK
    title = gettext_lazy("Take back the objection")
    lead = gettext_lazy(
        "Nobody can out-vote an absolute ground; your body alone can lift it. What the closed stage came to stays on record."
    )
    done = gettext_lazy("The objection is taken back; it binds the decision no longer.")

    def prepare(self) -> None:
        self.fields["reason"] = build_text_field(_("Reason"), help_text=_("Kept with the case. The applicant never reads it."))

    def find_obstacles(self) -> Sequence[str]:
        if find_binding_objections(self.subject, list(self.actor.bodies)).exists():
            return []
        return [_("No objection of your body binds this case from a closed stage.")]

    def execute(self) -> None:
        withdraw_objection(self.subject, self.user, reason=self.cleaned_data["reason"])


class Escalate(ActForm[Case]):
    """Referring the outcome of a stage up, within the window that its rule leaves to bodies that dissented."""

    verb = Verb.ESCALATE
    button_weight = "primary"
    title = gettext_lazy("Refer the case up")
    lead = gettext_lazy("The case goes to the higher stage that the rule names. What the stage below said stays on record.")
    done = gettext_lazy("The case is referred up.")

    def prepare(self) -> None:
        self.fields["reason"] = build_text_field(
            _("Reason"), help_text=_("For the higher stage. The applicant never reads it.")
        )

    def find_obstacles(self) -> Sequence[str]:
        round = find_contestable_round(self.subject)
        if round is None:
            return [_("No outcome of this case waits to be referred up.")]
        may = list_own_referring_bodies(round, self.actor.bodies)
        return [] if may else [_("Your body may not refer this outcome up.")]

    def execute(self) -> None:
        escalate_case(self.subject, self.user, reason=self.cleaned_data["reason"])


class Recuse(ActForm[Case]):
    """A conflict of interest: declared for oneself, or imposed on another person by the case officer."""

    verb = Verb.RECUSE
    title = gettext_lazy("Declare a conflict of interest")
    lead = gettext_lazy(
        "From that moment the person neither speaks nor reads in this case. A position that stands is voided, and a deputy "
        "may speak for the seat. This cannot be undone."
    )
    done = gettext_lazy("The conflict of interest is recorded.")
    weight = "grave"

    def prepare(self) -> None:
        if self.actor.is_appointed(Office.CASE_OFFICER):
            self.fields["person"] = build_select_field(_("Whose conflict it is"), self._list_people(), required=False)
        self.fields["reason"] = build_select_field(_("Kind of interest"), RecusalReason.choices)
        self.fields["note"] = build_text_field(_("In words"), required=False, rows=3)

    def execute(self) -> None:
        given = self.cleaned_data
        chosen_person = given.get("person") or None
        recuse_member(
            self.subject,
            self.user,
            reason=RecusalReason(given["reason"]),
            note=given["note"],
            person=User.objects.get(pk=UUID(chosen_person)) if chosen_person else None,
        )

    def build_sentence(self) -> str:
        if self.cleaned_data.get("person"):
            return str(self.done)
        return _("Your conflict of interest is recorded. You no longer see this case.")

    def get_next_url(self) -> str:
        # Whoever recused themselves would get a 404 from the page of the case.
        return super().get_next_url() if self.cleaned_data.get("person") else reverse("admin:index")

    def _list_people(self) -> list[tuple[str, Any]]:
        """Everyone who may speak or decide in the case: for a seat that was asked, as its officer, or as a decider."""
        today = to_local_day(self.now)
        speaks = Mandate.objects.in_force(today).filter(body__seats_asked__round__case=self.subject)
        serves = Appointment.objects.in_force(today).filter(kind__in=(Office.CASE_OFFICER, Office.DECIDER))
        people = User.objects.filter(Q(pk__in=speaks.values("user")) | Q(pk__in=serves.values("user")), is_active=True)
        others = people.exclude(pk=self.user.pk).exclude(recusals__case=self.subject).order_by("name")
        return [("", _("Mine")), *((str(one.pk), one.name) for one in others)]
