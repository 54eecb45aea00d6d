"""What somebody sees first at the desk: what waits for them."""
