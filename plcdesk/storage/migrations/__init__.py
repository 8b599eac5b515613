"""Numbered steps from one schema to the next; a step never changes once it was committed."""
