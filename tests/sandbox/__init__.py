"""The sandbox: whether it is a Harvest, as far as anybody can tell from outside."""
