"""The published contract as schemathesis reads it, answered by the application itself, and what every answer must keep."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.api.strictness import build_strict_contract

ANSWER_CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
)
INPUT_CHECKS = (*ANSWER_CHECKS, negative_data_rejection)
# Any distance from Greenwich that RFC 3339 can write, also those of sixteen hours and more, which PostgreSQL does not take.
_MINUTES = st.sampled_from([-1439, -1214, -960, 960, 1214, 1439]) | st.integers(-1439, 1439)
OFFSETS = _MINUTES.map(lambda minutes: timezone(timedelta(minutes=minutes)))
_FIRST, _LAST = (datetime.fromisoformat(day) for day in ("1900-01-01", "2199-12-31"))
MOMENTS = st.datetimes(_FIRST, _LAST, timezones=OFFSETS).map(lambda moment: moment.isoformat())
schemathesis.openapi.format("date-time", MOMENTS)
schema = schemathesis.openapi.from_dict(build_strict_contract())
schema.app = get_wsgi_application()
