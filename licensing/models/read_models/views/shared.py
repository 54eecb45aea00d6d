"""Shapes that several pages have in common."""

from __future__ import annotations

from typing import TypedDict
from uuid import UUID


class OrganisationView(TypedDict):
    id: UUID
    name: str


class PersonView(TypedDict):
    id: UUID
    name: str


class ConditionView(TypedDict):
    code: str
    text: str
