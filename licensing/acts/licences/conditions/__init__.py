"""What conditions of a licence wait for, recorded with what shows it: records and milestones."""
