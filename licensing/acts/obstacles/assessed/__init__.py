"""What the authority has found of a request, as obstacles."""
