"""The command line: it asks the layers below and shows what they say; it decides nothing itself."""
