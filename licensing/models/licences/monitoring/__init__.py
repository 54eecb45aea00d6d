"""Reviews of a licence after its grant, and visits to where its goods are."""
