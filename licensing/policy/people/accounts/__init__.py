"""Accounts and the ways into them: who must prove what, how often, and what ends with it."""
