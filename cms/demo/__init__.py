"""The demo: invented municipalities, campaigns, donors and money, loaded through the services by ``load_demo``."""
