"""What each command does; ``relplan.cli.app`` says how they are called."""
