"""Every table of the database, each declared once: what the application may do with it, and how its rows are vouched for.

The grants of the application's role, the triggers that keep the record, the verification and a test that walks every column
read this page. A table or a column that nobody has declared is refused by that test.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field
from enum import Enum
from typing import Final

from licensing.policy.record.declaration import Matter
from licensing.policy.record.event_kinds import EventKind
from licensing.policy.reference.governed import GOVERNED


class Rights(Enum):
    """What the application's role may do with the rows of a table."""

    READ = ("SELECT",)
    ADD = ("SELECT", "INSERT")
    KEEP = ("SELECT", "INSERT", "UPDATE")
    ALL = ("SELECT", "INSERT", "UPDATE", "DELETE")


class Proof(Enum):
    """How it is proved that the rows of a table are what was written."""

    # Every change is kept beside the chain and covered by the digest of an event: the rows must be what the changes come to.
    CHANGES = "changes"
    # A change must go with an event of its case; once a request is filed, its rows must be what its last version says.
    FILED = "filed"
    # It is the chain itself, or what the chain covers.
    CHAIN = "chain"
    # It decides nothing; `because` says why.
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Deciding:
    """A matter on which a table decides: whoever changes it chains an event that tells of it, besides one that covers it.

    With `columns` only a change of these asks for it, and in `new_rows` a value that is neither empty nor false.
    """

    matter: Matter
    columns: tuple[str, ...] = ()
    new_rows: bool = True

    @property
    def kinds(self) -> dict[str, str]:
        """The codes of the kinds that tell of it, each with the field of its data that names the row; empty where none does."""
        return {
            kind.value: kind.declaration.tells_of[self.matter] for kind in EventKind if self.matter in kind.declaration.tells_of
        }


@dataclass(frozen=True, slots=True)
class Table:
    """One table. `left_out` are columns that prove nothing, each with the reason; `frozen` never change in a row.

    What `decides` is changed only with an event that tells of it; where nothing does, every event that covers it will do.
    `case` is the column by which a row of a request names its case, for tables that are proved by what was filed.
    """

    rights: Rights
    proof: Proof = Proof.CHANGES
    _: KW_ONLY
    frozen: tuple[str, ...] = ()
    left_out: Mapping[str, str] = field(default_factory=dict)
    case: str = "case_id"
    decides: tuple[Deciding, ...] = ()
    because: str = ""


_WHEN_READ: Final = "a counter against stale writes; it decides nothing afterwards"
_LIBRARY: Final = "kept by a library for signing in; what a person did is in the chain under their account"
_NOT_FILED: Final = "what somebody is still typing or trying; it counts for nothing until an act takes it, which has its event"
_NEVER_COPIED: Final = "a secret is never copied, not even encrypted; who made it and when is in the record"
_OUTBOX: Final = "how messages travel; what they tell of is in the chain, and a lost message can be sent again from it"
_UNUSED: Final = "nothing here asks for Django's groups and permissions: rights follow from appointments, memberships, mandates"


_GOVERNED: Final = Table(Rights.KEEP, decides=(Deciding(Matter.GOVERNED),))
_RIGHT: Final = (Deciding(Matter.RIGHT),)


def _library(rights: Rights = Rights.ALL, because: str = _LIBRARY) -> Table:
    return Table(rights, Proof.NONE, because=because)


def _written_once(*, frozen: tuple[str, ...] = ()) -> Table:
    return Table(Rights.ADD, frozen=frozen)


TABLES: Final[Mapping[str, Table]] = {
    # The chain
    "licensing_event": Table(
        Rights.ADD,
        Proof.CHAIN,
        left_out={"public_id": "a random name for other systems; what happened, to what and when, the digest covers"},
        because="each row's digest covers it and the one before",
    ),
    "licensing_change": Table(Rights.READ, Proof.CHAIN, because="the digests of events cover its rows"),
    "licensing_chainhead": Table(Rights.KEEP, Proof.CHAIN, because="it must be the last event"),
    "licensing_alarm": Table(
        Rights.ADD, Proof.NONE, because="it only stops writing; that its owner settled it is an event, with the reason"
    ),
    # Cases and what was filed
    "licensing_case": Table(
        Rights.KEEP, frozen=("kind_id", "organisation_id", "created_by_id", "created_at"), left_out={"revision": _WHEN_READ}
    ),
    "licensing_caseversion": _written_once(),
    "licensing_filedfinding": _written_once(),
    "licensing_item": Table(Rights.ALL, Proof.FILED),
    "licensing_item_control_entries": Table(Rights.ALL, Proof.FILED, case="item_id"),
    "licensing_party": Table(Rights.ALL, Proof.FILED),
    "licensing_planproject": Table(Rights.ALL, Proof.FILED),
    "licensing_routeleg": Table(
        Rights.ALL, Proof.FILED, left_out={"number": "only the order of the legs; another order is another route, and found"}
    ),
    "licensing_document": Table(Rights.KEEP, frozen=("case_id", "file", "sha256", "size", "attached_by_id", "attached_at")),
    "licensing_keptform": Table(Rights.ALL, Proof.NONE, because=_NOT_FILED),
    "licensing_workingcopy": Table(Rights.ALL, Proof.NONE, because=_NOT_FILED),
    "licensing_itemimport": Table(Rights.ALL, Proof.NONE, because=_NOT_FILED),
    "licensing_trialrun": Table(
        Rights.ALL,
        Proof.NONE,
        because="what somebody tried; each step of a change set has a trial of its own, kept with it",
    ),
    "licensing_question": Table(Rights.KEEP, frozen=("case_id", "number", "text", "asked_by_id", "asked_at")),
    "licensing_answer": _written_once(),
    "licensing_caseduty": _written_once(),
    "licensing_recusal": _written_once(),
    # Collective sign-off
    "licensing_round": Table(Rights.KEEP, frozen=("case_id", "stage_id", "version_id", "number", "rule", "opened_at")),
    "licensing_roundseat": _written_once(),
    "licensing_position": _written_once(),
    "licensing_standingposition": Table(Rights.ALL),
    "licensing_needstatement": _written_once(),
    "licensing_supplyplan": _written_once(),
    "licensing_supplyperiod": _written_once(),
    "licensing_supplyreservation": Table(
        Rights.KEEP, frozen=("case_id", "number", "family_id", "on", "quantity", "reserved_at")
    ),
    "licensing_needlapse": _written_once(),
    # What requests draw on
    "licensing_contractreview": Table(Rights.KEEP, frozen=("authorisation_id", "number", "due_on", "subject")),
    "licensing_parentauthorisation": Table(Rights.KEEP, frozen=("case_id", "project_id", "years", "reserve_days")),
    "licensing_parentceiling": Table(
        Rights.KEEP,
        frozen=("authorisation_id", "line", "year", "name", "model", "maker", "family_id", "unit_id", "currency_id", "price"),
    ),
    "licensing_ceilingdraw": _written_once(),
    # Decisions
    "licensing_decision": _written_once(),
    "licensing_decisionline": _written_once(),
    "licensing_countersignature": _written_once(),
    "licensing_decisioncorrection": _written_once(),
    "licensing_sitting": Table(Rights.KEEP, frozen=("body_id", "called_by_id", "called_at")),
    "licensing_attendance": Table(Rights.ALL),
    "licensing_agendaitem": Table(Rights.ALL, frozen=("sitting_id", "case_id")),
    "licensing_minutes": _written_once(),
    # Licences
    "licensing_licence": Table(
        Rights.KEEP, frozen=("number", "case_id", "organisation_id", "issued_at", "zone"), left_out={"revision": _WHEN_READ}
    ),
    "licensing_licenceline": Table(Rights.KEEP, frozen=("licence_id", "number", "name", "model", "unit_id")),
    "licensing_usage": _written_once(),
    "licensing_usagereview": _written_once(),
    "licensing_licencecondition": Table(
        Rights.KEEP,
        frozen=(
            "licence_id",
            "number",
            "condition_id",
            "parameters",
            "texts",
            "rule",
            "breach",
            "evidence",
            "blocks_start",
            "replaces_id",
        ),
    ),
    "licensing_conditionrecord": _written_once(),
    "licensing_voidedrecord": _written_once(),
    "licensing_conditionduty": Table(Rights.KEEP, frozen=("condition_id", "after_id")),
    "licensing_dutyconsequence": Table(Rights.KEEP, frozen=("duty_id", "kind", "suspends", "began_at")),
    "licensing_licencesuspension": Table(
        Rights.KEEP, frozen=("licence_id", "reason", "ordered_by_id", "ordered_at", "confirm_by")
    ),
    "licensing_reinstatementproposal": Table(Rights.KEEP, frozen=("suspension_id", "reason", "proposed_by_id", "proposed_at")),
    "licensing_licencereview": Table(
        Rights.KEEP, frozen=("licence_id", "number", "cause", "finding", "opened_by_id", "opened_at", "due_on")
    ),
    "licensing_licencevisit": Table(
        Rights.KEEP,
        frozen=("licence_id", "number", "kind", "place", "due_on", "planned_by_id", "planned_at"),
    ),
    "licensing_visitconcern": _written_once(),
    "licensing_licencevariation": Table(
        Rights.KEEP,
        frozen=(
            *("licence_id", "number", "by_holder", "reason", "asked_by_id", "asked_at", "due_on"),
            *("valid_until", "quantities", "parties", "route"),
        ),
    ),
    "licensing_paper": _written_once(),
    "licensing_usereport": _written_once(),
    "licensing_reportdifference": Table(Rights.KEEP, frozen=("licence_id", "report_id", "duty_id", "lines", "found_at")),
    "licensing_metmilestone": _written_once(),
    "licensing_revocationappeal": _written_once(),
    "licensing_revocationruling": _written_once(),
    # Clocks
    "licensing_clock": Table(
        Rights.KEEP,
        frozen=("case_id", "calendar_id"),
        left_out={
            "wake_at": "when the sweep looks again; it follows from the due moment and the pauses",
            "calendar_version": "names the days by which the due moment, itself recorded, was last counted",
        },
    ),
    "licensing_clockpause": Table(Rights.KEEP, frozen=("clock_id", "reason", "owner", "question_id", "since")),
    "licensing_reminder": Table(
        Rights.KEEP,
        Proof.NONE,
        because="what is owed follows from clocks, licences and rules, all of them recorded; that one was sent is an event",
    ),
    "licensing_reminderpolicy": Table(
        Rights.KEEP, Proof.NONE, because="how far the reminders have been recomputed; it only tells the sweep where to go on"
    ),
    "licensing_sweep": Table(
        Rights.KEEP, Proof.NONE, because="when each periodic task last ran; it says that work is done, and decides nothing"
    ),
    # What partners want before any request
    "licensing_interest": Table(
        Rights.KEEP, frozen=("reference", "organisation_id", "title", "urgency", "financing", "filed_at", "carried_from_id")
    ),
    "licensing_intereststep": _written_once(),
    "licensing_interestvolume": _written_once(),
    # People and their rights
    "licensing_user": Table(
        Rights.KEEP,
        frozen=("date_joined",),
        decides=(
            Deciding(Matter.ADDRESS, ("email",), new_rows=False),
            Deciding(Matter.DESK, ("is_staff", "is_superuser")),
        ),
        left_out={
            "password": "a secret is never copied, not even as a hash; a new one is no new right",
            "last_login": "written at every sign-in",
            "language": "a preference of the person for reading",
            "time_zone": "a preference of the person for reading",
            "wants_digest": "a preference of the person for reading",
        },
    ),
    "licensing_accountproposal": Table(
        Rights.KEEP, frozen=("step", "person_id", "subject", "reason", "proposed_by_id", "proposed_at", "due_at")
    ),
    "licensing_addresschange": Table(Rights.KEEP, frozen=("person_id", "former", "address", "asked_at")),
    "licensing_passwordrequest": Table(
        Rights.ALL,
        Proof.NONE,
        because="addresses of a forgotten password, until they are written to; a new password is an event",
    ),
    "licensing_session": Table(Rights.ALL, Proof.NONE, because="who is signed in where; what they do is in the chain"),
    "licensing_organisation": Table(Rights.KEEP),
    "licensing_membership": Table(Rights.KEEP, frozen=("user_id", "organisation_id", "proposal_id"), decides=_RIGHT),
    "licensing_appointment": Table(Rights.KEEP, frozen=("user_id", "kind", "proposal_id"), decides=_RIGHT),
    "licensing_body": Table(
        Rights.KEEP,
        decides=(Deciding(Matter.HEAD, ("head_id",)), Deciding(Matter.GOVERNED, GOVERNED["bodies"].columns)),
    ),
    "licensing_mandate": Table(Rights.KEEP, frozen=("user_id", "body_id", "proposal_id"), decides=_RIGHT),
    "licensing_rightcorrection": Table(
        Rights.KEEP,
        frozen=(
            *("mandate_id", "appointment_id", "membership_id", "body_id", "head_id", "first_on", "end_on", "reason"),
            *("corrected_by_id", "corrected_at", "touched"),
        ),
        decides=(Deciding(Matter.CORRECTION),),
    ),
    "licensing_absence": Table(
        Rights.KEEP,
        frozen=("person_id", "mandate_id", "deputy_id", "first_on", "end_on", "recorded_at"),
        decides=(Deciding(Matter.ABSENCE),),
    ),
    "licensing_emergencyaccess": Table(
        Rights.KEEP,
        frozen=("person_id", "case_id", "reason", "proposed_by_id", "proposed_at", "due_at"),
        decides=(Deciding(Matter.ACCESS),),
    ),
    "licensing_rightproposal": Table(
        Rights.KEEP,
        frozen=(
            *("kind", "person_id", "body_id", "organisation_id", "role", "order", "scope", "first_on", "end_on", "reason"),
            *("emergency", "proposed_by_id", "proposed_at", "due_at"),
        ),
        decides=(Deciding(Matter.PROPOSAL),),
    ),
    "licensing_invitation": Table(
        Rights.KEEP,
        frozen=("email", "organisation_id", "role", "reason", "invited_by_id", "invited_at"),
        left_out={"token_digest": "what the link is recognised by; a secret is never copied, not even as a digest"},
    ),
    "licensing_registration": Table(
        Rights.KEEP,
        frozen=("asked_at",),
        left_out={"token_digest": "what the link is recognised by; a secret is never copied, not even as a digest"},
    ),
    "licensing_registrationdocument": Table(Rights.KEEP, frozen=("registration_id", "file", "sha256", "size", "attached_at")),
    "licensing_system": Table(
        Rights.KEEP,
        frozen=(
            *("client_id", "kind", "is_public", "account_id", "scopes", "redirect_uris", "end_on", "reason"),
            *("proposed_by_id", "proposed_at", "due_at"),
        ),
        left_out={"last_used_at": "written now and then as it calls; what it did is in the chain"},
    ),
    "licensing_systemsecret": Table(Rights.KEEP, frozen=("system_id", "digest", "made_by_id", "made_at")),
    "licensing_authorisation": Table(
        Rights.KEEP,
        frozen=("system_id", "person_id", "scopes", "allowed_at", "confirmed_at", "by_second_factor", "ends_at"),
    ),
    "licensing_issuedtoken": Table(
        Rights.ALL,
        Proof.NONE,
        because="with which secret a token was got, for an hour; secrets are in the chain",
    ),
    "licensing_user_groups": _library(because=_UNUSED),
    "licensing_user_user_permissions": _library(because=_UNUSED),
    # Procedures and reference data
    "licensing_procedure": _GOVERNED,
    "licensing_stage": _GOVERNED,
    "licensing_seat": _GOVERNED,
    "licensing_routingrow": _GOVERNED,
    **{
        f"licensing_{name}": _GOVERNED
        for name in (
            *("calendar", "casekind", "certificatetemplate"),
            *(
                "condition",
                "controlentry",
                "country",
                "criterion",
                "criterionquestion",
                "criterionset",
                "currency",
                "documenttype",
            ),
            *("exchangerate", "incoterm", "itemfamily", "quiethours", "refusalground", "reminderrule", "requirement"),
            *("returnground", "sourcekind", "splittingrule", "unit"),
        )
    },
    "licensing_holiday": Table(Rights.ALL, decides=_GOVERNED.decides),
    "licensing_changeset": Table(Rights.KEEP),
    "licensing_changeline": Table(Rights.ALL, frozen=("change_set_id", "list", "key")),
    "licensing_rewording": Table(
        Rights.KEEP, frozen=("list", "key", "before", "after", "reason", "reworded_by_id", "reworded_at")
    ),
    "licensing_shipment": Table(
        Rights.ADD, Proof.NONE, because="what the next shipped files are compared with; two persons decide what follows from it"
    ),
    "licensing_releasehead": Table(Rights.KEEP, Proof.CHAIN, because="it must be the last release that the chain tells of"),
    "licensing_measure": Table(
        Rights.KEEP,
        frozen=(
            *("code", "version", "kind", "titles", "scope", "exemptions", "in_flight", "percent", "authority", "document_no"),
            *("ceiling", "unit", "period", "tier"),
            *("document_on", "valid_from", "valid_until", "reason", "supersedes_id", "prepared_by_id", "prepared_at"),
        ),
    ),
    "licensing_measureend": Table(
        Rights.KEEP,
        frozen=("measure_id", "lifted_from", "authority", "document_no", "reason", "proposed_by_id", "proposed_at"),
    ),
    "licensing_measurenotice": Table(Rights.KEEP, frozen=("measure_id", "case_id", "told_at")),
    # Screening
    "licensing_listversion": Table(
        Rights.KEEP,
        frozen=(
            *("code", "number", "title", "source", "shape", "file_digest", "digest", "as_of", "entries", "names"),
            *("prepared_by_id", "prepared_at"),
        ),
        left_out={"content": "the digest beside it stands for it, and is compared whenever a process reads the list"},
    ),
    "licensing_casescreening": Table(Rights.KEEP, frozen=("case_id", "list_code")),
    "licensing_screeninghit": Table(
        Rights.KEEP,
        frozen=(
            *("case_id", "party", "entry", "party_name", "list_code", "version_id", "listed", "matched", "is_primary"),
            *("score", "strength", "tokens", "found_at"),
        ),
    ),
    "licensing_disposition": _written_once(),
    "licensing_assessment": _written_once(),
    "licensing_assessmentlapse": _written_once(),
    # End-user certificates
    "licensing_certificate": Table(Rights.KEEP, frozen=("country_id", "authority", "number", "recorded_by_id", "recorded_at")),
    "licensing_certificateline": Table(Rights.ALL, frozen=("certificate_id", "number")),
    "licensing_certificatecitation": Table(
        Rights.KEEP, frozen=("case_id", "certificate_id", "covers", "document_id", "cited_by_id", "cited_at")
    ),
    "licensing_certificatecheck": _written_once(),
    "licensing_certificatestep": _written_once(),
    # Country plans
    "licensing_countryplan": Table(Rights.KEEP, frozen=("code", "country_id", "owner_id", "opened_by_id", "opened_at")),
    "licensing_planbody": Table(Rights.KEEP, frozen=("plan_id", "body_id", "joined_at")),
    "licensing_project": Table(Rights.KEEP, frozen=("plan_id", "number", "origin_id")),
    "licensing_projectvolume": Table(Rights.ALL, frozen=("project_id",)),
    "licensing_projectinvestment": Table(
        Rights.KEEP,
        frozen=(
            *("project_id", "side", "investor", "instrument", "amount", "currency_id", "planned_at"),
            *("maker", "ownership", "family_id", "capacity", "per_month", "from_on", "investor_row_id", "maker_row_id"),
        ),
    ),
    "licensing_participant": Table(Rights.KEEP, frozen=("entered_by_id", "entered_at")),
    "licensing_makercapacity": _written_once(),
    "licensing_plancomment": _written_once(),
    "licensing_planversion": Table(
        Rights.KEEP, frozen=("plan_id", "number", "content", "digest", "submitted_by_id", "submitted_at")
    ),
    "licensing_projectruling": _written_once(),
    # What leaves Dozvil
    "licensing_bookmark": Table(Rights.KEEP, Proof.NONE, because=_OUTBOX),
    "licensing_delivery": Table(Rights.KEEP, Proof.NONE, because=_OUTBOX),
    "licensing_endpoint": Table(
        Rights.KEEP,
        frozen=("owner_id", "organisation_id", "created_at"),
        left_out={
            "secret": _NEVER_COPIED,
            "former_secret": _NEVER_COPIED,
            **dict.fromkeys(("last_number", "failures", "failing_since", "held_until", "disabled_after"), _OUTBOX),
        },
    ),
    "licensing_unsentevent": Table(Rights.ALL, Proof.NONE, because=_OUTBOX),
    "licensing_callcount": Table(Rights.ALL, Proof.NONE, because="counted calls of a client, of which a crash loses some"),
    "licensing_storedanswer": Table(Rights.ALL, Proof.NONE, because="answers to repeated commands; the acts are in the chain"),
    # Libraries
    "django_migrations": _library(Rights.READ, "which migrations this database has; only its owner writes it"),
    "django_content_type": _library(Rights.READ, "the names of the tables; only migrations write it"),
    "auth_permission": _library(Rights.READ, _UNUSED),
    "auth_group": _library(Rights.READ, _UNUSED),
    "auth_group_permissions": _library(Rights.READ, _UNUSED),
    "django_admin_log": _library(Rights.ADD, "a list of recent edits for whoever made them; the edits are in the chain"),
    "dozvil_cache": _library(because="counters that may be lost"),
    "account_emailaddress": _library(),
    "account_emailconfirmation": _library(),
    "mfa_authenticator": _library(),
    "oauth2_provider_accesstoken": _library(),
    "oauth2_provider_application": _library(),
    "oauth2_provider_devicegrant": _library(),
    "oauth2_provider_grant": _library(),
    "oauth2_provider_idtoken": _library(),
    "oauth2_provider_refreshtoken": _library(),
    "socialaccount_socialaccount": _library(),
    "socialaccount_socialapp": _library(),
    "socialaccount_socialtoken": _library(),
}
