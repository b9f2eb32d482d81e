"""Which operations and fields somebody's code uses, and which differences hit it."""
