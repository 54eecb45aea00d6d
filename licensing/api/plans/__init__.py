"""What the state plans and orders, what requests draw on, and what partners want before any request, over the API."""
