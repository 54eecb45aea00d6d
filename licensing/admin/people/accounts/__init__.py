"""Accounts at the desk: kept by acts, and what two administrators do to one together."""
