"""Many agencies: numbers without people go up, and are laid side by side where they arrive."""
