def salutation(account):
    """How a mail begins; *account* is shop.accounts.v1.Account."""
    return "Dear customer,"
