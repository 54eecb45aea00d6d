"""Rights at the desk: proposed, confirmed, ended and corrected; absences, and access in an emergency."""
