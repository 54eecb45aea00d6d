"""How Dozvil is wired: settings, addresses, processes. It may import every layer below, and no layer imports it."""
