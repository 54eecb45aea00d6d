"""Criteria: what is asked of a request by the sets that cover it, and what somebody found by each criterion."""
