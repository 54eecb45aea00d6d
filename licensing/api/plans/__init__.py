"""What partners want before any request, over the API."""
