"""Papers that leave the authority: what each says, in both languages, and how it is kept and made again."""
