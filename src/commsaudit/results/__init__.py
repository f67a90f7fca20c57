"""What is done with stored results: gates, history, comparisons, what would be."""
