"""Rights of people: given by two, ended by one, handed over meanwhile, corrected for the past."""
