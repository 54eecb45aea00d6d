"""The addresses of the API. They read as the lifecycle does: a thing, and what can be done to it."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

from licensing.api import (
    auth,
    cases,
    decisions,
    documents,
    duties,
    endpoints,
    licences,
    people,
    procedures,
    questions,
    reference,
    schema,
    signoff,
    sittings,
)

app_name = "api"

urlpatterns: list[URLPattern | URLResolver] = [
    *auth.PATHS,
    *schema.PATHS,
    *people.PATHS,
    *cases.PATHS,
    *documents.PATHS,
    *questions.PATHS,
    *signoff.PATHS,
    *decisions.PATHS,
    *licences.PATHS,
    *duties.PATHS,
    *endpoints.PATHS,
    *sittings.PATHS,
    *procedures.PATHS,
    *reference.PATHS,
]
