CREATE SCHEMA shop AUTHORIZATION orders_owner;
SET ROLE orders_owner;
CREATE TABLE shop.customers (id int PRIMARY KEY, name text NOT NULL, email text NOT NULL, country text NOT NULL, created_at timestamptz NOT NULL);
CREATE TABLE shop.products (id int PRIMARY KEY, title text NOT NULL, price_cents int NOT NULL, in_stock int NOT NULL);
CREATE TABLE shop.orders (id int PRIMARY KEY, customer_id int NOT NULL REFERENCES shop.customers, state text NOT NULL, placed_at timestamptz NOT NULL);
CREATE TABLE shop.order_lines (order_id int NOT NULL REFERENCES shop.orders, line int NOT NULL, product_id int NOT NULL REFERENCES shop.products, quantity int NOT NULL, PRIMARY KEY (order_id, line));
CREATE TABLE shop.invoices (id int PRIMARY KEY, order_id int NOT NULL REFERENCES shop.orders, total_cents int NOT NULL, paid_at timestamptz);
CREATE VIEW shop.revenue_by_month AS SELECT date_trunc('month', o.placed_at) AS month, sum(i.total_cents) AS cents FROM shop.orders o JOIN shop.invoices i ON i.order_id = o.id GROUP BY 1;

INSERT INTO shop.customers SELECT n, 'Customer ' || n, 'customer' || n || '@example.test', (ARRAY['DE', 'FR', 'SE', 'PL', 'ES'])[1 + n % 5], now() - n * interval '9 hours' FROM generate_series(1, 400) n;
INSERT INTO shop.products SELECT n, (ARRAY['Lamp', 'Chair', 'Shelf', 'Rug', 'Mirror', 'Table'])[1 + n % 6] || ' no. ' || n, 900 + (n * 7919) % 40000, (n * 31) % 200 FROM generate_series(1, 120) n;
INSERT INTO shop.orders SELECT n, 1 + (n * 37) % 400, (ARRAY['placed', 'paid', 'shipped', 'delivered', 'delivered', 'returned'])[1 + n % 6], now() - n * interval '53 minutes' FROM generate_series(1, 2400) n;
INSERT INTO shop.order_lines SELECT o.id, line, 1 + (o.id * 13 + line * 41) % 120, 1 + (o.id + line) % 3 FROM shop.orders o CROSS JOIN generate_series(1, 2) line;
INSERT INTO shop.invoices SELECT o.id, o.id, (SELECT sum(l.quantity * p.price_cents) FROM shop.order_lines l JOIN shop.products p ON p.id = l.product_id WHERE l.order_id = o.id), CASE WHEN o.state <> 'placed' THEN o.placed_at + interval '2 hours' END FROM shop.orders o;
RESET ROLE;
