"""`manage.py first_administrator EMAIL NAME`: create the account of the person who appoints all others."""

from __future__ import annotations

from licensing.acts.people.rights.administrators import appoint_first_administrator
from licensing.management.first_person import FirstPersonCommand


class Command(FirstPersonCommand):
    help = "Name one of the two first administrators of people; asks for a password (or reads it from standard input)."
    name = "first_administrator"
    may_now = "sign in, let others in and appoint them"
    appoint = staticmethod(appoint_first_administrator)
