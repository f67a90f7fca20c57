"""One module per command; ``cli.main`` names them, and imports one only when it is called."""
