"""Scorecards by mail: each project to its recipients, none twice."""
