"""Observasi: rubrics filled live, engagement sweeps, results, raters side by side."""
