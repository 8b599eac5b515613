"""Meetings: the list, the record of one, the schedule, and all follow-ups."""
