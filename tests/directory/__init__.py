"""One picture of an account: loading it and keeping it."""
