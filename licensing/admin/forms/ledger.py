"""An irregular entry of a ledger at the desk: looked at once, with what was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.acts.licences.ledger import review_clearance
from licensing.admin.forms.base import ActForm, build_text_field, map_by_verb
from licensing.choices import Verb
from licensing.messages import TranslatedText
from licensing.models import Licence, Usage, UsageReview
from licensing.models.read_models.licences.shipment import load_granted_request
from licensing.policy.licences.counted import describe_quantity


class ReviewClearance(ActForm[Licence]):
    """Recording what is behind a clearance that the licence did not cover; the entry itself stays."""

    verb = Verb.REVIEW_CLEARANCE
    button_weight = "primary"
    title = gettext_lazy("Look at an irregular clearance")
    lead = gettext_lazy(
        "The entry stays as customs reported it. What you find stays beside it, and only the authority reads it."
    )
    done = gettext_lazy("What you found is recorded.")

    def prepare(self) -> None:
        self.fields["note"] = build_text_field(_("What you found"))

    def build_context(self) -> Mapping[str, Any]:
        goods = load_granted_request(self.subject).name_line(self.target.line)
        return {"usage": self.target, "goods": goods, "why": list_irregularities(self.target)}

    def find_obstacles(self) -> Sequence[str]:
        looked_at = UsageReview.objects.filter(usage=self.target).exists()
        waits = self.target.is_irregular and not looked_at
        return [] if waits else [_("This entry is not irregular, or somebody has looked at it already.")]

    def execute(self) -> None:
        given = self.cleaned_data
        review_clearance(self.subject, self.user, self.target.pk, note=given["note"], expected=given["expected"])


USAGE_FORMS: Final = map_by_verb(ReviewClearance)


def list_irregularities(usage: Usage) -> list[str]:
    """In words, why an entry is irregular; empty for one that a draw-down made."""
    if not usage.is_irregular:
        return []
    found = [_describe_stop(usage)] if usage.late else []
    if usage.excess_after:
        excess = describe_quantity(usage.excess_after, usage.line.unit_id, usage.line.unit.name)
        found.append(_("%(excess)s beyond what is authorised") % {"excess": excess})
    return found


def _describe_stop(usage: Usage) -> str:
    # Of entries from before these words were kept, only that they are late is known.
    if not usage.stopped_because:
        return _("reported when nothing might leave any more")
    return _("a draw-down would have been refused: %(because)s") % {"because": TranslatedText(usage.stopped_because)}
