"""The server, asked as hosts ask it."""
