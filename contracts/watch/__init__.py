"""Golden requests sent to an API, played or real, and what their answers show over time."""
