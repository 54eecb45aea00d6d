"""Licences at the desk, and the ledger of what was drawn from them."""
