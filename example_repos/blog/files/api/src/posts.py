FIELDS = ("title", "text")


def post(row: dict) -> dict:
    """Answer GET /posts/{id} from a *row* of the database."""
    return {field: row[field] for field in FIELDS}
