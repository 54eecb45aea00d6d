"""Where a request goes, through whom, and what it adds up to with others: what routing and measures judge by."""
