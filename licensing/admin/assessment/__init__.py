"""Lists of listed parties and hits at the desk."""
