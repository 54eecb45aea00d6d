"""Partner organisations: how they register, who is invited to them, and who leaves."""
