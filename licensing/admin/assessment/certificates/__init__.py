"""End-user certificates at the desk: their pages, the box on the page of a case, and the forms of the acts on them."""
