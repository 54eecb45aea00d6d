"""Lists of listed parties and their versions, the screening of cases, and what was said of each hit."""
