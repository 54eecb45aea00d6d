"""Versions of lists prepared and published, cases screened against them, hits disposed of."""
