"""`%harvest`: a question in a line of a notebook or of IPython, answered by a table that can be kept."""
