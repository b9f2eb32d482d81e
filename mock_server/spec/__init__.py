"""From an OpenAPI document on disk to frozen operations."""
