"""The client: what it asks of Harvest, and what it makes of the answers."""
