import type pg from 'pg'
import { type DiscoveredEntitlement, type DiscoveredNote, externalKey } from '#lib/systems/discovered.ts'
import { streamRows } from './stream-rows.ts'

/**
 * Objects with an owner and an access list; an empty list means the built-in default. `shared` is read once for the server, `local` in each database.
 * The catalogue's own objects are read too, since a grant on pg_authid is worth knowing; what their owner holds is not.
 */
const SHARED = `SELECT 'database' AS kind, quote_ident(datname) AS name, NULL::text AS schema, datdba AS owner, datacl AS acl, acldefault('d', datdba) AS usual FROM pg_database WHERE NOT datistemplate`
const LOCAL = `
SELECT 'schema' AS kind, quote_ident(n.nspname) AS name, n.nspname::text AS schema, n.nspowner AS owner, n.nspacl AS acl, acldefault('n', n.nspowner) AS usual
  FROM pg_namespace n WHERE n.nspname !~ '^pg_(temp|toast)'
UNION ALL
SELECT CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'S' THEN 'sequence' WHEN 'f' THEN 'foreign table' ELSE 'table' END,
       quote_ident(n.nspname) || '.' || quote_ident(c.relname), n.nspname::text, c.relowner, c.relacl, acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", c.relowner)
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND n.nspname !~ '^pg_(temp|toast)'
UNION ALL
SELECT 'column', quote_ident(n.nspname) || '.' || quote_ident(c.relname) || '.' || quote_ident(a.attname), n.nspname::text, c.relowner, a.attacl, acldefault('c', c.relowner)
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE a.attacl IS NOT NULL AND NOT a.attisdropped
UNION ALL
SELECT 'routine', quote_ident(n.nspname) || '.' || quote_ident(p.proname) || '(' || pg_get_function_identity_arguments(p.oid) || ')', n.nspname::text, p.proowner, p.proacl, acldefault('f', p.proowner)
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE p.proacl IS NOT NULL OR n.nspname NOT IN ('pg_catalog', 'information_schema')`

/** One row per holder, object and privilege, whoever granted it; an owner is one row, since owning is more than every privilege. */
const grantsSql = (objects: string) => `
WITH object AS (${objects})
SELECT kind, name, schema, 'OWNER' AS privilege, r.rolname AS holder, true AS may_grant FROM object JOIN pg_roles r ON r.oid = owner
 WHERE r.rolname !~ '^pg_' AND kind <> 'column' AND schema IS DISTINCT FROM 'pg_catalog' AND schema IS DISTINCT FROM 'information_schema'
UNION ALL
SELECT kind, name, schema, x.privilege_type, r.rolname, bool_or(x.is_grantable) FROM object CROSS JOIN LATERAL aclexplode(coalesce(acl, usual)) x JOIN pg_roles r ON r.oid = x.grantee
 WHERE x.grantee <> owner AND r.rolname !~ '^pg_' GROUP BY kind, name, schema, x.privilege_type, r.rolname`

/** What everybody holds, counted per schema; the catalogue's own defaults are the same on every server and left out. */
const publicSql = (objects: string) => `
WITH object AS (${objects})
SELECT kind, schema, x.privilege_type AS privilege, count(*)::int AS objects, min(name) AS example FROM object CROSS JOIN LATERAL aclexplode(coalesce(acl, usual)) x
 WHERE x.grantee = 0 AND schema IS DISTINCT FROM 'pg_catalog' AND schema IS DISTINCT FROM 'information_schema' GROUP BY kind, schema, x.privilege_type ORDER BY 1, 2, 3`

const DEFAULTS = `
SELECT o.rolname AS owner, n.nspname AS schema, CASE d.defaclobjtype WHEN 'r' THEN 'tables' WHEN 'S' THEN 'sequences' WHEN 'f' THEN 'routines' WHEN 'T' THEN 'types' WHEN 'n' THEN 'schemas' ELSE 'large objects' END AS kind,
       x.privilege_type AS privilege, coalesce(g.rolname, 'PUBLIC') AS holder
  FROM pg_default_acl d JOIN pg_roles o ON o.oid = d.defaclrole LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace
  CROSS JOIN LATERAL aclexplode(d.defaclacl) x LEFT JOIN pg_roles g ON g.oid = x.grantee WHERE x.grantee <> d.defaclrole ORDER BY 1, 2, 3, 4, 5`

type GrantRow = { kind: string; name: string; schema: string | null; privilege: string; holder: string; may_grant: boolean }
type PublicRow = { kind: string; schema: string | null; privilege: string; objects: number; example: string }
type DefaultRow = { owner: string; schema: string | null; kind: string; privilege: string; holder: string }

function entitlementOf(row: GrantRow, database: string | null): DiscoveredEntitlement {
  return {
    type: 'entitlement',
    identityExternalId: row.holder,
    externalId: externalKey(row.holder, row.kind, ...(database === null ? [] : [database]), row.name, row.privilege),
    resource: database === null ? row.name : `${database}.${row.name}`,
    resourceKind: row.kind,
    action: row.privilege,
    grantedVia: row.privilege === 'OWNER' ? 'owner' : 'direct',
    adminOption: row.may_grant,
    lastUsedAt: null,
    lastUseKnown: 'unknown',
    attributes: {},
  }
}

async function* grants(client: pg.ClientBase, objects: string, database: string | null): AsyncGenerator<(DiscoveredEntitlement | DiscoveredNote)[]> {
  for await (const rows of streamRows<GrantRow>(client, grantsSql(objects))) yield rows.map((row) => entitlementOf(row, database))
  for await (const rows of streamRows<PublicRow>(client, publicSql(objects))) {
    yield rows.map((row) => {
      const subject = [...(database === null ? [] : [database]), row.schema ?? row.example].join('.')
      const what = row.objects === 1 ? `the ${row.kind} ${row.example}` : `${row.objects} of kind ${row.kind}`
      return {
        type: 'note',
        externalId: externalKey('public', row.kind, subject, row.privilege),
        code: 'public_grant',
        subject,
        text: `Every account has ${row.privilege} on ${what}`,
      }
    })
  }
}

/** Who holds what on the databases of the server. */
export function discoverSharedGrants(client: pg.ClientBase): AsyncGenerator<(DiscoveredEntitlement | DiscoveredNote)[]> {
  return grants(client, SHARED, null)
}

/** Who holds what in the client's database (schemas, tables and the like, columns, routines), what everybody holds, and what new objects will grant. */
export async function* discoverDatabaseGrants(client: pg.ClientBase, database: string): AsyncGenerator<(DiscoveredEntitlement | DiscoveredNote)[]> {
  yield* grants(client, LOCAL, database)
  for await (const rows of streamRows<DefaultRow>(client, DEFAULTS)) {
    yield rows.map((row) => ({
      type: 'note',
      externalId: externalKey('default', database, row.owner, row.schema ?? '', row.kind, row.privilege, row.holder),
      code: 'default_privilege',
      subject: row.schema === null ? database : `${database}.${row.schema}`,
      text: `New ${row.kind} made by ${row.owner} will give ${row.privilege} to ${row.holder}`,
    }))
  }
}
