"""What is known of Vonage's Reports API: its records, reports and files."""
