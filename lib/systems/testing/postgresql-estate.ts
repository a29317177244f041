import pg from 'pg'

/** A role's name that would be a formula, a quotation or a statement if anybody ran it. */
export const HOSTILE = `=cmd|' /C calc'!A0 "x"; DROP TABLE t;--`

/** Roles and grants of every kind that discovery tells apart, for a database prepared by the guide. */
export const ESTATE = `
CREATE ROLE svc_billing LOGIN PASSWORD 'old-static' CONNECTION LIMIT 3; COMMENT ON ROLE svc_billing IS 'nightly billing run';
CREATE ROLE svc_expired LOGIN PASSWORD 'x' VALID UNTIL '2020-01-01Z';
CREATE ROLE svc_forever LOGIN PASSWORD 'x' VALID UNTIL 'infinity';
CREATE ROLE ci_deploy LOGIN BYPASSRLS; CREATE ROLE replicator LOGIN REPLICATION; CREATE ROLE support_agent LOGIN; CREATE ROLE "mara.keller" LOGIN;
CREATE ROLE ops NOLOGIN; GRANT pg_write_server_files TO ops; CREATE ROLE inner_ops NOLOGIN; GRANT ops TO inner_ops; CREATE ROLE svc_ops LOGIN; GRANT inner_ops TO svc_ops WITH ADMIN OPTION;
CREATE ROLE ${pg.escapeIdentifier(HOSTILE)} LOGIN;
CREATE TABLE app.secrets (id int, card text); GRANT SELECT (card) ON app.secrets TO svc_billing; GRANT INSERT ON app.orders TO svc_billing WITH GRANT OPTION;
GRANT SELECT ON app.orders TO PUBLIC; CREATE FUNCTION app.pay() RETURNS int LANGUAGE sql AS 'SELECT 1'; REVOKE EXECUTE ON FUNCTION app.pay() FROM PUBLIC; GRANT EXECUTE ON FUNCTION app.pay() TO svc_billing;
CREATE TABLE app.owned (id int); ALTER TABLE app.owned OWNER TO svc_billing;
ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO app_reader;
GRANT SELECT ON pg_authid TO svc_billing; GRANT CREATE ON DATABASE shop TO svc_billing;`
