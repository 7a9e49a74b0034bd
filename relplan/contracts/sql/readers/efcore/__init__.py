"""Entity Framework Core's migrations, in C#."""
