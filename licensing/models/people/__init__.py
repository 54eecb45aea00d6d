"""Who takes part: people, partner organisations, state bodies, systems, and what ties a person to them at a moment."""
