"""What access means in Harvest: pure functions of one picture of an account; no I/O, no clock, no environment."""
