"""The record of what happened: the kinds of event, and who may know what of them."""
