"""Use cases: the order of steps, one transaction each; one noun a file."""
