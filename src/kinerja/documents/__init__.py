"""Papers and sheets: objects in, bytes out. Who may have them is asked above."""
