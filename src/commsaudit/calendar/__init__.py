"""Working days of mainland China."""
