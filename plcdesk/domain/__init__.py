"""What is true of a programme: plain dataclasses and rules. Imports nothing of ours."""
