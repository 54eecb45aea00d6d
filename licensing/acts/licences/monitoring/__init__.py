"""What is found of a licence after its grant: reviews because of it, and what visits to the end user find."""
