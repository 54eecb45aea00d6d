"""The desk of reviewers: an entry point like the others. It parses, calls one act and renders; it holds no rule."""

from licensing.admin.assessment import hits
from licensing.admin.assessment import lists as listed
from licensing.admin.assessment.certificates import pages as certificates
from licensing.admin.decisions import sittings
from licensing.admin.licences import ledger
from licensing.admin.licences import pages as licences
from licensing.admin.people.accounts import addresses
from licensing.admin.people.accounts import pages as accounts
from licensing.admin.people.accounts import proposals as account_proposals
from licensing.admin.people.organisations import bodies, invitations, registrations
from licensing.admin.people.rights import absences, corrections, emergency, proposals
from licensing.admin.people.rights import pages as rights
from licensing.admin.people.systems import pages as systems
from licensing.admin.plans import interests, measures, participants
from licensing.admin.plans.countries import plans as country_plans
from licensing.admin.record import deliveries, endpoints, events
from licensing.admin.reference import lists
from licensing.admin.reference.change_sets import set_admin
from licensing.admin.requests import cases
from licensing.admin.signoff import procedures
from licensing.admin.supply import plans

__all__ = [
    "absences",
    "account_proposals",
    "accounts",
    "addresses",
    "bodies",
    "cases",
    "certificates",
    "corrections",
    "country_plans",
    "deliveries",
    "emergency",
    "endpoints",
    "events",
    "hits",
    "interests",
    "invitations",
    "ledger",
    "licences",
    "listed",
    "lists",
    "measures",
    "participants",
    "plans",
    "procedures",
    "proposals",
    "registrations",
    "rights",
    "set_admin",
    "sittings",
    "systems",
]
