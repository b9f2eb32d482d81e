"""What the judge notices: the mock, broken on purpose in many small ways."""
