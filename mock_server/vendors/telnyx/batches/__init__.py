"""Records in files: the older batch reports, and those of wireless sessions."""
