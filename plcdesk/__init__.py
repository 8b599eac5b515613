"""PLC Desk: the core. Knows records, the log, paper and bundles; knows no window."""

__version__ = "0.1.0"
