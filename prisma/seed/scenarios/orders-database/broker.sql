CREATE ROLE tenure_broker LOGIN CREATEROLE PASSWORD 'replace-this-by-a-long-random-password' CONNECTION LIMIT 20;
GRANT pg_read_all_stats TO tenure_broker;
GRANT orders_reader TO tenure_broker WITH ADMIN TRUE, INHERIT FALSE, SET FALSE;
GRANT orders_writer TO tenure_broker WITH ADMIN TRUE, INHERIT FALSE, SET FALSE;
GRANT orders_admin TO tenure_broker WITH ADMIN TRUE, INHERIT FALSE, SET FALSE;
GRANT svc_legacy_export TO tenure_broker WITH ADMIN TRUE, INHERIT FALSE, SET FALSE;
GRANT fivetran TO tenure_broker WITH ADMIN TRUE, INHERIT FALSE, SET FALSE;
