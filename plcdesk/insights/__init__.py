"""Findings from plain facts; the only room that may use pandas."""
