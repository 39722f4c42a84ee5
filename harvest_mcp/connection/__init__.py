"""Whose token and which account: connected, kept, found and opened in one room; no other ever sees where tokens lie."""
