-- Rights inside the database; run once in it, as minori_owner or as a superuser, before the first migration.
-- Safe to run again. The roles and the database itself come first (README.md, "Production"):
-- minori_owner changes the schema; minori_app runs the site and owns nothing.

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO minori_app;

ALTER DEFAULT PRIVILEGES FOR ROLE minori_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO minori_app;
ALTER DEFAULT PRIVILEGES FOR ROLE minori_owner IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO minori_app;
