"""What access means: pure functions of accounts built by hand."""
