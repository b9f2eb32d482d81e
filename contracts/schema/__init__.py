"""Values held against standalone schemas: what is broken, and which schema speaks for a place."""
