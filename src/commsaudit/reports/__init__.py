"""Results as people and programs want them: one file per format, written whole or not at all."""
