"""What flows through an audit: frozen facts without behaviour of their own."""
