"""The result as web pages: one file, or an index with a page for each project; templates beside."""
