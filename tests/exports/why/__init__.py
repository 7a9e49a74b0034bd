"""The order of a release for GitOps tools."""
