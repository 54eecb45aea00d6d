"""What a change of a filed request touches, and which signatures rested on it."""
