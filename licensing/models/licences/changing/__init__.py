"""What becomes of a licence between its grant and its end: suspended and reinstated, and varied."""
