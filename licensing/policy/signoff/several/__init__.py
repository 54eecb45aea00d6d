"""Rules of several tests: what each test asks, how it comes out, in words, and whether it can ever be met."""
