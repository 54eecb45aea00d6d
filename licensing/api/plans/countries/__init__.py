"""Country plans of the state and what is known of a country, over the API."""
