"""What harvest_mcp claims, one sentence a test."""
