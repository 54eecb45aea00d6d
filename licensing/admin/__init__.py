"""The reviewers' desk: a door like the others. It parses, calls one act, and renders; it holds no rule."""

from licensing.admin import cases, deliveries, events, licences, people, procedures, reference, sittings

__all__ = ["cases", "deliveries", "events", "licences", "people", "procedures", "reference", "sittings"]
