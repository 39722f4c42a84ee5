"""The catalogue: questions as people ask them, each with the call that answers it and what the answer must be."""
