"""A vendor that changes: the mock behind natural noise and deliberate changes, and who notices."""
