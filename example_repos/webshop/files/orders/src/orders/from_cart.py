def lines(cart):
    """Turn the answer to GET /carts/{id} of the cart service into the lines of an order."""
    return [(line["product"], line["quantity"]) for line in cart["lines"]]
