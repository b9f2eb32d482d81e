"""Two APIs that shall be the same one, asked the same: where they differ, and by what request."""
