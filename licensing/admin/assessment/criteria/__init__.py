"""The desk's part of an assessment of criteria: the table in which findings are written, and how they are read."""
