"""Organisations, bodies, invitations and registrations at the desk."""
