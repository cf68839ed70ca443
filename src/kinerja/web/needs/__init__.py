"""Pages of what citizens and the organisation need."""
