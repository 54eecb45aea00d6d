"""The one command. What stands here and in `__main__` and `environment` runs before anything is installed."""
