"""What those who run mailbot do beside the daemon: copies of database and archive, and back."""
