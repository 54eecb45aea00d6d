"""Systems at the desk: their pages and the forms of the acts on them."""
