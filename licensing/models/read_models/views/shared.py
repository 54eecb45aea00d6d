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


class ChargeView(TypedDict):
    """What a measure of the state charges on what is granted; `value` and `amount` are null where the value is not known."""

    measure: str
    version: int
    title: str
    percent: str
    value: str | None
    amount: str | None
    currency: str
