"""Pages of surveys for officers and leaders; the page of citizens is in `web.open`."""
