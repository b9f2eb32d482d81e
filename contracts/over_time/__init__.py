"""Run after run: a change has to hold before it alarms; many take themselves back."""
