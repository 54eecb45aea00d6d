"""Sign-ins that last: how they are stored, and the pages that list and end them."""
