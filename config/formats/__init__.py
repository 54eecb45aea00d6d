"""How days are written in short: so that nobody takes a month for a day."""
