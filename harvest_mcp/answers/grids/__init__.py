"""Answers as tables for people: what a terminal draws, and a notebook; a file for each answer."""
