"""The programs in which assistants run: where each keeps its configuration, and how our server is entered in it."""
