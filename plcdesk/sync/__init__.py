"""Bytes that travel: bundles written, judged and read. Knows no database."""
