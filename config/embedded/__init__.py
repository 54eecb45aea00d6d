"""A PostgreSQL of our own for trying and testing, used when DATABASE_URL is unset. Never in production."""
