"""Whose account is meant, and opening it."""
