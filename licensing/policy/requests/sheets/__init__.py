"""Item lines in a spreadsheet: how a file is read, what its rows and columns are, and how the present lines are written out."""
