"""Working together: programmes, teams across units, partners from outside."""
