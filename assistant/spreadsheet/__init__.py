"""Tables in Excel and CSV: read from files that may be hostile, written so that Excel runs nothing."""
