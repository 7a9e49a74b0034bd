"""The order of a release for GitOps tools, a module a tool."""
