"""A licence from its issue to its end: ledger, revocation, reports and the evidence on its conditions."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from licensing.choices import Audience, Office
from licensing.policy.record.declaration import ALL_SIDES, APPLICANT_AND_SYSTEMS, EventDeclaration, as_news, as_task

_LEDGER: Final = ("number", "usage", "line", "quantity", "left", "declaration_no")
_IRREGULAR: Final = (*_LEDGER, "cleared_on", "late", "excess", "holder_stopped_by")
_RECORD: Final = ("number", "condition", "record", "kind", "done_on", "line", "quantity", "reference")
_RECORD_INSIDE: Final = ("person", "note", "document", "under")
_EVIDENCE: Final = ("number", "condition", "duty", "due_on")
_CONSEQUENCE: Final = (*_EVIDENCE, "consequence")

ISSUED: Final = EventDeclaration(
    "licence.issued",
    _("Licence issued"),
    audiences=ALL_SIDES,
    disclosed=("number", "valid_from", "valid_until", "dormant"),
    to_applicant=as_news(_("The licence %(licence)s was issued on the request %(reference)s.")),
)
INCREASED: Final = EventDeclaration(
    "licence.increased",
    _("Quantity added to the licence"),
    audiences=ALL_SIDES,
    disclosed=("number", "lines"),
    to_applicant=as_news(_("The appeal has added a quantity to the licence %(licence)s.")),
)
RELIEVED: Final = EventDeclaration(
    "licence.relieved",
    _("Conditions of the licence changed on appeal"),
    audiences=ALL_SIDES,
    disclosed=("number", "ended", "begun"),
    to_applicant=as_news(_("The appeal has struck out or changed conditions of the licence %(licence)s.")),
    to_authority=as_news(_("An appeal has struck out or changed conditions of the licence %(licence)s; its paper is due.")),
)
ACTIVATED: Final = EventDeclaration(
    "licence.activated",
    _("Licence put into force"),
    audiences=ALL_SIDES,
    disclosed=("number", "valid_from", "valid_until", "reason"),
    to_applicant=as_news(_("The licence %(licence)s is in force.")),
    internal=("under",),
    under_office=Office.CASE_OFFICER,
)
DRAWN: Final = EventDeclaration(
    "licence.drawn",
    _("Quantity drawn down"),
    audiences=ALL_SIDES,
    disclosed=_LEDGER,
    to_applicant=as_news(_("Customs drew a quantity down from the licence %(licence)s.")),
    internal=("under",),
    under_office=Office.CUSTOMS,
)
CLEARANCE_IRREGULAR: Final = EventDeclaration(
    "licence.irregular",
    _("Irregular clearance reported"),
    audiences=ALL_SIDES,
    disclosed=_IRREGULAR,
    to_applicant=as_news(
        _("Customs reported later what it had cleared under the licence %(licence)s. The ledger marks it as irregular.")
    ),
    to_authority=as_task(
        _("Customs reported a clearance that the licence %(licence)s does not cover. Look at it and record what you find.")
    ),
    internal=("stopped_by", "under"),
    under_office=Office.CUSTOMS,
)
CLEARANCE_REVIEWED: Final = EventDeclaration(
    "licence.reviewed",
    _("Irregular clearance looked at"),
    deliberation=True,
    internal=("number", "usage", "line", "note", "under"),
    under_office=Office.CASE_OFFICER,
)
REVERSED: Final = EventDeclaration(
    "licence.reversed",
    _("Draw-down reversed"),
    audiences=ALL_SIDES,
    disclosed=_LEDGER,
    to_applicant=as_news(_("Customs gave a quantity back to the licence %(licence)s.")),
    internal=("under",),
    under_office=Office.CUSTOMS,
)
EXHAUSTED: Final = EventDeclaration(
    "licence.exhausted",
    _("Licence used in full"),
    audiences=ALL_SIDES,
    disclosed=("number",),
    to_applicant=as_news(_("The licence %(licence)s is used in full.")),
)
REOPENED: Final = EventDeclaration(
    "licence.reopened",
    _("Licence in use again after a reversal"),
    audiences=ALL_SIDES,
    disclosed=("number",),
    to_applicant=as_news(_("Something is left on the licence %(licence)s again, and it may be used.")),
)
EXPIRED: Final = EventDeclaration(
    "licence.expired",
    _("Licence expired"),
    audiences=ALL_SIDES,
    disclosed=("number", "valid_until"),
    to_applicant=as_news(_("The licence %(licence)s has expired.")),
)
REVOKED: Final = EventDeclaration(
    "licence.revoked",
    _("Licence revoked"),
    audiences=ALL_SIDES,
    disclosed=("number", "reason"),
    to_applicant=as_news(_("The licence %(licence)s was revoked.")),
    internal=("under",),
    under_office=Office.DECIDER,
)
REVOCATION_APPEALED: Final = EventDeclaration(
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
REVOCATION_UPHELD: Final = EventDeclaration(
    "revocation.upheld",
    _("Revocation upheld"),
    audiences=ALL_SIDES,
    disclosed=("number", "reason"),
    internal=("appeal", "under"),
    under_office=Office.DECIDER,
    to_applicant=as_news(_("The revocation of the licence %(licence)s was upheld; it is final.")),
    to_authority=as_news(_("The revocation of the licence %(licence)s was upheld on appeal; it is final.")),
)
REVOCATION_SET_ASIDE: Final = EventDeclaration(
    "revocation.set_aside",
    _("Revocation set aside"),
    audiences=ALL_SIDES,
    disclosed=("number", "reason", "valid_until"),
    internal=("appeal", "under"),
    under_office=Office.DECIDER,
    to_applicant=as_news(_("The revocation of the licence %(licence)s was set aside: it is in force again from now on.")),
    to_authority=as_news(_("The revocation of the licence %(licence)s was set aside on appeal: it is in force again.")),
)
REVOCATION_STANDS: Final = EventDeclaration(
    "revocation.stands",
    _("Revocation final: nobody appealed in time"),
    audiences=ALL_SIDES,
    disclosed=("number",),
    to_applicant=as_news(_("The time to appeal against the revocation of the licence %(licence)s is over; it is final.")),
)
SURRENDERED: Final = EventDeclaration(
    "licence.surrendered",
    _("Licence surrendered"),
    audiences=ALL_SIDES,
    disclosed=("number", "reason"),
    internal=("under",),
    to_applicant=as_news(_("The licence %(licence)s was given back.")),
    under_membership=True,
)
REPORT_FILED: Final = EventDeclaration(
    "report.filed",
    _("Report filed"),
    audiences=ALL_SIDES,
    disclosed=("number", "period", "report", "outcome", "due_on"),
    internal=("corrects", "under"),
    to_applicant=as_news(_("A report under the licence %(licence)s was received.")),
    to_authority=as_news(_("The holder filed a report under the licence %(licence)s.")),
    under_membership=True,
)
REPORT_DIFFERS: Final = EventDeclaration(
    "report.differs",
    _("A report differs from the ledger"),
    audiences=ALL_SIDES,
    disclosed=("number", "difference", "lines"),
    to_applicant=as_task(
        _(
            "What you reported under the licence %(licence)s and what customs let pass do not agree. File the report again, "
            "or say in its note why they differ."
        )
    ),
    to_authority=as_task(
        _("A report under the licence %(licence)s differs from the ledger. Settle it by name, with the reason.")
    ),
)
REPORT_SETTLED: Final = EventDeclaration(
    "report.settled",
    _("Difference between a report and the ledger settled"),
    audiences=ALL_SIDES,
    disclosed=("number", "difference", "outcome", "reason"),
    to_applicant=as_news(_("The authority has settled how a report under the licence %(licence)s differs from the ledger.")),
    internal=("under",),
    under_office=Office.CASE_OFFICER,
)
SUSPENSION_PROPOSED: Final = EventDeclaration(
    "report.suspension_proposed",
    _("Suspension proposed: a report differs from the ledger"),
    audiences=(Audience.OFFICERS, Audience.DECIDERS),
    internal=("number", "difference", "reason", "under"),
    deliberation=True,
    to_authority=as_task(
        _("Suspension of the licence %(licence)s is proposed, because a report differs from the ledger. Decide on it.")
    ),
    under_office=Office.CASE_OFFICER,
)
EVIDENCE_FILED: Final = EventDeclaration(
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
EVIDENCE_ACCEPTED: Final = EventDeclaration(
    "evidence.accepted",
    _("Condition met"),
    audiences=APPLICANT_AND_SYSTEMS,
    disclosed=_EVIDENCE,
    to_applicant=as_news(_("The evidence on a condition of the licence %(licence)s is sufficient.")),
    internal=("under",),
    under_office=Office.CASE_OFFICER,
)
MILESTONE_MET: Final = EventDeclaration(
    "milestone.met",
    _("Milestone met"),
    audiences=APPLICANT_AND_SYSTEMS,
    disclosed=("number", "kind", "milestone", "met_on"),
    to_applicant=as_news(_("A milestone of the licence %(licence)s is met. What waited for it alone may leave.")),
    internal=("evidence", "document_no", "under"),
    under_office=Office.CASE_OFFICER,
)
CONDITION_RECORDED: Final = EventDeclaration(
    "condition.recorded",
    _("Record on a condition"),
    audiences=ALL_SIDES,
    disclosed=_RECORD,
    to_applicant=as_news(_("A record on a condition of the licence %(licence)s was made. See what may leave now.")),
    internal=_RECORD_INSIDE,
    under_office=Office.CASE_OFFICER,
)
CONDITION_CORRECTED: Final = EventDeclaration(
    "condition.corrected",
    _("Record on a condition corrected"),
    audiences=ALL_SIDES,
    disclosed=(*_RECORD, "corrects"),
    to_applicant=as_news(_("A record on a condition of the licence %(licence)s was corrected. See what may leave now.")),
    internal=_RECORD_INSIDE,
    under_office=Office.CASE_OFFICER,
)
CONDITION_VOIDED: Final = EventDeclaration(
    "condition.voided",
    _("Record on a condition voided"),
    audiences=ALL_SIDES,
    disclosed=("number", "condition", "record", "reason"),
    to_applicant=as_news(
        _("A record on a condition of the licence %(licence)s does not count any more. See what may leave now.")
    ),
    internal=("under",),
    under_office=Office.CASE_OFFICER,
)
CONDITION_WARNED: Final = EventDeclaration(
    "condition.warned",
    _("Warning: a condition was not met in time"),
    audiences=ALL_SIDES,
    disclosed=_CONSEQUENCE,
    to_applicant=as_task(
        _("A condition of the licence %(licence)s was due on %(due_on)s and is not met. This is a warning. File the evidence.")
    ),
    to_authority=as_news(
        _("A condition of the licence %(licence)s was due on %(due_on)s and is not met. Its holder is warned.")
    ),
)
CONDITION_BARRED: Final = EventDeclaration(
    "condition.barred",
    _("No further requests: a condition was not met in time"),
    audiences=ALL_SIDES,
    disclosed=_CONSEQUENCE,
    to_applicant=as_task(
        _(
            "A condition of the licence %(licence)s was due on %(due_on)s and is not met. "
            "You can file no further requests until it is. File the evidence."
        )
    ),
    to_authority=as_news(
        _("A condition of the licence %(licence)s was due on %(due_on)s and is not met. Its holder can file no requests.")
    ),
)
SUSPENDED_UNMET: Final = EventDeclaration(
    "licence.suspended_unmet",
    _("Licence suspended: a condition was not met in time"),
    audiences=ALL_SIDES,
    disclosed=(*_CONSEQUENCE, "reason"),
    to_applicant=as_task(
        _(
            "A condition of the licence %(licence)s was due on %(due_on)s and is not met. The licence is suspended, and "
            "nothing may leave under it. File the evidence."
        )
    ),
    to_authority=as_news(
        _("A condition of the licence %(licence)s was due on %(due_on)s and is not met. The licence is suspended.")
    ),
)
CONSEQUENCE_ENDED: Final = EventDeclaration(
    "condition.consequence_ended",
    _("Consequence of an unmet condition ended"),
    audiences=ALL_SIDES,
    disclosed=(*_CONSEQUENCE, "ended_as"),
    to_applicant=as_news(_("What followed from an unmet condition of the licence %(licence)s has ended.")),
)
CONSEQUENCE_LIFTED: Final = EventDeclaration(
    "condition.consequence_lifted",
    _("Consequence of an unmet condition lifted"),
    audiences=ALL_SIDES,
    disclosed=(*_CONSEQUENCE, "reason"),
    internal=("under",),
    to_applicant=as_news(
        _("A case officer lifted what followed from an unmet condition of the licence %(licence)s. It is still to be met.")
    ),
    under_office=Office.CASE_OFFICER,
)
RESUMED: Final = EventDeclaration(
    "licence.resumed",
    _("Licence in force again after an unmet condition"),
    audiences=ALL_SIDES,
    disclosed=("number",),
    to_applicant=as_news(_("The licence %(licence)s is in force again.")),
)
EVIDENCE_RETURNED: Final = EventDeclaration(
    "evidence.returned",
    _("Evidence returned"),
    audiences=APPLICANT_AND_SYSTEMS,
    disclosed=(*_EVIDENCE, "reason"),
    to_applicant=as_task(
        _("The evidence on a condition of %(licence)s came back to you. See what is missing; it is due on %(due_on)s.")
    ),
    internal=("under",),
    under_office=Office.CASE_OFFICER,
)
