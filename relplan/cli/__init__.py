"""The command line: stdout is data, stderr is narration, the exit code is the answer."""
