"""The forms by which a change set is opened, worded, sent, settled and taken back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.acts.reference.change_sets.drafting import (
    OVER,
    draft_again,
    draft_change_set,
    drop_change_lines,
    edit_change_set,
)
from licensing.acts.reference.change_sets.settling import (
    approve_change_set,
    decline_change_set,
    send_change_set,
    withdraw_change_set,
)
from licensing.acts.reference.change_sets.shipping import keep_present_value, take_shipped_value
from licensing.acts.reference.trial_runs import is_tried_at_once
from licensing.admin.forms.base import build_date_field, build_line_field, build_text_field
from licensing.admin.pages.command_page import SubjectForm
from licensing.admin.reference.change_sets.drafts import get_set_url
from licensing.admin.reference.change_sets.row_words import build_line_views
from licensing.admin.reference.trials.panel import build_settling_panel
from licensing.admin.reference.trials.set_trials import describe_approval
from licensing.admin.tags import format_moment
from licensing.models import ChangeSet

# The difference beside an approval; of a longer one the rest stands on the page of the change set.
_SHOWN_LINES = 100
_EMERGENCY = gettext_lazy(
    "As an emergency it is in force as soon as the second policy officer approves it, and everybody is told at once: the policy"
    " officers, the auditors, the administrators and the heads of the bodies."
)


class WordsForm(SubjectForm):
    """What a change set is called, why, and from when it is to be in force."""

    def prepare(self) -> None:
        one: ChangeSet | None = self.subject
        local = one.in_force_from.astimezone(_zone()) if one and one.in_force_from else None
        zone = _("By the clock of %(zone)s. Leave both empty: in force as soon as it is approved.") % {"zone": _zone().key}
        self.fields["title"] = build_line_field(_("Title of the change set"))
        self.fields["reason"] = build_text_field(_("Reason"), help_text=_("The second person and the auditors read it."))
        self.fields["day"] = build_date_field(_("In force from the day"), required=False, help_text=zone)
        self.fields["time"] = forms.TimeField(
            label=_("and the time"),
            required=False,
            widget=forms.TimeInput(attrs={"type": "time", "class": "dz-input dz-input-day"}, format="%H:%M"),
            input_formats=["%H:%M", "%H:%M:%S"],
        )
        self.fields["emergency"] = forms.BooleanField(
            label=_("At once, as an emergency; everybody concerned is told"), required=False, help_text=_EMERGENCY
        )
        if one is not None:
            self.initial.update({"title": one.title, "reason": one.reason, "emergency": one.emergency})
            self.initial.update({"day": local.date(), "time": local.time()} if local else {})

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("time") and not given.get("day") and "day" not in self.errors:
            self.add_error("day", _("Say on which day."))
        return given

    def read_words(self) -> dict[str, Any]:
        """What was typed, as the acts take it."""
        given = self.cleaned_data
        moment = None
        if given["day"]:
            at = given["time"] or datetime.min.time()
            moment = datetime.combine(given["day"], at, _zone())
        return {
            "title": given["title"],
            "reason": given["reason"],
            "in_force_from": moment,
            "emergency": given["emergency"],
        }

    def find_field(self, path: str) -> str:
        return "day" if path == "in_force_from" else super().find_field(path)


class OpenForm(WordsForm):
    """Opening a change set, in which rows are changed together."""

    title = gettext_lazy("Open a change set")
    lead = gettext_lazy("Rows of several lists change together, and nothing before a second policy officer approves it.")
    done = gettext_lazy("The change set is open. Propose rows on the pages of the lists.")
    button = gettext_lazy("Open it")

    def execute(self) -> None:
        self._opened = draft_change_set(self.user, **self.read_words())

    def get_next_url(self) -> str:
        return get_set_url(self._opened)


class EditForm(WordsForm):
    """Changing what a draft is called, why and from when."""

    subject: ChangeSet
    title = gettext_lazy("Title, reason and moment of a change set")
    done = gettext_lazy("The draft is saved.")
    button = gettext_lazy("Save")

    def execute(self) -> None:
        edit_change_set(self.subject, self.user, **self.read_words())


class SetForm(SubjectForm):
    """A form about one change set."""

    subject: ChangeSet

    def list_facts(self) -> list[tuple[str, Any]]:
        return [(_("Title"), self.subject.title), *list_set_facts(self.subject)]

    def add_sure_field(self, sentence: str) -> None:
        """Ask a second time before something is in force at once."""
        self.fields["sure"] = forms.BooleanField(
            label=sentence, error_messages={"required": _("Say here that you mean it, or take the emergency away.")}
        )


class SendForm(SetForm):
    """Sending a draft to the other policy officers."""

    title = gettext_lazy("Send a change set to a second policy officer")
    lead = gettext_lazy("It is checked whole and tried on past and open cases. Once it is sent, nobody changes it.")
    done = gettext_lazy("The change set is sent. It waits for another policy officer.")
    button = gettext_lazy("Send")

    def prepare(self) -> None:
        if self.subject.emergency:
            self.add_sure_field(_("Yes, it is an emergency: it is in force as soon as it is approved, and everybody is told"))

    def get_hints(self) -> list[str]:
        return [str(_EMERGENCY)] if self.subject.emergency else []

    def execute(self) -> None:
        send_change_set(self.subject, self.user)

    def build_context(self, request: HttpRequest) -> Mapping[str, Any]:
        """The trial that is sent along where the worker makes it; of few cases it is made as the set is sent."""
        return {} if is_tried_at_once() else {"panel": build_settling_panel(request, self.subject)}

    def find_field(self, path: str) -> str:
        # What is wrong with the set or a row of it is mended on their own pages, and stands above this form.
        return ""


class ApproveForm(SetForm):
    """Approving what another policy officer has sent."""

    title = gettext_lazy("Approve a change set")
    lead = gettext_lazy("Approve only what you have read: the difference and the trial. Your name stands under it.")
    button = gettext_lazy("Approve it")
    template = "admin/licensing/reference/change_sets/approve.html"

    def prepare(self) -> None:
        # The digest of the trial on this page. It is made again whenever the page is shown.
        self.fields["seen"] = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
        if self.subject.emergency:
            self.add_sure_field(_("Yes, it is an emergency: let it be in force at once, and everybody be told"))

    def get_hints(self) -> list[str]:
        if self.subject.emergency:
            return [str(_EMERGENCY)]
        if self.subject.in_force_from is None:
            return [_("It comes into force as soon as you approve it.")]
        return [_("It comes into force %(moment)s.") % {"moment": describe_moment(self.subject)}]

    def build_sentence(self) -> str:
        if self._approved.release is not None:
            return _("The change set is in force, as release %(number)s.") % {"number": self._approved.release}
        return _("The change set is approved. It comes into force at its moment.")

    def execute(self) -> None:
        self._approved = approve_change_set(self.subject, self.user, seen=self.cleaned_data["seen"])

    def build_context(self, request: HttpRequest) -> Mapping[str, Any]:
        found = describe_approval(request, self.subject)
        panel = found["panel"]
        digest = panel.trial.trial.digest if panel and panel.trial and not panel.is_outdated else ""
        # Let the form send that this trial was seen, in the place of whatever was sent before.
        self.initial["seen"] = digest
        if self.is_bound:
            self.data = {**self.data, "seen": digest}
        lines = list(self.subject.lines.order_by("pk"))
        return found | {"lines": build_line_views(lines[:_SHOWN_LINES], {}), "line_count": len(lines)}

    def find_field(self, path: str) -> str:
        return ""


class DeclineForm(SetForm):
    """Declining what another policy officer has sent."""

    title = gettext_lazy("Decline a change set")
    lead = gettext_lazy(
        "Nothing of it comes into force. Whoever drafted it is told and reads the reason; any policy officer may draft it"
        " again."
    )
    done = gettext_lazy("The change set is declined.")
    button = gettext_lazy("Decline")
    weight = "grave"

    def prepare(self) -> None:
        self.fields["reason"] = build_text_field(_("Reason"))

    def execute(self) -> None:
        decline_change_set(self.subject, self.user, reason=self.cleaned_data["reason"])


class WithdrawForm(SetForm):
    """Taking back a change set that is not in force yet."""

    title = gettext_lazy("Withdraw a change set")
    lead = gettext_lazy(
        "Nothing changes by it, so one policy officer may do it alone. The change set stays to be read, and may be drafted"
        " again."
    )
    done = gettext_lazy("The change set is withdrawn.")
    button = gettext_lazy("Withdraw")
    weight = "grave"

    def prepare(self) -> None:
        self.fields["reason"] = build_text_field(_("Reason"))

    def execute(self) -> None:
        withdraw_change_set(self.subject, self.user, reason=self.cleaned_data["reason"])


class DropForm(SetForm):
    """Taking one row out of a draft again."""

    title = gettext_lazy("Take a row out of the draft")
    done = gettext_lazy("The row is taken out of the draft.")
    button = gettext_lazy("Take it out")

    def prepare(self) -> None:
        # The list and the key, as its button names them.
        self.fields["row"] = forms.CharField(widget=forms.HiddenInput, max_length=200)

    def execute(self) -> None:
        code, _slash, key = self.cleaned_data["row"].partition("/")
        drop_change_lines(self.subject, self.user, [(code, key)])


class TakeForm(SetForm):
    """Settling a conflict with what is shipped: that goes into the draft, or what is here stays after all."""

    title = gettext_lazy("Settle what is shipped otherwise")
    button = gettext_lazy("Settle it")

    def prepare(self) -> None:
        for name in ("place", "keep"):
            self.fields[name] = forms.IntegerField(
                widget=forms.HiddenInput, min_value=0, max_value=max(0, len(self.subject.conflicts) - 1), required=False
            )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and [given["place"], given["keep"]].count(None) != 1:
            self.add_error("place", _("Choose one of the values that are shipped otherwise."))
        return given

    def build_sentence(self) -> str:
        if self.cleaned_data["keep"] is not None:
            return _("What is here stays.")
        return _("What is shipped stands in the draft.")

    def execute(self) -> None:
        kept = self.cleaned_data["keep"]
        if kept is not None:
            keep_present_value(self.subject, self.user, kept)
        else:
            take_shipped_value(self.subject, self.user, self.cleaned_data["place"])


class DraftAgainForm(SetForm):
    """Drafting again what was declined, withdrawn or has lapsed."""

    title = gettext_lazy("Draft a change set again")
    lead = gettext_lazy(
        "A new draft takes the title, the reason and the rows over, laid over what is in force by now. The former change set"
        " stays to be read."
    )
    done = gettext_lazy("The rows stand in a new draft. Change what has to be changed, and send it.")
    button = gettext_lazy("Draft it again")

    def execute(self) -> None:
        self._drafted = draft_again(self.subject, self.user)

    def get_next_url(self) -> str:
        return get_set_url(self._drafted)

    def find_field(self, path: str) -> str:
        # The form has no field: what is wrong with a row stands above it.
        return ""


def list_set_facts(one: ChangeSet) -> list[tuple[str, Any]]:
    """A change set, as terms and what is said of each; what is not said is left out."""
    facts = [
        (_("Reason"), one.reason),
        (_("In force"), "" if one.state in OVER else describe_moment(one)),
        (_("Drafted by"), one.drafted_by.name if one.drafted_by else _("came with a version of Dozvil")),
    ]
    return [(str(term), said) for term, said in facts if said]


def describe_moment(one: ChangeSet) -> str:
    """From when a change set is in force, or will be."""
    if one.in_force_at is not None:
        words = {"moment": format_moment(one.in_force_at), "number": one.release}
        return _("since %(moment)s, as release %(number)s") % words
    if one.in_force_from is not None:
        return _("from %(moment)s, once it is approved") % {"moment": format_moment(one.in_force_from)}
    return _("as soon as it is approved")


def _zone() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE)
