"""Messages by gateways of others (Telegram, WhatsApp): off until an installation sets them up."""
