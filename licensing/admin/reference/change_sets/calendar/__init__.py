"""The days of a year as one page, from which days are proposed."""
