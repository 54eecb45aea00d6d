"""Programs that act for a person: how they are allowed, and the page that lists and ends them."""
