"""The Python face: the questions of the tools, asked in a notebook, a script or any event loop, and their rows."""
