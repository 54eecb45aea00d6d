"""What the demo plays of the plans of the state: measures, interests of partners and offers, and country plans."""
