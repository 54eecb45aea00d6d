"""Reports of the holder: filed, held against our own ledger, and settled by name where they differ."""
