"""Acts on a licence at the desk: put into force, suspended, reinstated, revoked. The holder is notified of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.acts.licences.licence import activate_licence, reinstate_licence, revoke_licence, suspend_licence
from licensing.admin.forms.base import ActForm, build_text_field, map_by_verb
from licensing.choices import Verb
from licensing.models import Licence


class LicenceForm(ActForm[Licence]):
    """An act on a licence that takes its reason and nothing else. The holder reads the reason."""

    act: ClassVar[Any]

    def prepare(self) -> None:
        self.fields["reason"] = build_text_field(_("Reason"), help_text=_("The holder of the licence reads this."))

    def execute(self) -> None:
        act = type(self).act
        act(self.subject, self.user, reason=self.cleaned_data["reason"], expected=self.cleaned_data["expected"])


class Activate(LicenceForm):
    """Putting a licence into force that waited for a condition, such as a treaty; it is valid from today."""

    verb = Verb.ACTIVATE
    act = staticmethod(activate_licence)
    title = gettext_lazy("Put the licence into force")
    lead = gettext_lazy("What the licence waited for has come: goods may leave from today.")
    done = gettext_lazy("The licence is in force.")

    def find_obstacles(self) -> Sequence[str]:
        return [] if self.subject.is_dormant else [_("This licence is in force already.")]


class Suspend(LicenceForm):
    """Stopping a licence for a time: customs refuses every draw-down until it is reinstated."""

    verb = Verb.SUSPEND
    act = staticmethod(suspend_licence)
    title = gettext_lazy("Suspend the licence")
    lead = gettext_lazy("From this second customs lets nothing pass under it.")
    done = gettext_lazy("The licence is suspended.")
    weight = "grave"


class Reinstate(LicenceForm):
    """Ending a suspension. The only act on a licence that needs no reason."""

    verb = Verb.REINSTATE
    act = staticmethod(reinstate_licence)
    title = gettext_lazy("Reinstate the licence")
    lead = gettext_lazy("Goods may leave under it again.")
    done = gettext_lazy("The licence is reinstated.")

    def prepare(self) -> None:
        super().prepare()
        self.fields["reason"].required = False


class Revoke(LicenceForm):
    """Ending a licence for good; what was drawn down stays on its ledger."""

    verb = Verb.REVOKE
    act = staticmethod(revoke_licence)
    title = gettext_lazy("Revoke the licence")
    lead = gettext_lazy("The licence ends for good. This cannot be undone.")
    done = gettext_lazy("The licence is revoked.")
    weight = "grave"


LICENCE_FORMS: Final = map_by_verb(Activate, Suspend, Reinstate, Revoke)
