"""Coming along: practice, help, announcements, usage, pulse, the review of the system itself."""
