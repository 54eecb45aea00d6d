"""How hard the properties are tried: `HYPOTHESIS_PROFILE=full` before a release, the default on every run."""

import os

from hypothesis import HealthCheck, settings

_CALM = (HealthCheck.too_slow, HealthCheck.data_too_large)

settings.register_profile("default", max_examples=100, deadline=None, suppress_health_check=_CALM)
settings.register_profile("full", max_examples=2500, deadline=None, suppress_health_check=_CALM)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))
