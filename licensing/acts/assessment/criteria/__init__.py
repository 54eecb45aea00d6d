"""Criteria: what a request is asked by the sets in force, what was found of it, and what was found of others before."""
