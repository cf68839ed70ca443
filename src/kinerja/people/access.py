"""May this person see that person? The one gate that every later `visible_to` starts from."""
