def customs_value(order):
    """What to declare; *order* is the answer to GET /orders/{id} of the orders service."""
    return order["total"] / 100
