"""Routes: the paths that a service's code serves, where no file says so."""
