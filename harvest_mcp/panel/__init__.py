"""The Jupyter face: access looked at, searched and asked about in a notebook."""
