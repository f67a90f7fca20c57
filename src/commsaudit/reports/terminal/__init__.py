"""The scorecard on a terminal."""
