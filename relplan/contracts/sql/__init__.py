"""SQL: the migrations of a database that services share."""
