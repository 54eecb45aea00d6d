"""What happens to a request: drafting, filing, its questions and its amendments, and who takes it on."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from licensing.choices import Audience, Office
from licensing.policy.record.declaration import ALL_SIDES, APPLICANT_AND_SYSTEMS, EventDeclaration, as_news, as_task

_QUESTION: Final = ("question", "number")

CREATED: Final = EventDeclaration("case.created", _("Request created"), disclosed=("kind", "sections"))
EDITED: Final = EventDeclaration("case.edited", _("Request edited"), disclosed=("sections",), repeats=True)
COPIED: Final = EventDeclaration("case.copied", _("Request copied"), disclosed=("source", "documents"))
DOCUMENT_ATTACHED: Final = EventDeclaration("document.attached", _("Document attached"), disclosed=("document",))
DOCUMENT_SCANNED: Final = EventDeclaration(
    "document.scanned",
    _("Document scanned"),
    disclosed=("document", "verdict"),
    internal=("found",),
    changes_revision=False,
)
DOCUMENT_REMOVED: Final = EventDeclaration("document.removed", _("Document removed"), disclosed=("document",))
SUBMITTED: Final = EventDeclaration(
    "case.submitted",
    _("Request submitted"),
    audiences=ALL_SIDES,
    disclosed=("version", "digest", "findings"),
    internal=("release", "under"),
    optional=("findings",),
    attests="version",
    to_applicant=as_news(_("We have received your request %(reference)s and are checking whether it is complete.")),
    to_authority=as_task(_("The request %(reference)s was filed. Check whether it is complete.")),
    cites_release=True,
    under_membership=True,
)
WITHDRAWN: Final = EventDeclaration(
    "case.withdrawn",
    _("Request withdrawn"),
    audiences=ALL_SIDES,
    disclosed=("reason",),
    internal=("under",),
    to_applicant=as_news(_("Your request %(reference)s is withdrawn. Nobody works on it any more.")),
    to_authority=as_news(_("The applicant withdrew the request %(reference)s. Nothing is left to do on it.")),
    under_membership=True,
)
GOODS_RELEASED: Final = EventDeclaration(
    "case.goods_released",
    _("No licence required"),
    audiences=ALL_SIDES,
    disclosed=("items", "reason"),
    internal=("assessment", "under", "release"),
    to_applicant=as_news(
        _("The goods of your request %(reference)s are not controlled: no licence is required. Its page says why.")
    ),
    to_authority=as_news(_("%(reference)s has ended: no licence is required for its goods. Nothing is left to do on it.")),
    under_office=Office.CASE_OFFICER,
    cites_release=True,
)
REROUTED: Final = EventDeclaration(
    "case.rerouted",
    _("Request sent another way"),
    audiences=ALL_SIDES,
    disclosed=("reason",),
    internal=(
        "procedure",
        "procedure_version",
        "former",
        "former_version",
        "rows",
        "entries",
        "assessment",
        "under",
        "release",
    ),
    to_applicant=as_news(
        _("By the entries that the authority found, your request %(reference)s is decided by other bodies. Its page says why.")
    ),
    to_authority=as_news(
        _("%(reference)s takes another way, by the entries that the authority found: its bodies are asked anew.")
    ),
    under_office=Office.CASE_OFFICER,
    cites_release=True,
)
CARRIED_OVER: Final = EventDeclaration(
    "case.carried_over",
    _("Country plan of a partner carried over"),
    audiences=ALL_SIDES,
    disclosed=("before",),
    to_applicant=as_task(
        _(
            "Partners file country plans no more, so %(reference)s has ended. What it says waits for you "
            "as the beginning of an expression of interest."
        )
    ),
    to_authority=as_news(_("%(reference)s has ended, since partners file country plans no more. Nothing is left to do on it.")),
)
TAKEN_ON: Final = EventDeclaration(
    "case.taken_on",
    _("File taken on by an officer"),
    deliberation=True,
    internal=("officer", "under"),
    under_office=Office.CASE_OFFICER,
)
ACCEPTED: Final = EventDeclaration(
    "case.accepted",
    _("File accepted as complete"),
    audiences=APPLICANT_AND_SYSTEMS,
    internal=("procedure", "procedure_version", "rows", "release", "under"),
    to_applicant=as_news(_("Your request %(reference)s is complete. Its legal time limit runs from now on.")),
    cites_release=True,
    under_office=Office.CASE_OFFICER,
)
SENT_BACK: Final = EventDeclaration(
    "case.sent_back",
    _("Request sent back"),
    audiences=APPLICANT_AND_SYSTEMS,
    disclosed=("grounds", "reason"),
    to_applicant=as_task(
        _("Your request %(reference)s came back to you. See what has to be put right, change it and submit it again.")
    ),
    internal=("under",),
    under_office=Office.CASE_OFFICER,
)
QUESTION_ASKED: Final = EventDeclaration(
    "question.asked",
    _("Question asked"),
    audiences=APPLICANT_AND_SYSTEMS,
    disclosed=(*_QUESTION, "due_on"),
    to_applicant=as_task(_("There is a question on your request %(reference)s. Please answer it by %(due_on)s.")),
    internal=("under",),
    under_office=Office.CASE_OFFICER,
)
QUESTION_ANSWERED: Final = EventDeclaration(
    "question.answered",
    _("Question answered"),
    audiences=(Audience.OFFICERS,),
    disclosed=(*_QUESTION, "complete", "more_time_until"),
    internal=("under",),
    to_authority=as_task(_("The applicant wrote on a question about %(reference)s. See whether that answers it.")),
    under_membership=True,
)
QUESTION_ACCEPTED: Final = EventDeclaration(
    "question.accepted",
    _("Answer accepted"),
    audiences=APPLICANT_AND_SYSTEMS,
    disclosed=_QUESTION,
    to_applicant=as_news(_("Your answer to the question on %(reference)s is sufficient.")),
    internal=("under",),
    under_office=Office.CASE_OFFICER,
)
QUESTION_RETURNED: Final = EventDeclaration(
    "question.returned",
    _("Answer returned"),
    audiences=APPLICANT_AND_SYSTEMS,
    disclosed=(*_QUESTION, "due_on", "reason"),
    to_applicant=as_task(
        _("Your answer to a question on %(reference)s is not sufficient. See what is missing and answer by %(due_on)s.")
    ),
    internal=("under",),
    under_office=Office.CASE_OFFICER,
)
QUESTION_WITHDRAWN: Final = EventDeclaration(
    "question.withdrawn",
    _("Question withdrawn"),
    audiences=APPLICANT_AND_SYSTEMS,
    disclosed=_QUESTION,
    to_applicant=as_news(_("A question on your request %(reference)s was taken back. You need not answer it.")),
    internal=("under",),
    under_office=Office.CASE_OFFICER,
)
AMENDED: Final = EventDeclaration(
    "case.amended",
    _("Request amended"),
    audiences=ALL_SIDES,
    disclosed=("version", "digest", "reason", "paths", "findings"),
    internal=("release", "under"),
    optional=("findings",),
    attests="version",
    to_applicant=as_news(_("Your amendment of the request %(reference)s is filed as a new version.")),
    to_authority=as_news(_("The applicant amended the request %(reference)s. See what changed, and who is asked again.")),
    cites_release=True,
    under_membership=True,
)
