"""Model to text, without widgets: what the TUI shows, and the command line may print."""
