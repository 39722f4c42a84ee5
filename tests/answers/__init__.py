"""Answers: pure functions of small accounts built by hand."""
