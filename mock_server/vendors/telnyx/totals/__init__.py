"""Usage reports of messaging, voice, speech and lookups: made at once, or as jobs."""
