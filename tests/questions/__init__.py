"""The catalogue: questions as people ask them, each with the call that answers it and the answer, worked out by hand."""
