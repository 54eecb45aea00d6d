"""Measures of the state, the cases and licences that they stop, and what requests draw on."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from licensing.choices import Audience, Concerned, Freshness, Office
from licensing.policy.record.declaration import ALL_SIDES, EventDeclaration, as_news, as_task

_MEASURE: Final = ("measure", "person", "code", "version", "under")
_MEASURE_WATCHERS: Final = (Concerned.POLICY, Concerned.OFFICERS, Concerned.AUDITORS)
_STOPPED: Final = ("measure", "version", "authority", "since")
_STOPPED_SIDES: Final = (Audience.APPLICANT, Audience.OFFICERS, Audience.SEATS, Audience.SYSTEMS)

MEASURE_PREPARED: Final = EventDeclaration(
    "measure.prepared",
    _("Measure of the state prepared"),
    deliberation=True,
    internal=_MEASURE,
    concerned=(Concerned.POLICY,),
    to_concerned=as_task(_("A measure of the state is prepared. Look at its trial, and publish or decline it.")),
    step_up=Freshness.SITTING,
    under_office=Office.POLICY_OFFICER,
)
MEASURE_PUBLISHED: Final = EventDeclaration(
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
MEASURE_DECLINED: Final = EventDeclaration(
    "measure.declined",
    _("Measure of the state declined"),
    deliberation=True,
    internal=(*_MEASURE, "reason"),
    concerned=(Concerned.PERSON,),
    to_concerned=as_news(_("A measure of the state that you prepared was declined.")),
    step_up=Freshness.NOW,
    under_office=Office.POLICY_OFFICER,
)
MEASURE_END_PROPOSED: Final = EventDeclaration(
    "measure.end_proposed",
    _("End of a measure proposed"),
    deliberation=True,
    internal=(*_MEASURE, "lifted_from", "reason"),
    concerned=(Concerned.POLICY,),
    to_concerned=as_task(_("The end of a measure of the state is proposed. Confirm or decline it.")),
    step_up=Freshness.SITTING,
    under_office=Office.POLICY_OFFICER,
)
MEASURE_ENDED: Final = EventDeclaration(
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
MEASURE_END_DECLINED: Final = EventDeclaration(
    "measure.end_declined",
    _("End of a measure declined"),
    deliberation=True,
    internal=(*_MEASURE, "reason"),
    concerned=(Concerned.PERSON,),
    to_concerned=as_news(_("The end of a measure of the state that you proposed was declined.")),
    step_up=Freshness.NOW,
    under_office=Office.POLICY_OFFICER,
)
CASE_STOPPED: Final = EventDeclaration(
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
CASE_FREED: Final = EventDeclaration(
    "case.freed",
    _("No longer stopped by a measure of the state"),
    audiences=_STOPPED_SIDES,
    disclosed=_STOPPED,
    changes_revision=False,
    to_applicant=as_news(_("The measure of the state that stopped your request %(reference)s stops it no more.")),
    to_authority=as_news(_("The measure of the state that stopped %(reference)s stops it no more. It goes on.")),
)
LICENCE_STOPPED: Final = EventDeclaration(
    "licence.stopped",
    _("Licence stopped by a measure of the state"),
    audiences=ALL_SIDES,
    disclosed=("number", *_STOPPED),
    changes_revision=False,
    to_applicant=as_news(
        _("A measure of the state stops the licence %(licence)s: what it covers may not leave while that lasts.")
    ),
)
LICENCE_FREED: Final = EventDeclaration(
    "licence.freed",
    _("Licence no longer stopped by a measure of the state"),
    audiences=ALL_SIDES,
    disclosed=("number", *_STOPPED),
    changes_revision=False,
    to_applicant=as_news(_("The measure of the state that stopped the licence %(licence)s stops it no more.")),
)
# Figures of ceilings and draws stay inside: what others have drawn is nobody else's business.
AUTHORISATION_GRANTED: Final = EventDeclaration(
    "authorisation.granted",
    _("Ceilings granted that requests draw on"),
    disclosed=("binding", "starts_on", "ends_on"),
    internal=("ceilings",),
)
AUTHORISATION_CHANGED: Final = EventDeclaration(
    "authorisation.changed",
    _("Authorisation suspended, ended or reduced"),
    audiences=ALL_SIDES,
    disclosed=("change", "reason"),
    internal=("ceilings", "under"),
    to_applicant=as_news(
        _("The authorisation %(reference)s, on which your requests draw, has changed. Its page says how, and why.")
    ),
    to_authority=as_news(_("The authorisation %(reference)s has changed. See which open requests draw on it.")),
    under_office=Office.DECIDER,
)
# That it was held is for everybody; what was found, and why, is the authority's own until somebody acts on it.
CONTRACT_REVIEWED: Final = EventDeclaration(
    "contract.reviewed",
    _("Review of the contract held"),
    audiences=(Audience.APPLICANT, Audience.OFFICERS, Audience.DECIDERS, Audience.SYSTEMS),
    disclosed=("number", "due_on"),
    internal=("result", "reason", "under"),
    to_applicant=as_news(_("A review of your contract %(reference)s was held. Its page says which.")),
    to_authority=as_news(_("A review of the contract %(reference)s was held. Its page says what was found.")),
    under_office=Office.CASE_OFFICER,
)
AUTHORISATION_RAN_OUT: Final = EventDeclaration(
    "authorisation.ran_out",
    _("Last day of the authorisation over"),
    audiences=ALL_SIDES,
    disclosed=("ends_on",),
    changes_revision=False,
    to_applicant=as_news(
        _(
            "The last day of the authorisation %(reference)s is over. "
            "What was granted under it stays granted; new requests name another."
        )
    ),
    to_authority=as_news(_("The last day of the authorisation %(reference)s is over. See which open requests draw on it.")),
)
_BY_CHILDREN = (Audience.APPLICANT, Audience.OFFICERS, Audience.SEATS, Audience.SYSTEMS)
PARENT_SUSPENDED: Final = EventDeclaration(
    "parent.suspended",
    _("The authorisation that the request stands under is suspended"),
    audiences=_BY_CHILDREN,
    disclosed=("parent", "reason"),
    changes_revision=False,
    to_applicant=as_news(
        _("The authorisation under which your request %(reference)s stands is suspended. The request waits until it holds.")
    ),
    to_authority=as_news(
        _("The authorisation under which %(reference)s stands is suspended: it is neither signed nor granted meanwhile.")
    ),
)
PARENT_REINSTATED: Final = EventDeclaration(
    "parent.reinstated",
    _("The authorisation that the request stands under holds again"),
    audiences=_BY_CHILDREN,
    disclosed=("parent", "reason"),
    changes_revision=False,
    to_applicant=as_news(_("The authorisation under which your request %(reference)s stands holds again. It goes on.")),
    to_authority=as_news(_("The authorisation under which %(reference)s stands holds again. It goes on.")),
)
PARENT_ENDED: Final = EventDeclaration(
    "parent.ended",
    _("The authorisation that the request stands under has ended"),
    audiences=_BY_CHILDREN,
    disclosed=("parent", "reason"),
    changes_revision=False,
    to_applicant=as_news(
        _("The authorisation under which your request %(reference)s stands has ended. What was granted stays granted.")
    ),
    to_authority=as_news(_("The authorisation under which %(reference)s stands has ended. What was granted stays granted.")),
)
PARENT_RAN_OUT: Final = EventDeclaration(
    "parent.ran_out",
    _("The last day of the authorisation that the request stands under is over"),
    audiences=_BY_CHILDREN,
    disclosed=("parent", "ends_on"),
    changes_revision=False,
    to_applicant=as_news(
        _(
            "The last day of the authorisation under which your request %(reference)s stands is over. "
            "What was granted stays granted; what is open names another authorisation, or none."
        )
    ),
    to_authority=as_news(
        _(
            "The last day of the authorisation under which %(reference)s stands is over: "
            "what is open is neither signed nor granted under it."
        )
    ),
)
PARENT_NOT_GRANTED: Final = EventDeclaration(
    "parent.not_granted",
    _("What the request stands under was refused, withdrawn or carried over"),
    audiences=_BY_CHILDREN,
    disclosed=("parent", "state"),
    changes_revision=False,
    to_applicant=as_news(
        _(
            "What your request %(reference)s stands under was refused, withdrawn or carried over. "
            "Name another authorisation, or none."
        )
    ),
    to_authority=as_news(
        _("What %(reference)s stands under was refused, withdrawn or carried over: it is neither signed nor granted.")
    ),
)
PARENT_RESERVED: Final = EventDeclaration(
    "parent.reserved", _("Volume of the authorisation reserved"), deliberation=True, internal=("parent", "lines")
)
PARENT_COMMITTED: Final = EventDeclaration(
    "parent.committed", _("Volume of the authorisation granted"), deliberation=True, internal=("parent", "lines")
)
PARENT_GIVEN_BACK: Final = EventDeclaration(
    "parent.given_back", _("Volume of the authorisation given back"), deliberation=True, internal=("parent", "lines")
)
PARENT_MOVED: Final = EventDeclaration(
    "parent.moved", _("Volume of the authorisation taken in another year"), deliberation=True, internal=("parent", "lines")
)
PARENT_LAPSED: Final = EventDeclaration(
    "parent.lapsed",
    _("The time for which a volume was reserved is over"),
    audiences=(Audience.OFFICERS,),
    deliberation=True,
    internal=("parent", "lines"),
    to_authority=as_news(
        _("What an authorisation reserved for %(reference)s is free again: its time is over. A grant takes what is left.")
    ),
)
