"""A licence, subject by subject, as readers are shown it."""
