"""What happens in a story, phase by phase: each module turns the story's tables into dated acts."""
