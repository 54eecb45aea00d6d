"""What people and programs write, before anything is decided about it: numbers, texts, codes and days in one form."""
