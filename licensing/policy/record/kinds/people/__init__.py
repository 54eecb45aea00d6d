"""What happens to accounts, rights, organisations and systems; none of it belongs to a case."""
