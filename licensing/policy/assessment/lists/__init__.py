"""Lists of listed parties: how their files are read, what an entry of one is, and what a version changed."""
