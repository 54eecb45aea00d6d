"""Tables, constraints and querysets. Import models from here."""

from licensing.models.assessment.certificates import (
    Certificate,
    CertificateCheck,
    CertificateCitation,
    CertificateLine,
    CertificateStep,
)
from licensing.models.assessment.lists import ListVersion
from licensing.models.assessment.records import Assessment, AssessmentLapse
from licensing.models.assessment.screening import CaseScreening, Disposition, ScreeningHit
from licensing.models.clocks.clock import Clock, ClockPause, Reminder, ReminderPolicy
from licensing.models.clocks.sweep import Sweep
from licensing.models.decisions.correction import DecisionCorrection
from licensing.models.decisions.decision import Countersignature, Decision, DecisionLine
from licensing.models.decisions.sitting import AgendaItem, Attendance, Minutes, Sitting
from licensing.models.documents.papers import Paper
from licensing.models.licences.changing.suspension import LicenceSuspension, ReinstatementProposal
from licensing.models.licences.changing.variation import LicenceVariation
from licensing.models.licences.condition_record import ConditionRecord, VoidedRecord
from licensing.models.licences.consequence import DutyConsequence
from licensing.models.licences.licence import Licence, LicenceCondition, LicenceLine, Usage, UsageReview
from licensing.models.licences.milestone import MetMilestone
from licensing.models.licences.monitoring.review import LicenceReview
from licensing.models.licences.monitoring.visit import LicenceVisit, VisitConcern
from licensing.models.licences.obligation import ConditionDuty, UseReport
from licensing.models.licences.report_difference import ReportDifference
from licensing.models.licences.revocation import RevocationAppeal, RevocationRuling
from licensing.models.people.absences import Absence
from licensing.models.people.account_proposals import AccountProposal
from licensing.models.people.actor import CaseDuty, Recusal, read_actor
from licensing.models.people.addresses import AddressChange
from licensing.models.people.admission.invitation import Invitation
from licensing.models.people.admission.registration import Registration, RegistrationDocument
from licensing.models.people.bodies import Body, Organisation
from licensing.models.people.holdings import Appointment, Mandate, Membership, list_organisations_of
from licensing.models.people.rights import EmergencyAccess, RightCorrection, RightProposal
from licensing.models.people.sessions import PasswordRequest, Session
from licensing.models.people.systems import Authorisation, IssuedToken, System, SystemSecret
from licensing.models.people.users import User
from licensing.models.plans.contract_reviews import ContractReview
from licensing.models.plans.country_plans import CountryPlan, PlanBody, PlanComment, Project, ProjectVolume
from licensing.models.plans.interests import Interest, InterestStep, InterestVolume
from licensing.models.plans.investments import ProjectInvestment
from licensing.models.plans.measures import Measure, MeasureEnd, MeasureNotice
from licensing.models.plans.parents import CeilingDraw, ParentAuthorisation, ParentCeiling
from licensing.models.plans.participants import MakerCapacity, Participant
from licensing.models.plans.plan_versions import PlanVersion, ProjectRuling
from licensing.models.record.alarm import Alarm
from licensing.models.record.change import Change
from licensing.models.record.delivery import Bookmark, Delivery, Endpoint, StoredAnswer, UnsentEvent
from licensing.models.record.event import ChainHead, Event
from licensing.models.record.kept_form import KeptForm
from licensing.models.record.rates import CallCount
from licensing.models.reference.calendars import Calendar, Holiday, QuietHours, ReminderRule
from licensing.models.reference.case_kinds import CaseKind, DocumentType, Requirement
from licensing.models.reference.certificate_templates import CertificateTemplate
from licensing.models.reference.change_sets import ChangeLine, ChangeSet, ReleaseHead, Rewording, Shipment
from licensing.models.reference.criteria import Criterion, CriterionQuestion, CriterionSet
from licensing.models.reference.lists import (
    Condition,
    ControlEntry,
    Country,
    Currency,
    ExchangeRate,
    Incoterm,
    RefusalGround,
    ReturnGround,
    Unit,
)
from licensing.models.reference.source_kinds import SourceKind
from licensing.models.reference.trial_runs import TrialRun
from licensing.models.requests.advice import FiledFinding
from licensing.models.requests.case import Case, CaseVersion
from licensing.models.requests.content import Document, Item, Party, PlanProject, RouteLeg
from licensing.models.requests.imports import ItemImport
from licensing.models.requests.question import Answer, Question
from licensing.models.requests.working_copy import WorkingCopy
from licensing.models.signoff.procedure import Procedure, RoutingRow, Seat, Stage
from licensing.models.signoff.round import NeedLapse, NeedStatement, Position, Round, RoundSeat, StandingPosition
from licensing.models.supply.families import ItemFamily
from licensing.models.supply.plans import SupplyPeriod, SupplyPlan
from licensing.models.supply.reservations import SupplyReservation
from licensing.models.supply.splitting import SplittingRule

__all__ = [
    "Absence",
    "AccountProposal",
    "AddressChange",
    "AgendaItem",
    "Alarm",
    "Answer",
    "Appointment",
    "Assessment",
    "AssessmentLapse",
    "Attendance",
    "Authorisation",
    "Body",
    "Bookmark",
    "Calendar",
    "CallCount",
    "Case",
    "CaseDuty",
    "CaseKind",
    "CaseScreening",
    "CaseVersion",
    "CeilingDraw",
    "Certificate",
    "CertificateCheck",
    "CertificateCitation",
    "CertificateLine",
    "CertificateStep",
    "CertificateTemplate",
    "ChainHead",
    "Change",
    "ChangeLine",
    "ChangeSet",
    "Clock",
    "ClockPause",
    "Condition",
    "ConditionDuty",
    "ConditionRecord",
    "ContractReview",
    "ControlEntry",
    "Countersignature",
    "Country",
    "CountryPlan",
    "Criterion",
    "CriterionQuestion",
    "CriterionSet",
    "Currency",
    "Decision",
    "DecisionCorrection",
    "DecisionLine",
    "Delivery",
    "Disposition",
    "Document",
    "DocumentType",
    "DutyConsequence",
    "EmergencyAccess",
    "Endpoint",
    "Event",
    "ExchangeRate",
    "FiledFinding",
    "Holiday",
    "Incoterm",
    "Interest",
    "InterestStep",
    "InterestVolume",
    "Invitation",
    "IssuedToken",
    "Item",
    "ItemFamily",
    "ItemImport",
    "KeptForm",
    "Licence",
    "LicenceCondition",
    "LicenceLine",
    "LicenceReview",
    "LicenceSuspension",
    "LicenceVariation",
    "LicenceVisit",
    "ListVersion",
    "MakerCapacity",
    "Mandate",
    "Measure",
    "MeasureEnd",
    "MeasureNotice",
    "Membership",
    "MetMilestone",
    "Minutes",
    "NeedLapse",
    "NeedStatement",
    "Organisation",
    "Paper",
    "ParentAuthorisation",
    "ParentCeiling",
    "Participant",
    "Party",
    "PasswordRequest",
    "PlanBody",
    "PlanComment",
    "PlanProject",
    "PlanVersion",
    "Position",
    "Procedure",
    "Project",
    "ProjectInvestment",
    "ProjectRuling",
    "ProjectVolume",
    "Question",
    "QuietHours",
    "Recusal",
    "RefusalGround",
    "Registration",
    "RegistrationDocument",
    "ReinstatementProposal",
    "ReleaseHead",
    "Reminder",
    "ReminderPolicy",
    "ReminderRule",
    "ReportDifference",
    "Requirement",
    "ReturnGround",
    "RevocationAppeal",
    "RevocationRuling",
    "Rewording",
    "RightCorrection",
    "RightProposal",
    "Round",
    "RoundSeat",
    "RouteLeg",
    "RoutingRow",
    "ScreeningHit",
    "Seat",
    "Session",
    "Shipment",
    "Sitting",
    "SourceKind",
    "SplittingRule",
    "Stage",
    "StandingPosition",
    "StoredAnswer",
    "SupplyPeriod",
    "SupplyPlan",
    "SupplyReservation",
    "Sweep",
    "System",
    "SystemSecret",
    "TrialRun",
    "Unit",
    "UnsentEvent",
    "Usage",
    "UsageReview",
    "UseReport",
    "User",
    "VisitConcern",
    "VoidedRecord",
    "WorkingCopy",
    "list_organisations_of",
    "read_actor",
]
