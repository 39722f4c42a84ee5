"""Who has access to what in a Harvest account.

Importing this package loads neither mcp nor ipywidgets.
"""

__version__ = "0.1.0"
