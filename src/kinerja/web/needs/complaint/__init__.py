"""Pages of those who deal with complaints."""
