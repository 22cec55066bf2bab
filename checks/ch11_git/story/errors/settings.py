"""What differs from machine to machine."""

SHOW_ERRORS = True
