"""Every kind of event, one line each; what is to be said of a kind is declared in `kinds/`, by subject.

The applicant's history, the record at the desk, mails, webhooks, the API and the verification all read these members, and
nothing else lists kinds. A new kind is one declaration there and one line here (and the translation of its sentences); the
database needs no migration for it.
"""

from __future__ import annotations

from typing import Final, Self

from django.db.models import TextChoices
from django.utils.functional import Promise

from licensing.policy.record.declaration import EventDeclaration
from licensing.policy.record.kinds import (
    assessment,
    clocks,
    countries,
    decisions,
    interests,
    licences,
    plans,
    record,
    reference,
    requests,
    signoff,
    supply,
)
from licensing.policy.record.kinds.people import (
    absences,
    accounts,
    addresses,
    emergency,
    endpoints,
    factors,
    organisations,
    registrations,
    rights,
    systems,
)


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

    CASE_CREATED = requests.CREATED
    CASE_EDITED = requests.EDITED
    CASE_COPIED = requests.COPIED
    DOCUMENT_ATTACHED = requests.DOCUMENT_ATTACHED
    DOCUMENT_SCANNED = requests.DOCUMENT_SCANNED
    DOCUMENT_REMOVED = requests.DOCUMENT_REMOVED
    CASE_SUBMITTED = requests.SUBMITTED
    CASE_WITHDRAWN = requests.WITHDRAWN
    CASE_TAKEN_ON = requests.TAKEN_ON
    CASE_ACCEPTED = requests.ACCEPTED
    CASE_SENT_BACK = requests.SENT_BACK
    QUESTION_ASKED = requests.QUESTION_ASKED
    QUESTION_ANSWERED = requests.QUESTION_ANSWERED
    QUESTION_ACCEPTED = requests.QUESTION_ACCEPTED
    QUESTION_RETURNED = requests.QUESTION_RETURNED
    QUESTION_WITHDRAWN = requests.QUESTION_WITHDRAWN
    CLOCK_RETIMED = clocks.CLOCK_RETIMED
    LIST_PREPARED = assessment.LIST_PREPARED
    LIST_PUBLISHED = assessment.LIST_PUBLISHED
    LIST_DECLINED = assessment.LIST_DECLINED
    CASES_SCREENED = assessment.CASES_SCREENED
    HITS_FOUND = assessment.HITS_FOUND
    HIT_DISPOSED = assessment.HIT_DISPOSED
    PAUSE_LAPSED = clocks.PAUSE_LAPSED
    ASSESSED = assessment.ASSESSED
    ASSESSED_BY_OFFICER = assessment.ASSESSED_BY_OFFICER
    ASSESSMENT_LAPSED = assessment.ASSESSMENT_LAPSED
    ENTRIES_CHANGED = assessment.ENTRIES_CHANGED
    NEED_STATED = supply.NEED_STATED
    NEED_WORSENED = supply.NEED_WORSENED
    SUPPLY_PLANNED = supply.PLANNED
    SUPPLY_RAISE_CONFIRMED = supply.RAISE_CONFIRMED
    SUPPLY_RAISE_CONTAINED = supply.RAISE_CONTAINED
    SUPPLY_EXCEEDED = supply.EXCEEDED
    SUPPLY_RESERVED = supply.RESERVED
    SUPPLY_GIVEN_BACK = supply.GIVEN_BACK
    NEED_OVERRIDDEN = supply.NEED_OVERRIDDEN
    ROUND_OPENED = signoff.ROUND_OPENED
    POSITION_TAKEN = signoff.POSITION_TAKEN
    POSITION_REPLACED = signoff.POSITION_REPLACED
    POSITION_VOIDED = signoff.POSITION_VOIDED
    MEMBER_RECUSED = signoff.MEMBER_RECUSED
    ROUND_CLOSED = signoff.ROUND_CLOSED
    CASE_AMENDED = requests.AMENDED
    CASE_ESCALATED = signoff.ESCALATED
    OUTCOME_STANDS = signoff.OUTCOME_STANDS
    LIMIT_PASSED = clocks.LIMIT_PASSED
    CASE_FORWARDED = decisions.FORWARDED
    CASE_ADJOURNED = decisions.ADJOURNED
    CASE_RESUMED = decisions.RESUMED
    CASE_GRANTED = decisions.GRANTED
    CASE_REFUSED = decisions.REFUSED
    DECISION_COUNTERSIGNED = decisions.DECISION_COUNTERSIGNED
    DECISION_CORRECTED = decisions.DECISION_CORRECTED
    CASE_APPEALED = decisions.APPEALED
    APPEAL_DECIDED = decisions.APPEAL_DECIDED
    AGENDA_PUT = decisions.AGENDA_PUT
    AGENDA_TAKEN_OFF = decisions.AGENDA_TAKEN_OFF
    SITTING_CONCLUDED = decisions.SITTING_CONCLUDED
    REMINDER_DUE = clocks.REMINDER_DUE
    MESSAGE_SENT_AGAIN = record.MESSAGE_SENT_AGAIN
    MESSAGE_LAID_ASIDE = record.MESSAGE_LAID_ASIDE
    SITTING_PREPARED = decisions.SITTING_PREPARED
    ATTENDANCE_CONFIRMED_BY_DECIDER = decisions.ATTENDANCE_CONFIRMED_BY_DECIDER
    ATTENDANCE_CONFIRMED = decisions.ATTENDANCE_CONFIRMED
    RIGHTS_CHANGED = rights.RIGHTS_CHANGED
    RIGHT_PROPOSED = rights.PROPOSED
    RIGHT_REMINDED = rights.REMINDED
    RIGHT_CONFIRMED = rights.CONFIRMED
    RIGHT_DECLINED = rights.DECLINED
    RIGHT_LAPSED = rights.LAPSED
    RIGHT_BEGUN = rights.BEGUN
    RIGHT_ENDED = rights.ENDED
    RIGHT_CORRECTED = rights.CORRECTED
    SEAT_HANDED_OVER = absences.SEAT_HANDED_OVER
    SEAT_TAKEN_BACK = absences.SEAT_TAKEN_BACK
    ABSENCE_RECORDED = absences.ABSENCE_RECORDED
    ABSENCE_ENDED = absences.ABSENCE_ENDED
    CORRECTION_REVIEWED = rights.CORRECTION_REVIEWED
    INVITATION_SENT = organisations.INVITATION_SENT
    INVITATION_REMINDED = organisations.INVITATION_REMINDED
    INVITATION_WITHDRAWN = organisations.INVITATION_WITHDRAWN
    INVITATION_LAPSED = organisations.INVITATION_LAPSED
    INVITATION_ACCEPTED = organisations.INVITATION_ACCEPTED
    CASES_HANDED_OVER = organisations.CASES_HANDED_OVER
    REGISTRATION_ASKED = registrations.ASKED
    REGISTRATION_CHANGED = registrations.CHANGED
    REGISTRATION_FILED = registrations.FILED
    REGISTRATION_RETURNED = registrations.RETURNED
    REGISTRATION_ACCEPTED = registrations.ACCEPTED
    REGISTRATION_LAPSED = registrations.LAPSED
    REGISTRATION_REMINDED = registrations.REMINDED
    REGISTRATION_ERASED = registrations.ERASED
    ACCESS_PROPOSED = emergency.PROPOSED
    ACCESS_CONFIRMED = emergency.CONFIRMED
    ACCESS_DECLINED = emergency.DECLINED
    ACCESS_LAPSED = emergency.LAPSED
    ACCESS_ENDED = emergency.ENDED
    CASE_OPENED_IN_EMERGENCY = emergency.CASE_OPENED_IN_EMERGENCY
    ADMINISTRATOR_NAMED = rights.ADMINISTRATOR_NAMED
    POLICY_OFFICER_NAMED = rights.POLICY_OFFICER_NAMED
    ACCOUNT_CHANGED = accounts.ACCOUNT_CHANGED
    FACTOR_ADDED = factors.FACTOR_ADDED
    FACTOR_REMOVED = factors.FACTOR_REMOVED
    CODES_RENEWED = factors.CODES_RENEWED
    CODE_USED = factors.CODE_USED
    CODES_GUESSED = factors.CODES_GUESSED
    SYSTEM_PROPOSED = systems.PROPOSED
    SYSTEM_CONFIRMED = systems.CONFIRMED
    SYSTEM_DECLINED = systems.DECLINED
    SYSTEM_LAPSED = systems.LAPSED
    SYSTEM_REFUSED = systems.REFUSED
    SYSTEM_CHANGED = systems.CHANGED
    SYSTEM_OWNER_PROPOSED = systems.OWNER_PROPOSED
    SYSTEM_OWNER_CONFIRMED = systems.OWNER_CONFIRMED
    SYSTEM_OWNER_DECLINED = systems.OWNER_DECLINED
    SYSTEM_OWNER_LAPSED = systems.OWNER_LAPSED
    SYSTEM_SECRET_MADE = systems.SECRET_MADE
    SYSTEM_SECRET_ENDED = systems.SECRET_ENDED
    SYSTEM_SUSPENDED = systems.SUSPENDED
    SYSTEM_RESUMED = systems.RESUMED
    SYSTEM_REMINDED = systems.REMINDED
    SYSTEM_LEFT = systems.LEFT
    SYSTEM_LEFT_ENDED = systems.LEFT_ENDED
    SYSTEM_LEFT_SETTLED = systems.LEFT_SETTLED
    SYSTEM_SECRETS_CONFIRMED = systems.SECRETS_CONFIRMED
    SYSTEM_ENDED = systems.ENDED
    PROGRAM_ALLOWED = systems.PROGRAM_ALLOWED
    PROGRAM_ENDED = systems.PROGRAM_ENDED
    ENDPOINT_SET_UP = endpoints.SET_UP
    ENDPOINT_CHANGED = endpoints.CHANGED
    ENDPOINT_SECRET_MADE = endpoints.SECRET_MADE
    ENDPOINT_SUSPENDED = endpoints.SUSPENDED
    ENDPOINT_SECRETS_ENDED = endpoints.SECRETS_ENDED
    ENDPOINT_GIVEN_UP = endpoints.GIVEN_UP
    ENDPOINT_RESUMED = endpoints.RESUMED
    ENDPOINT_ENDED = endpoints.ENDED
    ADDRESS_PROPOSED = addresses.PROPOSED
    ADDRESS_OFFERED = addresses.OFFERED
    ADDRESS_CONFIRMED = addresses.CONFIRMED
    ADDRESS_APPROVED = addresses.APPROVED
    ADDRESS_CHANGED = addresses.CHANGED
    ADDRESS_DECLINED = addresses.DECLINED
    ADDRESS_LAPSED = addresses.LAPSED
    ADDRESS_UNDONE = addresses.UNDONE
    ADDRESS_TAKEN_BACK = addresses.TAKEN_BACK
    PASSWORD_CHANGED = accounts.PASSWORD_CHANGED
    FACTOR_RESET_PROPOSED = factors.FACTOR_RESET_PROPOSED
    FACTOR_RESET = factors.FACTOR_RESET
    IDENTITY_PROPOSED = accounts.IDENTITY_PROPOSED
    IDENTITY_CONFIRMED = accounts.IDENTITY_CONFIRMED
    ACCOUNT_REOPEN_PROPOSED = accounts.REOPEN_PROPOSED
    ACCOUNT_REOPENED = accounts.REOPENED
    ACCOUNT_STEP_DECLINED = accounts.ACCOUNT_STEP_DECLINED
    IDENTITY_CONNECTED = accounts.IDENTITY_CONNECTED
    IDENTITY_DISCONNECTED = accounts.IDENTITY_DISCONNECTED
    ORGANISATION_CHANGED = organisations.ORGANISATION_CHANGED
    REFERENCE_CHANGED = reference.REFERENCE_CHANGED
    PROCEDURE_PUBLISHED = reference.PROCEDURE_PUBLISHED
    CHANGE_SET_DRAFTED = reference.CHANGE_SET_DRAFTED
    CHANGE_SET_SENT = reference.CHANGE_SET_SENT
    CHANGE_SET_REMINDED = reference.CHANGE_SET_REMINDED
    CHANGE_SET_APPROVED = reference.CHANGE_SET_APPROVED
    CHANGE_SET_RETURNED = reference.CHANGE_SET_RETURNED
    CHANGE_SET_DECLINED = reference.CHANGE_SET_DECLINED
    CHANGE_SET_WITHDRAWN = reference.CHANGE_SET_WITHDRAWN
    CHANGE_SET_LAPSED = reference.CHANGE_SET_LAPSED
    CHANGE_SET_PROPOSED = reference.CHANGE_SET_PROPOSED
    FIRST_RELEASE = reference.FIRST_RELEASE
    CHANGE_SET_RELEASED = reference.CHANGE_SET_RELEASED
    EMERGENCY_RELEASED = reference.EMERGENCY_RELEASED
    ROW_REWORDED = reference.ROW_REWORDED
    REWORDING_UNDONE = reference.REWORDING_UNDONE
    RECORD_BEGUN = record.RECORD_BEGUN
    RECORD_RESUMED = record.RECORD_RESUMED
    LICENCE_ISSUED = licences.ISSUED
    LICENCE_INCREASED = licences.INCREASED
    LICENCE_ACTIVATED = licences.ACTIVATED
    LICENCE_SUSPENDED = licences.SUSPENDED
    LICENCE_REINSTATED = licences.REINSTATED
    LICENCE_DRAWN = licences.DRAWN
    CLEARANCE_IRREGULAR = licences.CLEARANCE_IRREGULAR
    CLEARANCE_REVIEWED = licences.CLEARANCE_REVIEWED
    LICENCE_REVERSED = licences.REVERSED
    LICENCE_EXHAUSTED = licences.EXHAUSTED
    LICENCE_REOPENED = licences.REOPENED
    LICENCE_EXPIRED = licences.EXPIRED
    LICENCE_REVOKED = licences.REVOKED
    REVOCATION_APPEALED = licences.REVOCATION_APPEALED
    REVOCATION_UPHELD = licences.REVOCATION_UPHELD
    REVOCATION_SET_ASIDE = licences.REVOCATION_SET_ASIDE
    REVOCATION_STANDS = licences.REVOCATION_STANDS
    LICENCE_SURRENDERED = licences.SURRENDERED
    REPORT_FILED = licences.REPORT_FILED
    EVIDENCE_FILED = licences.EVIDENCE_FILED
    EVIDENCE_ACCEPTED = licences.EVIDENCE_ACCEPTED
    MILESTONE_MET = licences.MILESTONE_MET
    EVIDENCE_RETURNED = licences.EVIDENCE_RETURNED
    CONDITION_RECORDED = licences.CONDITION_RECORDED
    CONDITION_CORRECTED = licences.CONDITION_CORRECTED
    CONDITION_VOIDED = licences.CONDITION_VOIDED
    MEASURE_PREPARED = plans.MEASURE_PREPARED
    MEASURE_PUBLISHED = plans.MEASURE_PUBLISHED
    MEASURE_DECLINED = plans.MEASURE_DECLINED
    MEASURE_END_PROPOSED = plans.MEASURE_END_PROPOSED
    MEASURE_ENDED = plans.MEASURE_ENDED
    MEASURE_END_DECLINED = plans.MEASURE_END_DECLINED
    INTEREST_FILED = interests.FILED
    INTEREST_WITHDRAWN = interests.WITHDRAWN
    INTEREST_ANSWERED = interests.ANSWERED
    INTEREST_DECLINED = interests.DECLINED
    INTEREST_REMINDED = interests.REMINDED
    OFFER_MADE = interests.OFFERED
    OFFER_COUNTERED = interests.COUNTERED
    OFFER_ACCEPTED = interests.OFFER_ACCEPTED
    COUNTER_OFFER_ACCEPTED = interests.COUNTER_OFFER_ACCEPTED
    OFFER_REMINDED = interests.OFFER_REMINDED
    OFFER_LAPSED = interests.OFFER_LAPSED
    CASE_STOPPED = plans.CASE_STOPPED
    CASE_FREED = plans.CASE_FREED
    LICENCE_STOPPED = plans.LICENCE_STOPPED
    LICENCE_FREED = plans.LICENCE_FREED
    PLAN_OPENED = countries.OPENED
    PLAN_EDITED = countries.EDITED
    PLAN_COMMENTS_ASKED = countries.COMMENTS_ASKED
    PLAN_COMMENTED = countries.COMMENTED
    PLAN_GROUP_CHANGED = countries.GROUP_CHANGED
    PLAN_REVIEW_OPENED = countries.REVIEW_OPENED
    PLAN_REVIEW_CALLED_BACK = countries.REVIEW_CALLED_BACK
    PLAN_REVIEW_DECIDED = countries.REVIEW_DECIDED
    PLAN_SUBMITTED = countries.SUBMITTED
    PLAN_TAKEN_BACK = countries.TAKEN_BACK
    PLAN_DECIDED = countries.DECIDED
    PLAN_ENDED = countries.ENDED
    PLAN_PRINTED = countries.PRINTED
    PROJECT_ADDED = countries.PROJECT_ADDED
    PROJECT_EDITED = countries.PROJECT_EDITED
    PROJECT_MOVED = countries.PROJECT_MOVED
    PROJECT_RANKED = countries.PROJECT_RANKED
    PROJECT_FILLED = countries.PROJECT_FILLED
    PROJECT_CASE_TAKEN_OUT = countries.PROJECT_CASE_TAKEN_OUT
    PROJECT_LOST = countries.PROJECT_LOST
    PROJECT_FREED = countries.PROJECT_FREED
    INVESTMENT_PLANNED = countries.INVESTMENT_PLANNED
    INVESTMENT_COMMITTED = countries.INVESTMENT_COMMITTED
    INVESTMENT_ENDED = countries.INVESTMENT_ENDED
    INVESTMENT_DROPPED = countries.INVESTMENT_DROPPED
    PARTICIPANT_ENTERED = countries.PARTICIPANT_ENTERED
    PARTICIPANT_EDITED = countries.PARTICIPANT_EDITED
    PARTICIPANT_ENDED = countries.PARTICIPANT_ENDED
    CAPACITY_ENTERED = countries.CAPACITY_ENTERED
    AUTHORISATION_GRANTED = plans.AUTHORISATION_GRANTED
    AUTHORISATION_CHANGED = plans.AUTHORISATION_CHANGED
    PARENT_SUSPENDED = plans.PARENT_SUSPENDED
    PARENT_REINSTATED = plans.PARENT_REINSTATED
    PARENT_ENDED = plans.PARENT_ENDED
    PARENT_NOT_GRANTED = plans.PARENT_NOT_GRANTED
    PARENT_RESERVED = plans.PARENT_RESERVED
    PARENT_COMMITTED = plans.PARENT_COMMITTED
    PARENT_GIVEN_BACK = plans.PARENT_GIVEN_BACK
    PARENT_LAPSED = plans.PARENT_LAPSED


# What the applicant never reads; a set, because queries filter by it.
DELIBERATION: Final = frozenset(kind for kind in EventKind if kind.declaration.deliberation)
