"""Harvest as it is: its nouns, its HTTP manners, one client that only reads; nothing here knows what access means."""
