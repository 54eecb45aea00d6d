"""Accounts and the ways into them: address, password, second factor, identity, sessions."""
