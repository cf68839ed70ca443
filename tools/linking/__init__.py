"""Who said what in a 360 round? An attacker with a full dump tries to find out."""
