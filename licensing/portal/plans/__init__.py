"""Measures of the state, and what partners say they want before any request."""
