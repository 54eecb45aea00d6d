"""Lists of listed parties, the screening of cases against them, and what was said of hits."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from licensing.choices import Audience, Concerned, Freshness, Office
from licensing.policy.record.declaration import APPLICANT_AND_SYSTEMS, EventDeclaration, as_news, as_task

_LIST: Final = ("version", "person", "code", "number", "under")

LIST_PREPARED: Final = EventDeclaration(
    "list.prepared",
    _("Version of a list of listed parties prepared"),
    deliberation=True,
    internal=_LIST,
    concerned=(Concerned.POLICY,),
    to_concerned=as_task(_("A version of a list of listed parties is prepared. See what it changes; publish or decline it.")),
    step_up=Freshness.SITTING,
    under_office=Office.POLICY_OFFICER,
)
LIST_PUBLISHED: Final = EventDeclaration(
    "list.published",
    _("Version of a list of listed parties published"),
    deliberation=True,
    internal=(*_LIST, "digest"),
    concerned=(Concerned.POLICY, Concerned.AUDITORS),
    to_concerned=as_news(_("A version of a list of listed parties was published. Live cases are held against it now.")),
    to_keepers=as_news(_("A version of a list of listed parties was published. Live cases are held against it now.")),
    step_up=Freshness.NOW,
    under_office=Office.POLICY_OFFICER,
)
LIST_DECLINED: Final = EventDeclaration(
    "list.declined",
    _("Version of a list of listed parties declined"),
    deliberation=True,
    internal=(*_LIST, "reason"),
    concerned=(Concerned.PERSON,),
    to_concerned=as_news(_("The version of a list of listed parties that you prepared was declined.")),
    step_up=Freshness.NOW,
    under_office=Office.POLICY_OFFICER,
)
# Once for each batch of cases; it covers what was written of all of them.
CASES_SCREENED: Final = EventDeclaration(
    "list.screened",
    _("Cases held against a version of a list"),
    deliberation=True,
    internal=("version", "code", "number", "cases", "with_hits"),
)
HITS_FOUND: Final = EventDeclaration(
    "case.hits_found",
    _("Parties named like listed ones"),
    audiences=(Audience.OFFICERS,),
    deliberation=True,
    internal=("hits", "strong"),
    changes_revision=False,
    to_authority=as_task(_("Parties of %(reference)s are named like listed ones. Look at the hits on its page.")),
)
HIT_DISPOSED: Final = EventDeclaration(
    "hit.disposed",
    _("Said of a hit who it is"),
    deliberation=True,
    internal=("hit", "list", "verdict", "standing", "reason", "under"),
    under_office=Office.CASE_OFFICER,
)

_ASSESSED: Final = ("assessment", "kind", "result", "version", "digest", "data_on", "expires_on", "under", "release")

ASSESSED: Final = EventDeclaration(
    "assessment.recorded",
    _("Assessment recorded"),
    audiences=(Audience.SEATS,),
    deliberation=True,
    internal=("body", *_ASSESSED),
    to_authority=as_news(_("An assessment of %(reference)s is recorded. Seats that waited for it can speak.")),
    under_mandate_of="body",
    cites_release=True,
)
ASSESSED_BY_OFFICER: Final = EventDeclaration(
    "assessment.recorded_by_officer",
    _("Assessment recorded by a case officer"),
    audiences=(Audience.SEATS,),
    deliberation=True,
    internal=_ASSESSED,
    to_authority=as_news(_("An assessment of %(reference)s is recorded. Seats that waited for it can speak.")),
    under_office=Office.CASE_OFFICER,
    cites_release=True,
)
ASSESSMENT_LAPSED: Final = EventDeclaration(
    "assessment.lapsed",
    _("Assessment lapsed"),
    audiences=(Audience.OFFICERS, Audience.ASSESSORS, Audience.SEATS),
    deliberation=True,
    internal=("assessment", "kind", "reason", "because"),
    to_authority=as_task(_("An assessment of %(reference)s holds no longer. Its page says why; it is made again.")),
)
# The applicant reads what was changed and why; it is a word of the authority to them, and no part of the deliberation.
ENTRIES_CHANGED: Final = EventDeclaration(
    "classification.changed",
    _("Control entries changed by the authority"),
    audiences=APPLICANT_AND_SYSTEMS,
    disclosed=("entries", "uncontrolled", "reason"),
    internal=("assessment",),
    to_applicant=as_news(
        _("The authority classifies goods of %(reference)s otherwise than filed. The page of the request says how, and why.")
    ),
)
# The applicant reads which certificate the authority took up, which is their own; nothing of what is found of it.
CERTIFICATE_CITED: Final = EventDeclaration(
    "certificate.cited",
    _("End-user certificate cited"),
    disclosed=("number",),
    internal=("certificate", "country", "authority", "is_new", "covers", "document", "replaced", "under"),
    under_office=Office.CASE_OFFICER,
)
CERTIFICATE_AMENDED: Final = EventDeclaration(
    "certificate.amended",
    _("End-user certificate corrected"),
    deliberation=True,
    internal=("certificate", "number", "revision", "changes", "reason", "under"),
    under_office=Office.CASE_OFFICER,
)
CERTIFICATE_CHECKED: Final = EventDeclaration(
    "certificate.checked",
    _("Elements of an end-user certificate checked"),
    deliberation=True,
    internal=("certificate", "check", "number", "revision", "missing", "under"),
    under_office=Office.CASE_OFFICER,
)
CERTIFICATE_STEP_TAKEN: Final = EventDeclaration(
    "certificate.step_taken",
    _("Step on the authenticity of an end-user certificate"),
    deliberation=True,
    internal=("certificate", "step", "number", "revision", "kind", "result", "authenticity", "under"),
    under_office=Office.CASE_OFFICER,
)
# What is found false may have been granted on already: who looks at licences again listens to this.
CERTIFICATE_FOUND_FALSE: Final = EventDeclaration(
    "certificate.found_false",
    _("End-user certificate found to be false"),
    audiences=(Audience.OFFICERS, Audience.SEATS),
    deliberation=True,
    internal=("certificate", "number", "step", "cited_by"),
    to_authority=as_task(_("The end-user certificate of %(reference)s was found to be false. Its page says by which step.")),
)
