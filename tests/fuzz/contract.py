"""The published contract as schemathesis reads it, answered by the application itself, and what every answer must keep."""

from __future__ import annotations

import schemathesis
from django.core.wsgi import get_wsgi_application
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
schema = schemathesis.openapi.from_dict(build_strict_contract())
schema.app = get_wsgi_application()
