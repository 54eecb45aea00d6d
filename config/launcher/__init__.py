"""The one command. What is here and in `__main__` and `environment` runs before anything is installed."""
