"""What only a browser can show. `make browser` runs it."""
