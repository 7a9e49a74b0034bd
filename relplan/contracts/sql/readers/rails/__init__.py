"""Rails' migrations, in Ruby."""
