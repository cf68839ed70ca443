"""What citizens and the organisation need: surveys, discussions, complaints, data of services."""
