"""Forms of what is found of a licence after its grant: its reviews, and visits to delivered goods."""
