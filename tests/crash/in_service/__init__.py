"""Put on the path of a service that is to die."""
