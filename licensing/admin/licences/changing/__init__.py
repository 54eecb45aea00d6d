"""Forms and rows of what becomes of a licence between its grant and its end: suspended, reinstated, varied."""
