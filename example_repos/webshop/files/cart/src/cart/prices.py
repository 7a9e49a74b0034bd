def price(product: dict) -> int:
    """The price of a product of catalog's feed, in cents."""
    return product["price"]
