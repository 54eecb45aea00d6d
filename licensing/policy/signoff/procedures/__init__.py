"""Procedures as documents: their shape, their pieces, and what is wrong with one."""
