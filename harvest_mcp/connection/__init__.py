"""Whose token and which account: found in the environment or in the sandbox, and opened in one place."""
