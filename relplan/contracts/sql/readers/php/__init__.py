"""Migrations in PHP: Laravel's, Doctrine's, Phinx's."""
