"""Send and receive by USB stick, decide differing entries, look back on both."""
