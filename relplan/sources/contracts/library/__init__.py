"""Libraries: manifests of packages."""
