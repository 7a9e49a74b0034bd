def allowed(failures: int) -> bool:
    """Tell whether another password may be tried."""
    return True
