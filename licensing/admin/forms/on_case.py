"""What can be done at the desk with a case as a whole, the most expected first, and what would undo much of it last."""

from __future__ import annotations

from typing import Final

from licensing.admin.assessment.certificates.forms import CERTIFICATE_FORMS
from licensing.admin.forms import decision, file, questions, signoff
from licensing.admin.forms.base import map_by_verb
from licensing.admin.plans import parents, reviews

CASE_FORMS: Final = map_by_verb(
    signoff.Sign,
    signoff.StateNeed,
    signoff.WithdrawObjection,
    signoff.Escalate,
    decision.DecideAppeal,
    decision.Grant,
    decision.Refuse,
    decision.Countersign,
    decision.CorrectDecision,
    decision.Resume,
    decision.Adjourn,
    parents.AmendAuthorisation,
    file.Accept,
    file.TakeOn,
    questions.Ask,
    file.Reroute,
    file.ReleaseGoods,
    file.SendBack,
    signoff.Recuse,
)
# Its buttons stand beside what they are about, and not among those of the case.
FORMS_OF_CASE: Final = {**CASE_FORMS, **CERTIFICATE_FORMS, **map_by_verb(reviews.ReviewContract)}
