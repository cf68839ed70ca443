"""Figures of services by period and place: loaded, examined, and explained in words."""
