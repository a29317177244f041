GRANT USAGE ON SCHEMA shop TO orders_reader, orders_writer, orders_admin, invoices_clerk, svc_shipping;
GRANT SELECT ON ALL TABLES IN SCHEMA shop TO orders_reader, orders_writer;
GRANT INSERT, UPDATE ON shop.orders, shop.order_lines TO orders_writer;
GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON ALL TABLES IN SCHEMA shop TO orders_admin;
GRANT SELECT ON shop.orders, shop.order_lines, shop.customers TO invoices_clerk;
GRANT SELECT, INSERT, UPDATE ON shop.invoices TO invoices_clerk;
GRANT SELECT, UPDATE ON shop.orders TO svc_shipping;
GRANT SELECT ON shop.customers TO svc_shipping;
