"""The addresses of the API: a resource, and below it the acts on it. Each module lists its own in PATHS."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

from licensing.api import endpoints, people, reference
from licensing.api.assessment import assessments, certificates, certifying, criteria, hits
from licensing.api.decisions import appeals, corrections, government, sittings
from licensing.api.http import docs, schema
from licensing.api.licences import (
    conditions,
    ledger,
    licences,
    milestones,
    obligations,
    review,
    revocation,
    suspension,
    variation,
    visit,
)
from licensing.api.licences import papers as licence_papers
from licensing.api.oauth import endpoints as oauth
from licensing.api.plans import interests, measures, parents, reviews
from licensing.api.plans.countries import acts as country_acts
from licensing.api.plans.countries import overview, papers, versions
from licensing.api.plans.countries import plans as country_plans
from licensing.api.requests import advice, amendments, cases, documents, handling, history, obstacles, questions
from licensing.api.requests import papers as case_papers
from licensing.api.signoff import procedures, rounds
from licensing.api.supply import plans

app_name = "api"

urlpatterns: list[URLPattern | URLResolver] = [
    *oauth.PATHS,
    *schema.PATHS,
    *docs.PATHS,
    *people.PATHS,
    *cases.PATHS,
    *advice.PATHS,
    *obstacles.PATHS,
    *assessments.PATHS,
    *criteria.PATHS,
    *hits.PATHS,
    *certificates.PATHS,
    *certifying.PATHS,
    *amendments.PATHS,
    *handling.PATHS,
    *history.PATHS,
    *documents.PATHS,
    *case_papers.PATHS,
    *questions.PATHS,
    *rounds.PATHS,
    *government.PATHS,
    *appeals.PATHS,
    *corrections.PATHS,
    *parents.PATHS,
    *reviews.PATHS,
    *licences.PATHS,
    *review.PATHS,
    *visit.PATHS,
    *revocation.PATHS,
    *suspension.PATHS,
    *variation.PATHS,
    *licence_papers.PATHS,
    *ledger.PATHS,
    *obligations.PATHS,
    *conditions.PATHS,
    *milestones.PATHS,
    *endpoints.PATHS,
    *sittings.PATHS,
    *procedures.PATHS,
    *reference.PATHS,
    *plans.PATHS,
    *measures.PATHS,
    *interests.PATHS,
    *country_plans.PATHS,
    *papers.PATHS,
    *overview.PATHS,
    *country_acts.PATHS,
    *versions.PATHS,
]
