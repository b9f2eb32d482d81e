"""What is known of Telnyx: which records, sums and files it tells, and how they belong together."""
