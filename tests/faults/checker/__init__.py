"""The checker: a program of its own that knows the promises and nothing of the product's code.

It reads the history of the clients, the database, and the book of the receivers. It imports neither Django nor the product.
"""
