"""The addresses of the API. They read as the lifecycle does: a thing, and what can be done to it."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

from licensing.api import endpoints, people, reference
from licensing.api.decisions import government, sittings
from licensing.api.http import auth, schema
from licensing.api.licences import licences, obligations
from licensing.api.requests import cases, documents, questions
from licensing.api.signoff import procedures, rounds

app_name = "api"

urlpatterns: list[URLPattern | URLResolver] = [
    *auth.PATHS,
    *schema.PATHS,
    *people.PATHS,
    *cases.PATHS,
    *documents.PATHS,
    *questions.PATHS,
    *rounds.PATHS,
    *government.PATHS,
    *licences.PATHS,
    *obligations.PATHS,
    *endpoints.PATHS,
    *sittings.PATHS,
    *procedures.PATHS,
    *reference.PATHS,
]
