"""From outcomes to points: pure arithmetic without a database, and the result file."""
