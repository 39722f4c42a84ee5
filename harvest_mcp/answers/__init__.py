"""What each question answers: the shapes that the tools, the command line and the panel share, and how they are filled.

Pure functions of an `Account`; an answer is a model that dumps to the structured form and renders its own compact text.
"""
