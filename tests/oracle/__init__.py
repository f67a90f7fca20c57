"""A second judge of the supervision standard: plain Python, written from the specification alone."""
