"""Paper: plain data in, the bytes of a PDF out. The only room that knows ReportLab."""
