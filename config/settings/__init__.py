"""Every setting of Dozvil, typed, by subject. What an operator may change is read from the environment.

DOZVIL_ENV says where we are: `production` (also when it is unset, so that forgetting it is safe), `demo` or `test`.
Production refuses to start until everything that it needs is there; docs/operating.md lists the variables.
"""

# An operator reads all that is missing or wrong at once, in the order of these parts.
# isort: off
import django_stubs_ext

from config.settings.stage import *
from config.settings.safety import *
from config.settings.rights import *
from config.settings.applications import *
from config.settings.database import *
from config.settings.people import *
from config.settings.api import *
from config.settings.background import *
from config.settings.mail import *
from config.settings.places import *

# isort: on

# Lets annotations such as ModelForm[User], which mypy wants, also be read when the program runs.
django_stubs_ext.monkeypatch()

# Read by other programs of ours: the launcher, the probes, the containers, the proofs.
env.declare(
    "HEARTBEAT_FOLDER",
    "PROMETHEUS_MULTIPROC_DIR",
    "DJANGO_SETTINGS_MODULE",
    "POSTGRES_PASSWORD",
    "DATABASE_PASSWORD",
    "POSTGRES_IMAGE",
    "REDIS_IMAGE",
)
env.declare(
    *(
        f"DOZVIL_{name}"
        for name in ("SECRETS", "PYTHON", "INSTALLER", "PLANTED", "SHOTS", "PORT", "IMAGE", "BASE", "DB_HOST", "REDIS_HOST")
    )
)
if PRODUCTION:
    env.refuse_unknown(prefixes=("DOZVIL_", "EMAIL_", "OIDC_", "API_RATE", "REGISTRATION_RATE"))
env.finish(
    "To try Dozvil, use ./run (or set DOZVIL_ENV=demo). docs/operating.md explains every variable."
    if PRODUCTION
    else "docs/operating.md explains every variable."
)
