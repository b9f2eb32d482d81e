"""What recorded traffic tells of an API: how long its operations take, and how often they fail."""
