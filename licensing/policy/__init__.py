"""Pure decisions: values in, values out. No database, no clock, no settings."""
