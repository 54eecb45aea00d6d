"""How the house is wired: settings, addresses, processes. It may import every floor below, and none imports it."""
