"""GraphQL: schemas in its schema definition language."""
