"""The government's decision and the sittings in which it is taken."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DecisionOutcome(TextChoices):
    GRANT = "grant", _("Grant")
    GRANT_IN_PART = "grant_in_part", _("Grant in part")
    REFUSE = "refuse", _("Refuse")

    @property
    def decided(self) -> str:
        """How it reads once it is decided; its label is how it reads while it is proposed."""
        return str(_DECIDED_LABELS[self])


_DECIDED_LABELS = {
    DecisionOutcome.GRANT: _("Granted"),
    DecisionOutcome.GRANT_IN_PART: _("Granted in part"),
    DecisionOutcome.REFUSE: _("Refused"),
}


class ConditionRuling(TextChoices):
    """What becomes of a condition that was appealed against."""

    UPHELD = "upheld", _("Upheld")
    CHANGED = "changed", _("Changed")
    STRUCK = "struck", _("Struck out")


class SittingState(TextChoices):
    CALLED = "called", _("Called")
    CLOSED = "closed", _("Concluded")


class AgendaResult(TextChoices):
    PENDING = "pending", _("On the agenda")
    DECIDED = "decided", _("Decided")
    FAILED = "failed", _("Not decided")
