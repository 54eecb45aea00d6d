"""What readers see of measures and of the plans of countries."""
