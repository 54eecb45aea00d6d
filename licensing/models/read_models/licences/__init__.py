"""What readers see of a licence: its ledger, its obligations and what may be shipped now."""
