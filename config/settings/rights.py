"""How long what two persons settle waits for the second one, and when anybody proves again who they are."""

from __future__ import annotations

from datetime import timedelta

from config.settings.stage import DEMO, PRODUCTION, TEST, env

# A right that was confirmed holds from the first day that begins after so many hours; for trying, from the day itself.
RIGHTS_DELAY = timedelta(hours=env.read_integer("RIGHTS_DELAY_HOURS", 0 if DEMO else 24, at_most=720))
# One that nobody confirms lapses after so many days.
RIGHTS_CONFIRM_WITHIN = timedelta(days=env.read_integer("RIGHTS_CONFIRM_DAYS", 7, at_least=1, at_most=90))
# The link of an invitation ends after so many days.
INVITATION_TERM = timedelta(days=env.read_integer("INVITATION_DAYS", 7, at_least=1, at_most=30))
# How often one address may ask to register an organisation, and all of them together.
REGISTRATION_RATE: str = env.read_rate("REGISTRATION_RATE", "10/hour")
REGISTRATION_RATE_OF_ALL: str = env.read_rate("REGISTRATION_RATE_OF_ALL", "200/day")
# How often one address may ask whether papers hold; a bank looks at many in a day.
CHECK_RATE: str = env.read_rate("CHECK_RATE", "60/min")
# The body in whose name papers are issued, by its code in the list of bodies.
ISSUING_BODY: str = env.read_string("ISSUING_BODY", "SSECU")
# Signing and deciding ask for a fresh proof of who the person is; for trying it is in the way.
STEP_UP: bool = env.read_flag("STEP_UP", default=not DEMO and not TEST)
# A change set that nobody settles lapses after so many days.
CHANGE_SETS_SETTLE_WITHIN = timedelta(days=env.read_integer("CHANGE_SETS_SETTLE_DAYS", 14, at_least=1, at_most=180))
# A page tries a draft on so many cases while its reader waits; on more, the worker does, and the page says how far it is.
TRIALS_AT_ONCE: int = env.read_integer("TRIALS_AT_ONCE", 300, at_most=5_000)
REQUIRE_STAFF_MFA: bool = env.read_flag("REQUIRE_STAFF_MFA", default=PRODUCTION)
