"""The API's resources, one file each; ``ENDPOINTS`` of each is its part of the routing table."""
