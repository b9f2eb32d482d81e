"""What changed between two versions of a vendor's documents, and what it breaks."""
