"""The chores behind installer/dev.py."""
