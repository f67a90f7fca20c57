"""The story of an audit: from paths and settings to a result."""
