"""The catalogue of standards and the running of their checks."""
