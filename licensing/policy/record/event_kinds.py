"""Every kind of event, each declared once: its name, who is notified, what they may read of it, and in which words.

The applicant's history, the record at the desk, mails, webhooks, the API and the verification all read this page, and
nothing else lists kinds. A new kind is one entry here (and the translation of its sentences); the database needs no
migration for it.
"""

from __future__ import annotations

from typing import Final, Self

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from licensing.choices import Audience, Concerned, Freshness, Office
from licensing.policy.record.declaration import EventDeclaration, Matter, as_news, as_task

_ALL_SIDES: Final = (Audience.APPLICANT, Audience.OFFICERS, Audience.SYSTEMS)
_APPLICANT_AND_SYSTEMS: Final = (Audience.APPLICANT, Audience.SYSTEMS)
_QUESTION: Final = ("question", "number")
_POSITION: Final = ("position", "round", "seat", "choice", "digest", "replaces", "under", "release")
_DECISION: Final = ("decision", "outcome", "resolution_no", "resolution_on", "digest")
_AGENDA: Final = ("sitting", "title", "held_on")
_MESSAGE: Final = ("delivery", "message", "channel", "recipient", "attempts")
_LEDGER: Final = ("number", "usage", "line", "quantity", "left", "declaration_no")
_IRREGULAR: Final = (*_LEDGER, "cleared_on", "late", "excess")
_EVIDENCE: Final = ("number", "condition", "duty", "due_on")
_RIGHT: Final = ("right", "person", "body", "organisation", "role")
_SYSTEM: Final = ("system", "program", "person", "organisation", "body")
_ANSWERING: Final = (Concerned.PERSON, Concerned.ORGANISATION, Concerned.KEEPERS)
_PROPOSAL: Final = ("proposal", *_RIGHT, "emergency")
_ALL_CONCERNED: Final = (
    *(Concerned.PERSON, Concerned.HEAD, Concerned.ORGANISATION),
    *(Concerned.KEEPERS, Concerned.AUDITORS),
)
_INVITATION: Final = ("invitation", "organisation", "role")
_INVITERS: Final = (Concerned.ORGANISATION, Concerned.KEEPERS)
_ADDRESS: Final = ("change", "person")
_CHANGE_SET: Final = ("change_set", "person")
_MEASURE: Final = ("measure", "person", "code", "version", "under")
_MEASURE_WATCHERS: Final = (Concerned.POLICY, Concerned.OFFICERS, Concerned.AUDITORS)
_STOPPED: Final = ("measure", "version", "authority", "since")
_STOPPED_SIDES: Final = (Audience.APPLICANT, Audience.OFFICERS, Audience.SEATS, Audience.SYSTEMS)
_OF_GOVERNED: Final = {Matter.GOVERNED: ""}
_ROWS: Final = ("rows", "digest", "changed")
# Of access in an emergency, everybody who answers for what cases say.
_WATCHING: Final = (Concerned.PERSON, Concerned.KEEPERS, Concerned.AUDITORS, Concerned.HEADS)
_ACCESS: Final = ("access", "person", "reference")
# Why nobody is asked who they are, for kinds that belong to no case.
_BY_CLOCK: Final = "time alone does it"
_BY_COMMAND: Final = "whoever runs the installation does it by a command"
_BY_LINK: Final = "the link of a letter is the proof, beside a sign-in or without one"
_OF_ANOTHER: Final = "it is recorded with an event that asks for the proof"
_NOTE: Final = "it only records what was tried, and changes nothing"
_OF_WORDING: Final = "wording decides nothing, and is taken back"


class EventKind(TextChoices):
    """What happened. A past tense for every verb that leaves a trace."""

    declaration: EventDeclaration

    def __new__(cls, declaration: EventDeclaration | str) -> Self:
        if not isinstance(declaration, EventDeclaration):
            # Types alone: `EventKind("case.created")` is checked against this signature, and finds its member without it.
            raise TypeError("a kind of event is declared, not named")
        # The member is its code, stored and compared as text; by default its text would be that of the whole declaration.
        kind = str.__new__(cls, declaration.code)
        kind._value_ = declaration.code
        kind.declaration = declaration
        return kind

    @property
    def label(self) -> str | Promise:
        """How the kind is called in a history, in the reader's language."""
        return self.declaration.label

    CASE_CREATED = EventDeclaration("case.created", _("Request created"), disclosed=("kind", "sections"))
    CASE_EDITED = EventDeclaration("case.edited", _("Request edited"), disclosed=("sections",), repeats=True)
    CASE_COPIED = EventDeclaration("case.copied", _("Request copied"), disclosed=("source", "documents"))
    DOCUMENT_ATTACHED = EventDeclaration("document.attached", _("Document attached"), disclosed=("document",))
    DOCUMENT_SCANNED = EventDeclaration(
        "document.scanned",
        _("Document scanned"),
        disclosed=("document", "verdict"),
        internal=("found",),
        changes_revision=False,
    )
    DOCUMENT_REMOVED = EventDeclaration("document.removed", _("Document removed"), disclosed=("document",))
    CASE_SUBMITTED = EventDeclaration(
        "case.submitted",
        _("Request submitted"),
        audiences=_ALL_SIDES,
        disclosed=("version", "digest", "findings"),
        internal=("release", "under"),
        optional=("findings",),
        attests="version",
        to_applicant=as_news(_("We have received your request %(reference)s and are checking whether it is complete.")),
        to_authority=as_task(_("The request %(reference)s was filed. Check whether it is complete.")),
        cites_release=True,
        under_membership=True,
    )
    CASE_WITHDRAWN = EventDeclaration(
        "case.withdrawn",
        _("Request withdrawn"),
        audiences=_ALL_SIDES,
        disclosed=("reason",),
        internal=("under",),
        to_applicant=as_news(_("Your request %(reference)s is withdrawn. Nobody works on it any more.")),
        to_authority=as_news(_("The applicant withdrew the request %(reference)s. Nothing is left to do on it.")),
        under_membership=True,
    )
    CASE_TAKEN_ON = EventDeclaration(
        "case.taken_on",
        _("File taken on by an officer"),
        deliberation=True,
        internal=("officer", "under"),
        under_office=Office.CASE_OFFICER,
    )
    CASE_ACCEPTED = EventDeclaration(
        "case.accepted",
        _("File accepted as complete"),
        audiences=_APPLICANT_AND_SYSTEMS,
        internal=("procedure", "procedure_version", "rows", "release", "under"),
        to_applicant=as_news(_("Your request %(reference)s is complete. Its legal time limit runs from now on.")),
        cites_release=True,
        under_office=Office.CASE_OFFICER,
    )
    CASE_SENT_BACK = EventDeclaration(
        "case.sent_back",
        _("Request sent back"),
        audiences=_APPLICANT_AND_SYSTEMS,
        disclosed=("grounds", "reason"),
        to_applicant=as_task(
            _("Your request %(reference)s came back to you. See what has to be put right, change it and submit it again.")
        ),
        internal=("under",),
        under_office=Office.CASE_OFFICER,
    )
    QUESTION_ASKED = EventDeclaration(
        "question.asked",
        _("Question asked"),
        audiences=_APPLICANT_AND_SYSTEMS,
        disclosed=(*_QUESTION, "due_on"),
        to_applicant=as_task(_("There is a question on your request %(reference)s. Please answer it by %(due_on)s.")),
        internal=("under",),
        under_office=Office.CASE_OFFICER,
    )
    QUESTION_ANSWERED = EventDeclaration(
        "question.answered",
        _("Question answered"),
        audiences=(Audience.OFFICERS,),
        disclosed=(*_QUESTION, "complete", "more_time_until"),
        internal=("under",),
        to_authority=as_task(_("The applicant wrote on a question about %(reference)s. See whether that answers it.")),
        under_membership=True,
    )
    QUESTION_ACCEPTED = EventDeclaration(
        "question.accepted",
        _("Answer accepted"),
        audiences=_APPLICANT_AND_SYSTEMS,
        disclosed=_QUESTION,
        to_applicant=as_news(_("Your answer to the question on %(reference)s is sufficient.")),
        internal=("under",),
        under_office=Office.CASE_OFFICER,
    )
    QUESTION_RETURNED = EventDeclaration(
        "question.returned",
        _("Answer returned"),
        audiences=_APPLICANT_AND_SYSTEMS,
        disclosed=(*_QUESTION, "due_on", "reason"),
        to_applicant=as_task(
            _("Your answer to a question on %(reference)s is not sufficient. See what is missing and answer by %(due_on)s.")
        ),
        internal=("under",),
        under_office=Office.CASE_OFFICER,
    )
    QUESTION_WITHDRAWN = EventDeclaration(
        "question.withdrawn",
        _("Question withdrawn"),
        audiences=_APPLICANT_AND_SYSTEMS,
        disclosed=_QUESTION,
        to_applicant=as_news(_("A question on your request %(reference)s was taken back. You need not answer it.")),
        internal=("under",),
        under_office=Office.CASE_OFFICER,
    )
    CLOCK_RETIMED = EventDeclaration(
        "clock.retimed",
        _("Calendar changed; a time limit was computed anew"),
        audiences=(Audience.APPLICANT, Audience.OFFICERS),
        internal=("moved",),
        to_applicant=as_news(
            _("The calendar of days off has changed. The time limit of %(reference)s was computed anew; see its new day.")
        ),
    )
    PAUSE_LAPSED = EventDeclaration(
        "pause.lapsed",
        _("The longest pause is over; the clock goes on"),
        audiences=(Audience.APPLICANT, Audience.OFFICERS),
        disclosed=("reasons",),
        to_applicant=as_news(
            _("The time limit of %(reference)s has gone on: the longest time that it may stand still is over.")
        ),
    )
    NEED_STATED = EventDeclaration(
        "need.stated",
        _("Domestic need stated"),
        deliberation=True,
        internal=("body", "verdict", "data_on", "expires_on", "plans", "document_no", "under"),
        optional=("plans", "document_no"),
        under_mandate_of="body",
    )
    # Figures stay out of the chain: a digest over them and a nonce stands for them.
    SUPPLY_PLANNED = EventDeclaration(
        "supply.planned",
        _("Supply plan entered"),
        deliberation=True,
        internal=("plan", "family", "number", "data_on", "reference", "digest", "body", "under"),
        under_mandate_of="body",
        step_up=Freshness.SITTING,
    )
    SUPPLY_EXCEEDED = EventDeclaration(
        "supply.exceeded",
        _("More promised than a new supply plan spares"),
        deliberation=True,
        internal=("plan", "family", "cases"),
        concerned=(Concerned.OFFICERS,),
        to_keepers=as_task(
            _("By a new supply plan more is promised abroad than can be spared. The record names the cases. See what follows.")
        ),
        without_proof=_OF_ANOTHER,
    )
    SUPPLY_RESERVED = EventDeclaration(
        "supply.reserved", _("Surplus reserved for the case"), deliberation=True, internal=("lines",)
    )
    SUPPLY_GIVEN_BACK = EventDeclaration(
        "supply.given_back", _("Reserved surplus given back"), deliberation=True, internal=("lines",)
    )
    NEED_OVERRIDDEN = EventDeclaration(
        "need.overridden",
        _("More granted than can be spared"),
        deliberation=True,
        internal=("decision", "lines", "reason", "under"),
        under_office=Office.DECIDER,
    )
    ROUND_OPENED = EventDeclaration(
        "round.opened",
        _("Stage opened for sign-off"),
        audiences=(Audience.SEATS,),
        disclosed=("stage", "version"),
        internal=("round", "number", "seats"),
        to_authority=as_task(_("The request %(reference)s waits for the position of your body.")),
    )
    POSITION_TAKEN = EventDeclaration(
        "position.taken",
        _("Position taken"),
        deliberation=True,
        internal=_POSITION,
        attests="position",
        under_mandate_of="seat",
        cites_release=True,
    )
    POSITION_REPLACED = EventDeclaration(
        "position.replaced",
        _("Position replaced"),
        deliberation=True,
        internal=_POSITION,
        attests="position",
        under_mandate_of="seat",
        cites_release=True,
    )
    POSITION_VOIDED = EventDeclaration(
        "position.voided",
        _("Position voided"),
        audiences=(Audience.SEATS,),
        deliberation=True,
        internal=("position", "round", "seat", "because", "under"),
        optional=("under",),
        # Its author takes an objection back; by anything else it falls without its seat.
        under_mandate_of="seat",
        under_if=("because", "taken_back"),
        to_authority=as_task(_("The position of your body on %(reference)s no longer counts. Please take a new one.")),
    )
    MEMBER_RECUSED = EventDeclaration(
        "member.recused",
        _("Member recused"),
        deliberation=True,
        internal=("person", "reason", "imposed", "under"),
        under_office=Office.CASE_OFFICER,
        under_if=("imposed", True),
        optional=("under",),
    )
    ROUND_CLOSED = EventDeclaration(
        "round.closed",
        _("Stage closed"),
        audiences=(Audience.OFFICERS,),
        deliberation=True,
        internal=("round", "number", "stage", "ended_by", "outcome", "explanation"),
        to_authority=as_task(_("A stage of %(reference)s has ended. See its outcome.")),
    )
    CASE_AMENDED = EventDeclaration(
        "case.amended",
        _("Request amended"),
        audiences=_ALL_SIDES,
        disclosed=("version", "digest", "reason", "paths", "findings"),
        internal=("release", "under"),
        optional=("findings",),
        attests="version",
        to_applicant=as_news(_("Your amendment of the request %(reference)s is filed as a new version.")),
        to_authority=as_news(_("The applicant amended the request %(reference)s. See what changed, and who is asked again.")),
        cites_release=True,
        under_membership=True,
    )
    CASE_ESCALATED = EventDeclaration(
        "case.escalated",
        _("Case referred up"),
        audiences=(Audience.OFFICERS,),
        deliberation=True,
        internal=("round", "to", "body", "reason", "under"),
        to_authority=as_news(_("The request %(reference)s was referred up.")),
        under_mandate_of="body",
    )
    OUTCOME_STANDS = EventDeclaration(
        "outcome.stands",
        _("Nobody referred the case up in time"),
        audiences=(Audience.OFFICERS,),
        deliberation=True,
        internal=("round", "outcome", "default"),
        to_authority=as_news(_("Nobody referred %(reference)s up in time. The outcome of its stage stands.")),
    )
    LIMIT_PASSED = EventDeclaration(
        "limit.passed",
        _("The legal time limit has passed without a decision"),
        audiences=(Audience.APPLICANT, Audience.OFFICERS, Audience.SEATS, Audience.DECIDERS, Audience.SYSTEMS),
        disclosed=("consequence",),
        internal=("round", "stage", "because"),
        optional=("round", "stage", "because"),
        to_applicant=as_news(_("The legal time limit of your request %(reference)s has passed. %(consequence)s.")),
        to_authority=as_task(_("The legal time limit of %(reference)s has passed. %(consequence)s.")),
    )
    CASE_FORWARDED = EventDeclaration(
        "case.forwarded",
        _("Forwarded to the government"),
        audiences=(Audience.APPLICANT, Audience.DECIDERS, Audience.SYSTEMS),
        disclosed=("stage",),
        to_applicant=as_news(_("Your request %(reference)s is now before the government for its decision.")),
        to_authority=as_task(_("The request %(reference)s waits for the government's decision.")),
    )
    CASE_ADJOURNED = EventDeclaration(
        "case.adjourned",
        _("Decision adjourned"),
        audiences=_ALL_SIDES,
        disclosed=("until", "reason"),
        to_applicant=as_news(_("The decision on %(reference)s is adjourned until %(until)s.")),
        internal=("under",),
        under_office=Office.DECIDER,
    )
    CASE_RESUMED = EventDeclaration(
        "case.resumed",
        _("Decision resumed"),
        audiences=_ALL_SIDES,
        to_applicant=as_news(_("The decision on %(reference)s has been taken up again.")),
        internal=("under",),
        under_office=Office.DECIDER,
    )
    CASE_GRANTED = EventDeclaration(
        "case.granted",
        _("Request granted"),
        audiences=_ALL_SIDES,
        disclosed=_DECISION,
        internal=("sitting", "under", "release"),
        optional=("sitting",),
        attests="decision",
        to_applicant=as_news(
            _("The request %(reference)s was granted. The decision says what is granted and on which conditions.")
        ),
        under_office=Office.DECIDER,
        cites_release=True,
    )
    CASE_REFUSED = EventDeclaration(
        "case.refused",
        _("Request refused"),
        audiences=_ALL_SIDES,
        disclosed=_DECISION,
        internal=("sitting", "under", "release"),
        optional=("sitting",),
        attests="decision",
        to_applicant=as_news(_("The request %(reference)s was refused. The decision gives the grounds.")),
        under_office=Office.DECIDER,
        cites_release=True,
    )
    DECISION_COUNTERSIGNED = EventDeclaration(
        "decision.countersigned",
        _("Decision countersigned"),
        deliberation=True,
        internal=("decision", "countersignature", "digest", "under"),
        attests="countersignature",
        under_office=Office.DECIDER,
    )
    DECISION_CORRECTED = EventDeclaration(
        "decision.corrected",
        _("Decision corrected"),
        audiences=_ALL_SIDES,
        disclosed=("decision", "resolution_no", "resolution_on", "reason"),
        internal=("correction", "digest", "under"),
        attests="correction",
        to_applicant=as_news(
            _("A slip of the pen in the decision on %(reference)s was corrected. What was decided stays as it is.")
        ),
        under_office=Office.DECIDER,
    )
    CASE_APPEALED = EventDeclaration(
        "case.appealed",
        _("Decision appealed against"),
        audiences=(Audience.APPLICANT, Audience.OFFICERS, Audience.DECIDERS, Audience.SYSTEMS),
        disclosed=("reason",),
        internal=("decision", "stage", "under"),
        to_applicant=as_news(
            _("Your appeal on the request %(reference)s has been received. The government looks at the request again.")
        ),
        to_authority=as_news(_("The applicant appealed against the decision on %(reference)s. It waits for a new one.")),
        under_membership=True,
    )
    APPEAL_DECIDED = EventDeclaration(
        "appeal.decided",
        _("Appeal decided"),
        audiences=_ALL_SIDES,
        disclosed=_DECISION,
        internal=("sitting", "under", "release"),
        under_office=Office.DECIDER,
        optional=("sitting",),
        attests="decision",
        to_applicant=as_news(
            _("Your appeal on the request %(reference)s was decided. What was granted stands; the decision says what is added.")
        ),
        cites_release=True,
    )
    AGENDA_PUT = EventDeclaration(
        "agenda.put",
        _("Put on the agenda of a sitting"),
        deliberation=True,
        internal=(*_AGENDA, "outcome", "under"),
        under_office=Office.DECIDER,
    )
    AGENDA_TAKEN_OFF = EventDeclaration(
        "agenda.taken_off",
        _("Taken off the agenda of a sitting"),
        deliberation=True,
        internal=(*_AGENDA, "under"),
        under_office=Office.DECIDER,
    )
    SITTING_CONCLUDED = EventDeclaration(
        "sitting.concluded",
        _("Sitting concluded, minutes kept"),
        deliberation=True,
        internal=("minutes", "digest", "resolution_no", "result", "under"),
        attests="minutes",
        under_office=Office.DECIDER,
        step_up=Freshness.NOW,
    )
    REMINDER_DUE = EventDeclaration(
        "reminder.due",
        _("Reminder"),
        repeats=True,
        deliberation=True,
        disclosed=("rule", "about", "deadline_at", "due_at"),
        internal=("reminder", "audience", "round"),
        optional=("round",),
        changes_revision=False,
        reminder=True,
    )
    MESSAGE_SENT_AGAIN = EventDeclaration(
        "message.sent_again",
        _("Message that was given up is sent again"),
        deliberation=True,
        internal=_MESSAGE,
        changes_revision=False,
    )
    MESSAGE_LAID_ASIDE = EventDeclaration(
        "message.laid_aside",
        _("Message that was given up is laid aside"),
        deliberation=True,
        internal=(*_MESSAGE, "reason"),
        changes_revision=False,
    )
    SITTING_PREPARED = EventDeclaration(
        "sitting.prepared", _("Sitting called, its attendance or its end noted"), deliberation=True, internal=("sitting",)
    )
    ATTENDANCE_CONFIRMED = EventDeclaration(
        "attendance.confirmed",
        _("Attendance at a sitting confirmed"),
        deliberation=True,
        internal=("sitting", "body", "under"),
        step_up=Freshness.SITTING,
        under_mandate_of="body",
        optional=("under",),
    )
    RIGHTS_CHANGED = EventDeclaration(
        "rights.changed",
        _("Accounts, mandates or offices changed"),
        deliberation=True,
        internal=("subject",),
        step_up=Freshness.NOW,
        tells_of_all=True,
    )
    RIGHT_PROPOSED = EventDeclaration(
        "right.proposed",
        _("Right proposed"),
        deliberation=True,
        internal=(*_PROPOSAL, "from_on", "until", "due_on", "reason"),
        concerned=(Concerned.PERSON, Concerned.HEAD, Concerned.ORGANISATION, Concerned.KEEPERS),
        to_concerned=as_news(
            _(
                "A right was proposed for you, or in your body or organisation. It does not hold yet: a second administrator"
                " has to confirm it. If you do not know why, ask the administrators now."
            )
        ),
        to_keepers=as_task(
            _("A right was proposed. An administrator other than the proposer confirms or declines it by %(due_on)s.")
        ),
        to_organisation=as_task(
            _(
                "A role in your organisation was proposed. An administrator other than the proposer confirms or declines it by"
                " %(due_on)s: another one of yours, or of the authority where you have no other."
            )
        ),
        step_up=Freshness.NOW,
        tells_of={Matter.PROPOSAL: "proposal"},
    )
    RIGHT_REMINDED = EventDeclaration(
        "right.reminded",
        _("Reminder of a right that waits for a second person"),
        deliberation=True,
        internal=("proposal", "due_on"),
        concerned=(Concerned.KEEPERS,),
        to_keepers=as_task(_("A proposed right still waits for a second administrator. It lapses after %(due_on)s.")),
        without_proof=_BY_CLOCK,
        tells_of={Matter.PROPOSAL: "proposal"},
    )
    RIGHT_CONFIRMED = EventDeclaration(
        "right.confirmed",
        _("Right confirmed"),
        deliberation=True,
        internal=(*_PROPOSAL, "from_on", "until", "given"),
        concerned=_ALL_CONCERNED,
        to_concerned=as_news(
            _(
                "A right was confirmed for you, or in your body or organisation. It holds from %(from_on)s."
                " If you do not know why, ask the administrators now."
            )
        ),
        to_keepers=as_news(_("A right was confirmed. It holds from %(from_on)s.")),
        step_up=Freshness.NOW,
        tells_of={Matter.RIGHT: "given", Matter.HEAD: "body", Matter.PROPOSAL: "proposal"},
    )
    RIGHT_DECLINED = EventDeclaration(
        "right.declined",
        _("Right declined"),
        deliberation=True,
        internal=(*_PROPOSAL, "reason"),
        concerned=(Concerned.PERSON, Concerned.HEAD, Concerned.ORGANISATION, Concerned.KEEPERS),
        to_concerned=as_news(_("A right that was proposed for you, or in your body or organisation, was declined.")),
        to_keepers=as_news(_("A proposed right was declined.")),
        step_up=Freshness.NOW,
        tells_of={Matter.PROPOSAL: "proposal"},
    )
    RIGHT_LAPSED = EventDeclaration(
        "right.lapsed",
        _("Proposed right lapsed"),
        deliberation=True,
        internal=_PROPOSAL,
        concerned=(Concerned.PERSON, Concerned.HEAD, Concerned.ORGANISATION, Concerned.KEEPERS),
        to_concerned=as_news(
            _("A right that was proposed for you, or in your body or organisation, has lapsed: nobody confirmed it in time.")
        ),
        to_keepers=as_news(_("A proposed right has lapsed: nobody confirmed it in time.")),
        without_proof=_BY_CLOCK,
        tells_of={Matter.PROPOSAL: "proposal"},
    )
    RIGHT_BEGUN = EventDeclaration(
        "right.begun",
        _("Head of a body takes office"),
        deliberation=True,
        internal=_PROPOSAL,
        concerned=(Concerned.PERSON, Concerned.KEEPERS),
        to_concerned=as_news(_("From today you are the head of a body in Dozvil.")),
        to_keepers=as_news(_("A body has a new head from today.")),
        without_proof=_BY_CLOCK,
        tells_of={Matter.HEAD: "body", Matter.PROPOSAL: "proposal"},
    )
    RIGHT_ENDED = EventDeclaration(
        "right.ended",
        _("Right ended"),
        deliberation=True,
        internal=(*_RIGHT, "given", "until", "at_once", "reason"),
        concerned=_ALL_CONCERNED,
        to_concerned=as_news(_("A right of yours, or in your body or organisation, was ended. It holds until %(until)s.")),
        to_keepers=as_news(_("A right was ended. It holds until %(until)s.")),
        step_up=Freshness.NOW,
        tells_of={Matter.RIGHT: "given", Matter.HEAD: "body"},
    )
    RIGHT_CORRECTED = EventDeclaration(
        "right.corrected",
        _("Right corrected for the past"),
        deliberation=True,
        internal=(*_RIGHT, "given", "correction", "from_on", "until", "reason", "touched"),
        concerned=_ALL_CONCERNED,
        to_concerned=as_news(
            _(
                "It was recorded that a right of yours, or in your body, did not hold on some past days. What was done under it"
                " stays, and is reviewed."
            )
        ),
        to_keepers=as_task(
            _("It was recorded that a right did not hold on some past days. What was done under it waits for its review.")
        ),
        step_up=Freshness.NOW,
        tells_of={Matter.CORRECTION: "correction"},
    )
    SEAT_HANDED_OVER = EventDeclaration(
        "seat.handed_over",
        _("Seat handed over to a deputy"),
        deliberation=True,
        internal=("absence", "person", "holder", "body", "from_on", "end_on"),
        concerned=(Concerned.PERSON, Concerned.HEAD),
        to_concerned=as_news(
            _("The holder of a seat is away from %(from_on)s and has handed it over: the deputy is asked meanwhile.")
        ),
        step_up=Freshness.SITTING,
        tells_of={Matter.ABSENCE: "absence"},
    )
    SEAT_TAKEN_BACK = EventDeclaration(
        "seat.taken_back",
        _("Seat taken back from a deputy"),
        deliberation=True,
        internal=("absence", "person", "holder", "body", "from_on", "end_on"),
        concerned=(Concerned.PERSON, Concerned.HEAD),
        to_concerned=as_news(_("The holder of a seat has taken it back, and is asked again.")),
        step_up=Freshness.SITTING,
        tells_of={Matter.ABSENCE: "absence"},
    )
    ABSENCE_RECORDED = EventDeclaration(
        "absence.recorded",
        _("Absence recorded"),
        deliberation=True,
        internal=("absence", "person", "from_on", "end_on"),
        tells_of={Matter.ABSENCE: "absence"},
    )
    ABSENCE_ENDED = EventDeclaration(
        "absence.ended",
        _("Absence taken back"),
        deliberation=True,
        internal=("absence", "person", "from_on", "end_on"),
        tells_of={Matter.ABSENCE: "absence"},
    )
    CORRECTION_REVIEWED = EventDeclaration(
        "right.reviewed",
        _("Review of a corrected right closed"),
        deliberation=True,
        internal=("correction", "person", "body", "organisation", "note"),
        concerned=_ALL_CONCERNED,
        to_concerned=as_news(_("The review of what was done under a corrected right is closed.")),
        to_keepers=as_news(_("The review of what was done under a corrected right is closed.")),
        step_up=Freshness.SITTING,
        tells_of={Matter.CORRECTION: "correction"},
    )
    INVITATION_SENT = EventDeclaration(
        "invitation.sent",
        _("Invitation to Dozvil"),
        deliberation=True,
        internal=(*_INVITATION, "due_on", "sent"),
        concerned=(Concerned.ADDRESSEE, *_INVITERS),
        to_addressee=as_task(
            _(
                "%(organisation)s invites you to work in Dozvil, where exports of military goods are licensed. Accept by the"
                " link below until %(due_on)s; it works once. If you expected no invitation, do nothing."
            )
        ),
        to_concerned=as_news(
            _("Somebody was invited to your organisation. If you do not know why, take it back on the page “Colleagues”.")
        ),
        to_keepers=as_news(_("Somebody was invited to Dozvil; the invitation ends after %(due_on)s.")),
        step_up=Freshness.NOW,
    )
    INVITATION_REMINDED = EventDeclaration(
        "invitation.reminded",
        _("Reminder of an invitation"),
        deliberation=True,
        internal=("invitation", "due_on"),
        concerned=(Concerned.ADDRESSEE,),
        to_addressee=as_task(
            _("The invitation of %(organisation)s to Dozvil still waits for you. Its link, below, works until %(due_on)s.")
        ),
        without_proof=_BY_CLOCK,
    )
    INVITATION_WITHDRAWN = EventDeclaration(
        "invitation.withdrawn",
        _("Invitation taken back"),
        deliberation=True,
        internal=_INVITATION,
        concerned=_INVITERS,
        to_concerned=as_news(_("An invitation to your organisation was taken back. Its link works no more.")),
        to_keepers=as_news(_("An invitation was taken back. Its link works no more.")),
        step_up=Freshness.NOW,
    )
    INVITATION_LAPSED = EventDeclaration(
        "invitation.lapsed",
        _("Invitation ended unused"),
        deliberation=True,
        internal=_INVITATION,
        concerned=_INVITERS,
        to_concerned=as_news(_("An invitation to your organisation has ended unused. You can send it again.")),
        to_keepers=as_news(_("An invitation has ended unused. It can be sent again.")),
        without_proof=_BY_CLOCK,
    )
    INVITATION_ACCEPTED = EventDeclaration(
        "invitation.accepted",
        _("Invitation accepted"),
        deliberation=True,
        internal=(*_INVITATION, "person", "opened", "proposal"),
        concerned=_INVITERS,
        to_concerned=as_news(_("Somebody accepted an invitation to your organisation.")),
        to_keepers=as_news(_("Somebody accepted an invitation.")),
        without_proof=_BY_LINK,
        tells_of={Matter.DESK: "person"},
    )
    CASES_HANDED_OVER = EventDeclaration(
        "cases.handed_over",
        _("Requests handed over to a colleague"),
        deliberation=True,
        internal=("organisation", "former", "person", "cases"),
        concerned=(Concerned.PERSON, Concerned.ORGANISATION),
        to_concerned=as_news(
            _("You look after requests of a colleague from now on; they bear your name on the page “Requests”.")
        ),
        to_organisation=as_news(_("Requests of a colleague were handed over to another one.")),
        step_up=Freshness.SITTING,
    )
    REGISTRATION_ASKED = EventDeclaration(
        "registration.asked",
        _("Registration of an organisation"),
        deliberation=True,
        internal=("registration", "due_on"),
        concerned=(Concerned.ADDRESSEE,),
        to_addressee=as_task(
            _(
                "Somebody gave this address to register an organisation in Dozvil. The link below confirms the address: add the"
                " documents there and send it until %(due_on)s. If it was not you, do nothing."
            )
        ),
        without_proof=_BY_LINK,
    )
    REGISTRATION_CHANGED = EventDeclaration(
        "registration.changed",
        _("Registration changed by its applicant"),
        deliberation=True,
        internal=("registration", "what"),
    )
    REGISTRATION_FILED = EventDeclaration(
        "registration.filed",
        _("Registration received"),
        deliberation=True,
        internal=("registration", "reference", "documents"),
        concerned=(Concerned.ADDRESSEE, Concerned.OFFICERS),
        to_addressee=as_news(
            _("We have received your registration %(reference)s. The page below shows where it is; keep this letter.")
        ),
        to_keepers=as_task(_("An organisation asks to be registered. Check it, and accept it or send it back.")),
        without_proof=_BY_LINK,
    )
    REGISTRATION_RETURNED = EventDeclaration(
        "registration.returned",
        _("Registration sent back"),
        deliberation=True,
        internal=("registration", "reference", "due_on", "reason"),
        concerned=(Concerned.ADDRESSEE,),
        to_addressee=as_task(
            _("Your registration %(reference)s came back. See what is missing and send it again until %(due_on)s.")
        ),
        step_up=Freshness.SITTING,
    )
    REGISTRATION_ACCEPTED = EventDeclaration(
        "registration.accepted",
        _("Registration accepted"),
        deliberation=True,
        internal=("registration", "reference", "organisation", "invitation"),
        concerned=(Concerned.KEEPERS,),
        to_keepers=as_news(
            _("An organisation was registered, and its first administrator invited. Once accepted, that role waits for you.")
        ),
        step_up=Freshness.NOW,
    )
    REGISTRATION_LAPSED = EventDeclaration(
        "registration.lapsed", _("Registration ended without being sent"), deliberation=True, internal=("registration",)
    )
    REGISTRATION_REMINDED = EventDeclaration(
        "registration.reminded",
        _("Reminder of a registration that waits"),
        deliberation=True,
        internal=("registration", "reference", "from_on"),
        concerned=(Concerned.OFFICERS,),
        to_keepers=as_task(_("An organisation has waited for its registration since %(from_on)s. Accept it, or send it back.")),
        without_proof=_BY_CLOCK,
    )
    REGISTRATION_ERASED = EventDeclaration(
        "registration.erased", _("Registration that came to nothing erased"), deliberation=True, internal=("registration",)
    )
    ACCESS_PROPOSED = EventDeclaration(
        "access.proposed",
        _("Emergency access proposed"),
        deliberation=True,
        internal=(*_ACCESS, "due_at", "reason"),
        concerned=(Concerned.KEEPERS, Concerned.AUDITORS),
        to_keepers=as_task(
            _(
                "Emergency access to filed cases was proposed for somebody. An administrator other than the proposer and the"
                " person confirms or declines it within 24 hours."
            )
        ),
        step_up=Freshness.NOW,
        tells_of={Matter.ACCESS: "access"},
    )
    ACCESS_CONFIRMED = EventDeclaration(
        "access.confirmed",
        _("Emergency access confirmed"),
        deliberation=True,
        internal=(*_ACCESS, "ends_at", "reason"),
        concerned=_WATCHING,
        to_concerned=as_news(
            _(
                "Emergency access to filed cases was confirmed: one person may read them for four hours, and do nothing in"
                " them. Each case that is opened says so in its record. If you do not know why, ask the administrators now."
            )
        ),
        to_keepers=as_news(
            _(
                "Emergency access to filed cases was confirmed: one person may read them for four hours."
                " An administrator can end it earlier."
            )
        ),
        step_up=Freshness.NOW,
        tells_of={Matter.ACCESS: "access"},
    )
    ACCESS_DECLINED = EventDeclaration(
        "access.declined",
        _("Emergency access declined"),
        deliberation=True,
        internal=(*_ACCESS, "reason"),
        concerned=(Concerned.KEEPERS, Concerned.AUDITORS),
        to_keepers=as_news(_("Emergency access that was proposed for somebody was declined.")),
        step_up=Freshness.NOW,
        tells_of={Matter.ACCESS: "access"},
    )
    ACCESS_LAPSED = EventDeclaration(
        "access.lapsed",
        _("Proposed emergency access lapsed"),
        deliberation=True,
        internal=_ACCESS,
        concerned=(Concerned.KEEPERS, Concerned.AUDITORS),
        to_keepers=as_news(_("Emergency access that was proposed for somebody has lapsed: nobody confirmed it in time.")),
        without_proof=_BY_CLOCK,
        tells_of={Matter.ACCESS: "access"},
    )
    ACCESS_ENDED = EventDeclaration(
        "access.ended",
        _("Emergency access ended"),
        deliberation=True,
        internal=(*_ACCESS, "opened", "reason"),
        concerned=_WATCHING,
        to_concerned=as_news(_("Emergency access to filed cases has ended.")),
        to_keepers=as_news(_("Emergency access to filed cases has ended. Its page lists the cases that were opened under it.")),
        step_up=Freshness.NOW,
        tells_of={Matter.ACCESS: "access"},
    )
    CASE_OPENED_IN_EMERGENCY = EventDeclaration(
        "case.opened_in_emergency",
        _("Case opened under emergency access"),
        audiences=(Audience.OFFICERS, Audience.HEADS),
        deliberation=True,
        internal=("access",),
        to_authority=as_news(
            _("The case %(reference)s was opened under emergency access by somebody who has no part in it. See its record.")
        ),
        changes_revision=False,
    )
    ADMINISTRATOR_NAMED = EventDeclaration(
        "right.installed",
        _("Administrator named at the installation"),
        deliberation=True,
        internal=("person",),
        concerned=(Concerned.PERSON, Concerned.KEEPERS),
        to_concerned=as_news(_("Whoever runs this installation named you an administrator of people.")),
        to_keepers=as_news(_("Whoever runs this installation named an administrator of people.")),
        without_proof=_BY_COMMAND,
        tells_of={Matter.RIGHT: "", Matter.DESK: "person"},
    )
    POLICY_OFFICER_NAMED = EventDeclaration(
        "right.officer_installed",
        _("Policy officer named at the installation"),
        deliberation=True,
        internal=("person",),
        concerned=(Concerned.PERSON, Concerned.KEEPERS),
        to_concerned=as_news(_("Whoever runs this installation named you a policy officer.")),
        to_keepers=as_news(_("Whoever runs this installation named a policy officer.")),
        without_proof=_BY_COMMAND,
        tells_of={Matter.RIGHT: "", Matter.DESK: "person"},
    )
    ACCOUNT_CHANGED = EventDeclaration(
        "account.changed",
        _("Account opened, changed or closed"),
        deliberation=True,
        internal=("person", "changed", "reason", "ended"),
        optional=("ended",),
        concerned=(Concerned.PERSON, Concerned.KEEPERS),
        to_concerned=as_news(
            _(
                "An administrator changed your account. If it was opened again, choose a password by “forgotten password”. If"
                " you do not know why, ask the administrators now."
            )
        ),
        to_keepers=as_news(_("An account was opened, changed or closed.")),
        step_up=Freshness.NOW,
        tells_of={Matter.DESK: "person"},
    )
    FACTOR_ADDED = EventDeclaration(
        "factor.added",
        _("Second factor added"),
        deliberation=True,
        internal=("person", "factor"),
        concerned=(Concerned.OWNER,),
        to_concerned=as_news(
            _("A second factor was added to your account. If that was not you, tell the administrators at once.")
        ),
        step_up=Freshness.NOW,
    )
    FACTOR_REMOVED = EventDeclaration(
        "factor.removed",
        _("Second factor removed"),
        deliberation=True,
        internal=("person", "factor"),
        concerned=(Concerned.OWNER,),
        to_concerned=as_news(
            _("A second factor was removed from your account. If that was not you, tell the administrators at once.")
        ),
        step_up=Freshness.NOW,
    )
    CODES_RENEWED = EventDeclaration(
        "factor.codes_renewed",
        _("Recovery codes renewed"),
        deliberation=True,
        internal=("person", "factor"),
        concerned=(Concerned.OWNER,),
        to_concerned=as_news(
            _("New recovery codes were made for your account, and the old ones are void. If that was not you, tell us at once.")
        ),
        step_up=Freshness.NOW,
    )
    CODE_USED = EventDeclaration(
        "factor.code_used",
        _("Recovery code used"),
        deliberation=True,
        internal=("person", "factor"),
        concerned=(Concerned.OWNER,),
        to_concerned=as_news(
            _("A recovery code was used for your account. If that was not you, tell the administrators at once.")
        ),
        without_proof=_NOTE,
    )
    CODES_GUESSED = EventDeclaration(
        "factor.codes_guessed",
        _("Wrong codes after the right password"),
        deliberation=True,
        internal=("person",),
        concerned=(Concerned.OWNER, Concerned.AUDITORS),
        to_concerned=as_task(
            _(
                "Somebody gave the password of your account, and then wrong codes of the second factor until no more were taken"
                " from that place. If it was not you, your password is known: choose a new one at once. You still sign in on a"
                " device that you have used before, or with a passkey."
            )
        ),
        to_keepers=as_news(_("Somebody gave the password of an account, and then wrong codes until no more were taken.")),
        without_proof=_NOTE,
    )
    SYSTEM_PROPOSED = EventDeclaration(
        "system.proposed",
        _("System proposed"),
        deliberation=True,
        internal=(*_SYSTEM, "until", "due_on", "scopes", "reason"),
        concerned=_ANSWERING,
        to_concerned=as_news(
            _(
                "A system that you answer for, or of your organisation, was proposed. It cannot call yet: a second"
                " administrator has to confirm it. If you do not know why, ask the administrators now."
            )
        ),
        to_keepers=as_task(
            _("A system was proposed. An administrator other than the proposer confirms or declines it by %(due_on)s.")
        ),
        step_up=Freshness.NOW,
    )
    SYSTEM_CONFIRMED = EventDeclaration(
        "system.confirmed",
        _("System confirmed"),
        deliberation=True,
        internal=(*_SYSTEM, "until"),
        concerned=(*_ANSWERING, Concerned.AUDITORS),
        to_concerned=as_news(_("A system that you answer for, or of your organisation, was confirmed. It ends on %(until)s.")),
        to_keepers=as_news(_("A system was confirmed. It ends on %(until)s.")),
        step_up=Freshness.NOW,
    )
    SYSTEM_DECLINED = EventDeclaration(
        "system.declined",
        _("System declined"),
        deliberation=True,
        internal=(*_SYSTEM, "reason"),
        concerned=_ANSWERING,
        to_concerned=as_news(_("A system that you answer for, or of your organisation, was declined.")),
        to_keepers=as_news(_("A proposed system was declined.")),
        step_up=Freshness.NOW,
    )
    SYSTEM_LAPSED = EventDeclaration(
        "system.lapsed",
        _("Proposed system lapsed"),
        deliberation=True,
        internal=_SYSTEM,
        concerned=_ANSWERING,
        to_concerned=as_news(_("A system that you answer for has lapsed: nobody confirmed it in time.")),
        to_keepers=as_news(_("A proposed system has lapsed: nobody confirmed it in time.")),
        without_proof=_BY_CLOCK,
    )
    SYSTEM_REFUSED = EventDeclaration(
        "system.refused",
        _("Program for the account of a person refused"),
        deliberation=True,
        internal=("person",),
        concerned=(Concerned.PERSON, Concerned.KEEPERS, Concerned.AUDITORS),
        to_concerned=as_news(
            _(
                "An administrator wanted to register a program that acts with your account. It was refused, and nothing was"
                " changed. Ask the administrators why."
            )
        ),
        to_keepers=as_news(
            _("An administrator wanted to register a program that acts with the account of a person. It was refused.")
        ),
        without_proof=_NOTE,
    )
    SYSTEM_CHANGED = EventDeclaration(
        "system.changed",
        _("System corrected"),
        deliberation=True,
        internal=(*_SYSTEM, "changed", "reason"),
        concerned=_ANSWERING,
        to_concerned=as_news(_("What is said about a system that you answer for, or of your organisation, was changed.")),
        to_keepers=as_news(_("What is said about a system was changed.")),
        step_up=Freshness.NOW,
    )
    SYSTEM_OWNER_PROPOSED = EventDeclaration(
        "system.owner_proposed",
        _("Another person proposed to answer for a system"),
        deliberation=True,
        internal=(*_SYSTEM, "former_owner", "due_on", "reason"),
        concerned=(*_ANSWERING, Concerned.FORMER_OWNER),
        to_concerned=as_news(
            _(
                "Another person is proposed to answer for a system, and this concerns you. Nothing changes until a second"
                " administrator has confirmed it. If you do not know why, ask the administrators now."
            )
        ),
        to_keepers=as_task(
            _(
                "Another person is proposed to answer for a system. An administrator other than the proposer confirms or"
                " declines it by %(due_on)s."
            )
        ),
        step_up=Freshness.NOW,
    )
    SYSTEM_OWNER_CONFIRMED = EventDeclaration(
        "system.owner_confirmed",
        _("Another person answers for a system"),
        deliberation=True,
        internal=(*_SYSTEM, "former_owner"),
        concerned=(*_ANSWERING, Concerned.FORMER_OWNER, Concerned.AUDITORS),
        to_concerned=as_news(
            _(
                "Another person answers now for a system, and this concerns you. Its secrets have ended, and it cannot call"
                " before a new one is made. If you do not know why, ask the administrators now."
            )
        ),
        to_keepers=as_news(_("Another person answers now for a system. Its secrets have ended.")),
        step_up=Freshness.NOW,
    )
    SYSTEM_OWNER_DECLINED = EventDeclaration(
        "system.owner_declined",
        _("Another person for a system declined"),
        deliberation=True,
        internal=(*_SYSTEM, "former_owner", "reason"),
        concerned=(*_ANSWERING, Concerned.FORMER_OWNER),
        to_concerned=as_news(_("It was declined that another person answers for a system. Nothing changes for you.")),
        to_keepers=as_news(_("It was declined that another person answers for a system.")),
        step_up=Freshness.NOW,
    )
    SYSTEM_SECRET_MADE = EventDeclaration(
        "system.secret_made",
        _("Secret of a system made"),
        deliberation=True,
        internal=(*_SYSTEM, "hours"),
        concerned=(*_ANSWERING, Concerned.AUDITORS),
        to_concerned=as_news(
            _(
                "A new secret was made for a system that you answer for, or of your organisation. If you do not know why,"
                " ask the administrators now."
            )
        ),
        to_keepers=as_news(_("A new secret was made for a system.")),
        step_up=Freshness.NOW,
    )
    SYSTEM_SECRET_ENDED = EventDeclaration(
        "system.secret_ended",
        _("Former secret of a system ended"),
        deliberation=True,
        internal=_SYSTEM,
        concerned=_ANSWERING,
        to_concerned=as_news(_("The former secret of a system that you answer for, or of your organisation, was ended.")),
        to_keepers=as_news(_("The former secret of a system was ended.")),
        step_up=Freshness.NOW,
    )
    SYSTEM_SUSPENDED = EventDeclaration(
        "system.suspended",
        _("System suspended"),
        deliberation=True,
        internal=(*_SYSTEM, "reason"),
        concerned=(*_ANSWERING, Concerned.AUDITORS),
        to_concerned=as_news(_("A system that you answer for, or of your organisation, was suspended. It cannot call.")),
        to_keepers=as_news(_("A system was suspended. It cannot call.")),
        step_up=Freshness.NOW,
    )
    SYSTEM_RESUMED = EventDeclaration(
        "system.resumed",
        _("System may call again"),
        deliberation=True,
        internal=(*_SYSTEM, "reason"),
        concerned=(*_ANSWERING, Concerned.AUDITORS),
        to_concerned=as_news(_("A system that you answer for, or of your organisation, may call again.")),
        to_keepers=as_news(_("A suspended system may call again.")),
        step_up=Freshness.NOW,
    )
    SYSTEM_REMINDED = EventDeclaration(
        "system.reminded",
        _("Reminder of the end of a system"),
        deliberation=True,
        internal=(*_SYSTEM, "until"),
        concerned=_ANSWERING,
        to_concerned=as_task(
            _("A system that you answer for, or of your organisation, ends on %(until)s. Ask the administrators for a new one.")
        ),
        to_keepers=as_task(_("A system ends on %(until)s. Propose its successor if it is still needed.")),
        without_proof=_BY_CLOCK,
    )
    SYSTEM_ENDED = EventDeclaration(
        "system.ended",
        _("System ended"),
        deliberation=True,
        internal=(*_SYSTEM, "reason"),
        concerned=(*_ANSWERING, Concerned.AUDITORS),
        to_concerned=as_news(_("A system that you answer for, or of your organisation, has ended. It cannot call any more.")),
        to_keepers=as_news(_("A system has ended.")),
        step_up=Freshness.NOW,
    )
    PROGRAM_ALLOWED = EventDeclaration(
        "program.allowed",
        _("Program allowed to act for a person"),
        deliberation=True,
        internal=("program", "system", "person", "authorisation", "until", "scopes"),
        concerned=(Concerned.OWNER,),
        to_concerned=as_news(
            _(
                "A program may act for you until %(until)s. If you did not allow it, end it on the pages of your account"
                " at once."
            )
        ),
        step_up=Freshness.NOW,
    )
    PROGRAM_ENDED = EventDeclaration(
        "program.ended",
        _("Program acts for a person no more"),
        deliberation=True,
        internal=("program", "system", "person", "authorisation", "because"),
        concerned=(Concerned.PERSON,),
        to_concerned=as_news(_("A program that you allowed to act for you does so no more.")),
        without_proof="whoever finds a program that they did not allow ends it at once; it takes nothing from others",
    )
    ADDRESS_PROPOSED = EventDeclaration(
        "address.proposed",
        _("Another address asked for your account"),
        deliberation=True,
        internal=(*_ADDRESS, "due_on"),
        step_up=Freshness.NOW,
        concerned=(Concerned.ADDRESSEE,),
        to_addressee=as_news(
            _(
                "Somebody who was signed in as you asked that your account moves to another address. If it was not you, stop it"
                " with this link, without signing in. Every session of your account then ends, and you choose a new password."
            )
        ),
    )
    ADDRESS_OFFERED = EventDeclaration(
        "address.offered",
        _("New address of an account"),
        deliberation=True,
        internal=(*_ADDRESS, "due_on"),
        concerned=(Concerned.ADDRESSEE,),
        to_addressee=as_task(
            _(
                "Somebody asked that their account in Dozvil moves to this address. If it was you, confirm it with this link by"
                " %(due_on)s. If it was not, do nothing: without the link nothing changes."
            )
        ),
        without_proof=_OF_ANOTHER,
    )
    ADDRESS_CONFIRMED = EventDeclaration(
        "address.confirmed",
        _("New address proved; a second administrator is asked"),
        deliberation=True,
        internal=(*_ADDRESS, "due_on"),
        concerned=(Concerned.KEEPERS,),
        to_keepers=as_task(
            _(
                "Somebody of the authority moves their account to another address. Ask them, and confirm or decline it by"
                " %(due_on)s."
            )
        ),
        without_proof=_BY_LINK,
    )
    ADDRESS_APPROVED = EventDeclaration(
        "address.approved",
        _("New address confirmed by a second administrator"),
        deliberation=True,
        internal=_ADDRESS,
        step_up=Freshness.NOW,
    )
    ADDRESS_CHANGED = EventDeclaration(
        "address.changed",
        _("Address changed"),
        deliberation=True,
        internal=(*_ADDRESS, "until"),
        concerned=(Concerned.ADDRESSEE, Concerned.KEEPERS),
        to_addressee=as_news(
            _(
                "Your account has moved to another address and is not reached under this one any more. If you did not wish it,"
                " take it back by %(until)s with this link, without signing in. Every session of your account then ends."
            )
        ),
        to_keepers=as_news(_("An account has moved to another address.")),
        without_proof=_BY_LINK,
        tells_of={Matter.ADDRESS: "person"},
    )
    ADDRESS_DECLINED = EventDeclaration(
        "address.declined",
        _("New address declined"),
        deliberation=True,
        internal=(*_ADDRESS, "reason"),
        step_up=Freshness.NOW,
        concerned=(Concerned.PERSON, Concerned.KEEPERS),
        to_concerned=as_news(_("An administrator declined the new address of your account. It stays as it was.")),
        to_keepers=as_news(_("The new address of somebody of the authority was declined.")),
    )
    ADDRESS_LAPSED = EventDeclaration(
        "address.lapsed",
        _("Change of address lapsed"),
        deliberation=True,
        internal=_ADDRESS,
        concerned=(Concerned.PERSON,),
        to_concerned=as_news(_("Your account stays under its address: nobody confirmed the new one in time.")),
        without_proof=_BY_CLOCK,
    )
    ADDRESS_UNDONE = EventDeclaration(
        "address.undone",
        _("Change of address undone from the former address"),
        deliberation=True,
        internal=(*_ADDRESS, "restored", "ended"),
        concerned=(Concerned.PERSON, Concerned.KEEPERS, Concerned.AUDITORS),
        to_concerned=as_task(
            _(
                "Your account is under its former address again. Ended with it: %(ended)s. Choose a new password by “forgotten"
                " password”, set up again what you need on the pages of your account, and look at what was done meanwhile."
            )
        ),
        to_keepers=as_task(
            _(
                "Somebody undid the change of an address: the account may have been in other hands. Look at what was done"
                " with it."
            )
        ),
        without_proof=_BY_LINK,
        tells_of={Matter.ADDRESS: "person"},
    )
    PASSWORD_CHANGED = EventDeclaration(
        "password.changed",
        _("Password changed"),
        deliberation=True,
        internal=("person", "ended"),
        concerned=(Concerned.OWNER,),
        to_concerned=as_news(
            _(
                "The password of your account was changed. Ended with it: %(ended)s. What you still need you connect again on"
                " the pages of your account. If it was not you, choose a new password by “forgotten password” at once and"
                " write to the administrators."
            )
        ),
        without_proof="the present password is, and where there is one a second factor on its page; or the link of a letter",
    )
    FACTOR_RESET_PROPOSED = EventDeclaration(
        "factor.reset_proposed",
        _("Reset of a second factor proposed"),
        deliberation=True,
        internal=("proposal", "person", "due_on", "reason"),
        concerned=(Concerned.PERSON, Concerned.CHIEFS, Concerned.KEEPERS),
        to_concerned=as_news(
            _(
                "An administrator proposed to reset the second factor of your account, or of somebody of your body. If nobody"
                " asked for it, tell the administrators at once."
            )
        ),
        to_keepers=as_task(
            _(
                "It was proposed to reset the second factor of an account. An administrator other than the proposer asks the"
                " person, and confirms or declines it by %(due_on)s."
            )
        ),
        step_up=Freshness.NOW,
    )
    FACTOR_RESET = EventDeclaration(
        "factor.reset",
        _("Second factor reset by two administrators"),
        deliberation=True,
        internal=("proposal", "person", "ended"),
        concerned=(Concerned.PERSON, Concerned.CHIEFS, Concerned.KEEPERS, Concerned.AUDITORS),
        to_concerned=as_task(
            _(
                "Two administrators reset the second factor of your account, or of somebody of your body. Ended with it:"
                " %(ended)s. Its owner chooses a new password by “forgotten password”, then sets up a second factor and"
                " connects the rest again. If nobody asked for it, tell the administrators at once."
            )
        ),
        to_keepers=as_news(_("The second factor of an account was reset by two administrators.")),
        step_up=Freshness.NOW,
    )
    IDENTITY_PROPOSED = EventDeclaration(
        "identity.proposed",
        _("Identity at the sign-in service proposed for an account"),
        deliberation=True,
        internal=("proposal", "person", "due_on", "reason"),
        concerned=(Concerned.PERSON, Concerned.CHIEFS, Concerned.KEEPERS),
        to_concerned=as_news(
            _(
                "An administrator proposed to connect an identity of the sign-in service with your account, or with that of"
                " somebody of your body. If nobody asked for it, tell the administrators at once."
            )
        ),
        to_keepers=as_task(
            _(
                "It was proposed to connect an identity with an account. An administrator other than the proposer asks the"
                " person, and confirms or declines it by %(due_on)s."
            )
        ),
        step_up=Freshness.NOW,
    )
    IDENTITY_CONFIRMED = EventDeclaration(
        "identity.confirmed",
        _("Identity at the sign-in service connected by two administrators"),
        deliberation=True,
        internal=("proposal", "person"),
        concerned=(Concerned.PERSON, Concerned.CHIEFS, Concerned.KEEPERS, Concerned.AUDITORS),
        to_concerned=as_news(
            _(
                "Two administrators connected an identity of the sign-in service with your account, or with that of somebody"
                " of your body. If nobody asked for it, tell the administrators at once."
            )
        ),
        to_keepers=as_news(_("An identity was connected with an account by two administrators.")),
        step_up=Freshness.NOW,
    )
    ACCOUNT_STEP_DECLINED = EventDeclaration(
        "account.declined",
        _("Proposed change of an account declined"),
        deliberation=True,
        internal=("proposal", "person", "reason"),
        concerned=(Concerned.PERSON, Concerned.CHIEFS, Concerned.KEEPERS),
        to_concerned=as_news(
            _("What an administrator proposed for your account, or for that of somebody of your body, was declined.")
        ),
        to_keepers=as_news(_("A proposed change of an account was declined.")),
        step_up=Freshness.NOW,
    )
    IDENTITY_CONNECTED = EventDeclaration(
        "identity.connected",
        _("Identity at the sign-in service connected"),
        deliberation=True,
        internal=("person", "provider"),
        concerned=(Concerned.OWNER,),
        to_concerned=as_news(
            _("An identity of the sign-in service was connected with your account. If that was not you, tell us at once.")
        ),
        step_up=Freshness.NOW,
    )
    IDENTITY_DISCONNECTED = EventDeclaration(
        "identity.disconnected",
        _("Identity at the sign-in service disconnected"),
        deliberation=True,
        internal=("person", "provider"),
        concerned=(Concerned.OWNER,),
        to_concerned=as_news(
            _("Your account is no longer connected with the sign-in service. If that was not you, tell us at once.")
        ),
        step_up=Freshness.NOW,
    )
    ORGANISATION_CHANGED = EventDeclaration(
        "organisation.changed",
        _("Organisation opened or corrected"),
        deliberation=True,
        internal=("organisation", "changed", "reason"),
        concerned=(Concerned.ORGANISATION, Concerned.KEEPERS),
        to_concerned=as_news(_("An administrator of the authority corrected what is recorded of your organisation.")),
        to_keepers=as_news(_("An organisation was opened or corrected.")),
        step_up=Freshness.NOW,
    )
    REFERENCE_CHANGED = EventDeclaration(
        "reference.changed", _("Reference data changed"), deliberation=True, internal=("subject",)
    )
    PROCEDURE_PUBLISHED = EventDeclaration(
        "procedure.published",
        _("Procedure published"),
        deliberation=True,
        internal=("procedure", "version", "digest"),
        step_up=Freshness.NOW,
    )
    CHANGE_SET_DRAFTED = EventDeclaration(
        "change.drafted", _("Change set drafted"), deliberation=True, internal=(*_CHANGE_SET, "title", "rows")
    )
    CHANGE_SET_SENT = EventDeclaration(
        "change.sent",
        _("Change set sent to a second policy officer"),
        deliberation=True,
        internal=(*_CHANGE_SET, "title", "due_on", "emergency", *_ROWS, "trial", "settled", "under"),
        optional=("changed", "trial", "settled"),
        under_office=Office.POLICY_OFFICER,
        concerned=(Concerned.POLICY,),
        to_concerned=as_task(
            _("A change of what decides was drafted. A policy officer other than the drafter settles it by %(due_on)s.")
        ),
        step_up=Freshness.SITTING,
    )
    CHANGE_SET_REMINDED = EventDeclaration(
        "change.reminded",
        _("Reminder of a change set that waits for a second person"),
        deliberation=True,
        internal=(*_CHANGE_SET, "due_on"),
        concerned=(Concerned.POLICY,),
        to_concerned=as_task(_("A drafted change still waits for a second policy officer. It lapses after %(due_on)s.")),
        without_proof=_BY_CLOCK,
    )
    CHANGE_SET_APPROVED = EventDeclaration(
        "change.approved",
        _("Change set approved"),
        deliberation=True,
        internal=(*_CHANGE_SET, "from_at", "trial", "under"),
        optional=("trial",),
        under_office=Office.POLICY_OFFICER,
        concerned=(Concerned.PERSON,),
        to_concerned=as_news(_("The change that you drafted was approved. Its page says from when it is in force.")),
        step_up=Freshness.NOW,
    )
    CHANGE_SET_RETURNED = EventDeclaration(
        "change.returned",
        _("Approved change set waits for a second person again"),
        deliberation=True,
        internal=(*_CHANGE_SET, "due_on", "trial", "seen"),
        concerned=(Concerned.PERSON, Concerned.POLICY),
        to_concerned=as_task(
            _(
                "An approved change would do something else to cases by now than its second person has seen."
                " A policy officer other than the drafter settles it by %(due_on)s."
            )
        ),
        without_proof=_BY_CLOCK,
    )
    CHANGE_SET_DECLINED = EventDeclaration(
        "change.declined",
        _("Change set declined"),
        deliberation=True,
        internal=(*_CHANGE_SET, "reason", "under"),
        under_office=Office.POLICY_OFFICER,
        concerned=(Concerned.PERSON,),
        to_concerned=as_news(_("The change that you drafted was declined. Its page says why.")),
        step_up=Freshness.SITTING,
    )
    CHANGE_SET_WITHDRAWN = EventDeclaration(
        "change.withdrawn",
        _("Change set withdrawn"),
        deliberation=True,
        internal=(*_CHANGE_SET, "reason"),
        concerned=(Concerned.PERSON,),
        to_concerned=as_news(_("The change that you drafted was withdrawn by another policy officer. Its page says why.")),
        step_up=Freshness.SITTING,
    )
    CHANGE_SET_LAPSED = EventDeclaration(
        "change.lapsed",
        _("Change set lapsed"),
        deliberation=True,
        internal=(*_CHANGE_SET, "reason"),
        concerned=(Concerned.PERSON, Concerned.POLICY),
        to_concerned=as_news(
            _("A drafted change has lapsed: nobody settled it in time, or it could not come into force any more.")
        ),
        without_proof=_BY_CLOCK,
    )
    CHANGE_SET_PROPOSED = EventDeclaration(
        "change.proposed",
        _("Change set proposed from shipped files"),
        deliberation=True,
        internal=(*_CHANGE_SET, "title", "rows", "conflicts"),
        concerned=(Concerned.POLICY,),
        to_concerned=as_task(
            _("What ships with this version of Dozvil differs from what is in force. A proposed change waits for you.")
        ),
        without_proof=_BY_COMMAND,
    )
    FIRST_RELEASE = EventDeclaration(
        "release.first",
        _("First release of the installation"),
        deliberation=True,
        internal=(*_CHANGE_SET, "release", "rows", "files"),
        is_release=True,
        changes_governed=True,
        tells_of=_OF_GOVERNED,
        without_proof=_BY_COMMAND,
    )
    CHANGE_SET_RELEASED = EventDeclaration(
        "release.in_force",
        _("Change set in force"),
        deliberation=True,
        internal=(*_CHANGE_SET, "release", *_ROWS, "trial"),
        optional=("changed", "trial"),
        is_release=True,
        changes_governed=True,
        tells_of=_OF_GOVERNED,
        step_up=Freshness.NOW,
    )
    EMERGENCY_RELEASED = EventDeclaration(
        "release.emergency",
        _("Change set in force at once, as an emergency"),
        deliberation=True,
        internal=(*_CHANGE_SET, "release", *_ROWS, "trial"),
        optional=("changed", "trial"),
        concerned=(Concerned.PERSON, Concerned.POLICY, Concerned.HEADS, Concerned.KEEPERS, Concerned.AUDITORS),
        to_concerned=as_news(
            _("What decides was changed at once, as an emergency, by two policy officers. See what changed and why.")
        ),
        to_keepers=as_news(
            _("What decides was changed at once, as an emergency, by two policy officers. See what changed and why.")
        ),
        is_release=True,
        changes_governed=True,
        tells_of=_OF_GOVERNED,
        step_up=Freshness.NOW,
    )
    ROW_REWORDED = EventDeclaration(
        "row.reworded",
        _("Wording of a row changed"),
        deliberation=True,
        internal=("rewording", "list", "key", "before", "after", "reason"),
        changes_governed=True,
        tells_of=_OF_GOVERNED,
        without_proof=_OF_WORDING,
    )
    REWORDING_UNDONE = EventDeclaration(
        "row.reworded_back",
        _("Wording of a row given back"),
        deliberation=True,
        internal=("rewording", "list", "key", "before", "after", "reason"),
        changes_governed=True,
        tells_of=_OF_GOVERNED,
        without_proof=_OF_WORDING,
    )
    RECORD_BEGUN = EventDeclaration(
        "record.begun",
        _("Rows taken into the record as they were found"),
        deliberation=True,
        internal=("tables", "rows"),
        # A migration changes rows as their owner.
        changes_governed=True,
        tells_of=_OF_GOVERNED,
        without_proof=_BY_COMMAND,
        tells_of_all=True,
    )
    RECORD_RESUMED = EventDeclaration(
        "record.resumed", _("Writing resumed after an alarm about the record"), deliberation=True, internal=("heads", "reason")
    )
    LICENCE_ISSUED = EventDeclaration(
        "licence.issued",
        _("Licence issued"),
        audiences=_ALL_SIDES,
        disclosed=("number", "valid_from", "valid_until", "dormant"),
        to_applicant=as_news(_("The licence %(licence)s was issued on the request %(reference)s.")),
    )
    LICENCE_INCREASED = EventDeclaration(
        "licence.increased",
        _("Quantity added to the licence"),
        audiences=_ALL_SIDES,
        disclosed=("number", "lines"),
        to_applicant=as_news(_("The appeal has added a quantity to the licence %(licence)s.")),
    )
    LICENCE_ACTIVATED = EventDeclaration(
        "licence.activated",
        _("Licence put into force"),
        audiences=_ALL_SIDES,
        disclosed=("number", "valid_from", "valid_until", "reason"),
        to_applicant=as_news(_("The licence %(licence)s is in force.")),
        internal=("under",),
        under_office=Office.CASE_OFFICER,
    )
    LICENCE_SUSPENDED = EventDeclaration(
        "licence.suspended",
        _("Licence suspended"),
        audiences=_ALL_SIDES,
        disclosed=("number", "reason"),
        to_applicant=as_news(_("The licence %(licence)s is suspended. Nothing may leave under it until it is reinstated.")),
        internal=("under",),
        under_office=Office.CASE_OFFICER,
    )
    LICENCE_REINSTATED = EventDeclaration(
        "licence.reinstated",
        _("Licence reinstated"),
        audiences=_ALL_SIDES,
        disclosed=("number", "reason"),
        to_applicant=as_news(_("The licence %(licence)s is in force again.")),
        internal=("under",),
        under_office=Office.CASE_OFFICER,
    )
    LICENCE_DRAWN = EventDeclaration(
        "licence.drawn",
        _("Quantity drawn down"),
        audiences=_ALL_SIDES,
        disclosed=_LEDGER,
        to_applicant=as_news(_("Customs drew a quantity down from the licence %(licence)s.")),
        internal=("under",),
        under_office=Office.CUSTOMS,
    )
    CLEARANCE_IRREGULAR = EventDeclaration(
        "licence.irregular",
        _("Irregular clearance reported"),
        audiences=_ALL_SIDES,
        disclosed=_IRREGULAR,
        to_applicant=as_news(
            _("Customs reported later what it had cleared under the licence %(licence)s. The ledger marks it as irregular.")
        ),
        to_authority=as_task(
            _("Customs reported a clearance that the licence %(licence)s does not cover. Look at it and record what you find.")
        ),
        internal=("under",),
        under_office=Office.CUSTOMS,
    )
    CLEARANCE_REVIEWED = EventDeclaration(
        "licence.reviewed",
        _("Irregular clearance looked at"),
        deliberation=True,
        internal=("number", "usage", "line", "note", "under"),
        under_office=Office.CASE_OFFICER,
    )
    LICENCE_REVERSED = EventDeclaration(
        "licence.reversed",
        _("Draw-down reversed"),
        audiences=_ALL_SIDES,
        disclosed=_LEDGER,
        to_applicant=as_news(_("Customs gave a quantity back to the licence %(licence)s.")),
        internal=("under",),
        under_office=Office.CUSTOMS,
    )
    LICENCE_EXHAUSTED = EventDeclaration(
        "licence.exhausted",
        _("Licence used in full"),
        audiences=_ALL_SIDES,
        disclosed=("number",),
        to_applicant=as_news(_("The licence %(licence)s is used in full.")),
    )
    LICENCE_REOPENED = EventDeclaration(
        "licence.reopened",
        _("Licence in use again after a reversal"),
        audiences=_ALL_SIDES,
        disclosed=("number",),
        to_applicant=as_news(_("Something is left on the licence %(licence)s again, and it may be used.")),
    )
    LICENCE_EXPIRED = EventDeclaration(
        "licence.expired",
        _("Licence expired"),
        audiences=_ALL_SIDES,
        disclosed=("number", "valid_until"),
        to_applicant=as_news(_("The licence %(licence)s has expired.")),
    )
    LICENCE_REVOKED = EventDeclaration(
        "licence.revoked",
        _("Licence revoked"),
        audiences=_ALL_SIDES,
        disclosed=("number", "reason"),
        to_applicant=as_news(_("The licence %(licence)s was revoked.")),
        internal=("under",),
        under_office=Office.DECIDER,
    )
    REVOCATION_APPEALED = EventDeclaration(
        "revocation.appealed",
        _("Revocation appealed against"),
        audiences=(Audience.APPLICANT, Audience.OFFICERS, Audience.DECIDERS, Audience.SYSTEMS),
        disclosed=("number", "reason", "due_on"),
        internal=("appeal", "under"),
        to_applicant=as_news(
            _("Your appeal against the revocation of the licence %(licence)s has been received. Nothing may leave meanwhile.")
        ),
        to_authority=as_news(
            _("The holder appealed against the revocation of the licence %(licence)s. Somebody who had no part in it decides.")
        ),
        under_membership=True,
    )
    REVOCATION_UPHELD = EventDeclaration(
        "revocation.upheld",
        _("Revocation upheld"),
        audiences=_ALL_SIDES,
        disclosed=("number", "reason"),
        internal=("appeal", "under"),
        under_office=Office.DECIDER,
        to_applicant=as_news(_("The revocation of the licence %(licence)s was upheld; it is final.")),
        to_authority=as_news(_("The revocation of the licence %(licence)s was upheld on appeal; it is final.")),
    )
    REVOCATION_SET_ASIDE = EventDeclaration(
        "revocation.set_aside",
        _("Revocation set aside"),
        audiences=_ALL_SIDES,
        disclosed=("number", "reason", "valid_until"),
        internal=("appeal", "under"),
        under_office=Office.DECIDER,
        to_applicant=as_news(_("The revocation of the licence %(licence)s was set aside: it is in force again from now on.")),
        to_authority=as_news(_("The revocation of the licence %(licence)s was set aside on appeal: it is in force again.")),
    )
    REVOCATION_STANDS = EventDeclaration(
        "revocation.stands",
        _("Revocation final: nobody appealed in time"),
        audiences=_ALL_SIDES,
        disclosed=("number",),
        to_applicant=as_news(_("The time to appeal against the revocation of the licence %(licence)s is over; it is final.")),
    )
    LICENCE_SURRENDERED = EventDeclaration(
        "licence.surrendered",
        _("Licence surrendered"),
        audiences=_ALL_SIDES,
        disclosed=("number", "reason"),
        internal=("under",),
        to_applicant=as_news(_("The licence %(licence)s was given back.")),
        under_membership=True,
    )
    REPORT_FILED = EventDeclaration(
        "report.filed",
        _("Report filed"),
        audiences=_ALL_SIDES,
        disclosed=("number", "period", "report", "outcome", "due_on"),
        internal=("corrects", "under"),
        to_applicant=as_news(_("A report under the licence %(licence)s was received.")),
        to_authority=as_news(_("The holder filed a report under the licence %(licence)s.")),
        under_membership=True,
    )
    EVIDENCE_FILED = EventDeclaration(
        "evidence.filed",
        _("Evidence on a condition filed"),
        audiences=(Audience.OFFICERS, Audience.SYSTEMS),
        disclosed=_EVIDENCE,
        internal=("under",),
        to_authority=as_task(
            _("The holder filed evidence on a condition of %(licence)s. See whether it shows that the condition is met.")
        ),
        under_membership=True,
    )
    EVIDENCE_ACCEPTED = EventDeclaration(
        "evidence.accepted",
        _("Condition met"),
        audiences=_APPLICANT_AND_SYSTEMS,
        disclosed=_EVIDENCE,
        to_applicant=as_news(_("The evidence on a condition of the licence %(licence)s is sufficient.")),
        internal=("under",),
        under_office=Office.CASE_OFFICER,
    )
    EVIDENCE_RETURNED = EventDeclaration(
        "evidence.returned",
        _("Evidence returned"),
        audiences=_APPLICANT_AND_SYSTEMS,
        disclosed=(*_EVIDENCE, "reason"),
        to_applicant=as_task(
            _("The evidence on a condition of %(licence)s came back to you. See what is missing; it is due on %(due_on)s.")
        ),
        internal=("under",),
        under_office=Office.CASE_OFFICER,
    )
    MEASURE_PREPARED = EventDeclaration(
        "measure.prepared",
        _("Measure of the state prepared"),
        deliberation=True,
        internal=_MEASURE,
        concerned=(Concerned.POLICY,),
        to_concerned=as_task(_("A measure of the state is prepared. Look at its trial, and publish or decline it.")),
        step_up=Freshness.SITTING,
        under_office=Office.POLICY_OFFICER,
    )
    MEASURE_PUBLISHED = EventDeclaration(
        "measure.published",
        _("Measure of the state published"),
        deliberation=True,
        internal=(*_MEASURE, "valid_from", "valid_until"),
        concerned=_MEASURE_WATCHERS,
        to_concerned=as_news(_("A measure of the state was published. It is on the page of measures.")),
        to_keepers=as_news(_("A measure of the state was published. It is on the page of measures.")),
        step_up=Freshness.NOW,
        under_office=Office.POLICY_OFFICER,
    )
    MEASURE_DECLINED = EventDeclaration(
        "measure.declined",
        _("Measure of the state declined"),
        deliberation=True,
        internal=(*_MEASURE, "reason"),
        concerned=(Concerned.PERSON,),
        to_concerned=as_news(_("A measure of the state that you prepared was declined.")),
        step_up=Freshness.NOW,
        under_office=Office.POLICY_OFFICER,
    )
    MEASURE_END_PROPOSED = EventDeclaration(
        "measure.end_proposed",
        _("End of a measure proposed"),
        deliberation=True,
        internal=(*_MEASURE, "lifted_from", "reason"),
        concerned=(Concerned.POLICY,),
        to_concerned=as_task(_("The end of a measure of the state is proposed. Confirm or decline it.")),
        step_up=Freshness.SITTING,
        under_office=Office.POLICY_OFFICER,
    )
    MEASURE_ENDED = EventDeclaration(
        "measure.ended",
        _("Measure of the state ended"),
        deliberation=True,
        internal=(*_MEASURE, "lifted_from"),
        concerned=_MEASURE_WATCHERS,
        to_concerned=as_news(_("The end of a measure of the state was published. It is on the page of measures.")),
        to_keepers=as_news(_("The end of a measure of the state was published. It is on the page of measures.")),
        step_up=Freshness.NOW,
        under_office=Office.POLICY_OFFICER,
    )
    MEASURE_END_DECLINED = EventDeclaration(
        "measure.end_declined",
        _("End of a measure declined"),
        deliberation=True,
        internal=(*_MEASURE, "reason"),
        concerned=(Concerned.PERSON,),
        to_concerned=as_news(_("The end of a measure of the state that you proposed was declined.")),
        step_up=Freshness.NOW,
        under_office=Office.POLICY_OFFICER,
    )
    CASE_STOPPED = EventDeclaration(
        "case.stopped",
        _("Stopped by a measure of the state"),
        audiences=_STOPPED_SIDES,
        disclosed=_STOPPED,
        changes_revision=False,
        to_applicant=as_news(
            _("A measure of the state stops your request %(reference)s. Its page says which one, and what could lift it.")
        ),
        to_authority=as_news(_("A measure of the state stops %(reference)s: it is neither signed nor granted meanwhile.")),
    )
    CASE_FREED = EventDeclaration(
        "case.freed",
        _("No longer stopped by a measure of the state"),
        audiences=_STOPPED_SIDES,
        disclosed=_STOPPED,
        changes_revision=False,
        to_applicant=as_news(_("The measure of the state that stopped your request %(reference)s stops it no more.")),
        to_authority=as_news(_("The measure of the state that stopped %(reference)s stops it no more. It goes on.")),
    )
    LICENCE_STOPPED = EventDeclaration(
        "licence.stopped",
        _("Licence stopped by a measure of the state"),
        audiences=_ALL_SIDES,
        disclosed=("number", *_STOPPED),
        changes_revision=False,
        to_applicant=as_news(
            _("A measure of the state stops the licence %(licence)s: what it covers may not leave while that lasts.")
        ),
    )
    LICENCE_FREED = EventDeclaration(
        "licence.freed",
        _("Licence no longer stopped by a measure of the state"),
        audiences=_ALL_SIDES,
        disclosed=("number", *_STOPPED),
        changes_revision=False,
        to_applicant=as_news(_("The measure of the state that stopped the licence %(licence)s stops it no more.")),
    )


# What the applicant never reads; a set, because queries filter by it.
DELIBERATION: Final = frozenset(kind for kind in EventKind if kind.declaration.deliberation)
