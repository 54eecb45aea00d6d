"""Classification: the entries of items as the authority settles them, and how like goods were classified before."""
