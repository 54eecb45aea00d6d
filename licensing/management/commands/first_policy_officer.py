"""`manage.py first_policy_officer EMAIL NAME`: create the account of one of the two who change what decides."""

from __future__ import annotations

from licensing.acts.people.rights.administrators import appoint_first_policy_officer
from licensing.management.first_person import FirstPersonCommand


class Command(FirstPersonCommand):
    help = "Name one of the two first policy officers; asks for a password (or reads it from standard input)."
    name = "first_policy_officer"
    may_now = "sign in, draft changes of what decides, and approve those of another"
    appoint = staticmethod(appoint_first_policy_officer)
