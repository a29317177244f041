import type { Connection } from '#lib/db/pool.ts'
import { asOf } from './as-of.ts'
import { DATA_SETS } from './data-sets.ts'

type Figures = Record<string, string | number | null>
type Period = { from: Date; to: Date; registerAt: Date }

const FIGURES: readonly (readonly [name: string, label: string])[] = [
  ['identities', 'Identities in the register'],
  ['orphans', 'of these without an owner'],
  ['governed', 'of these governed: owner, purpose, environment and expiry are set'],
  ['privileged', 'of these with privileged standing entitlements'],
  ['requests', 'Access requests'],
  ['approved', 'of these approved'],
  ['denied', 'of these denied by policy or a person'],
  ['leases', 'Leases open in the period'],
  ['confirmed', 'of these confirmed dead on the target'],
  ['unconfirmed', 'of these with an end that is not confirmed'],
]

/** The page of a pack that a person reads first: the figures of the period, and what each file holds. */
export async function* summaryPage(connection: Connection, packId: string, { from, to, registerAt }: Period): AsyncGenerator<string> {
  const figures = await readFigures(connection, { from, to, registerAt })
  const rows = FIGURES.map(([name, label]) => `<tr><th scope="row">${label}</th><td>${escapeHtml(String(figures[name] ?? 0))}</td></tr>`)
  const files = DATA_SETS.map(({ path, title }) => `<tr><th scope="row"><code>${path}.csv</code>, <code>.jsonl</code></th><td>${escapeHtml(title)}</td></tr>`)
  yield `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Evidence pack ${packId}</title>
<style>body{font:15px/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem;color:#1c1c22}table{border-collapse:collapse;width:100%;margin:1rem 0}th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #ddd;font-weight:400}td{font-variant-numeric:tabular-nums}code{font-size:.9em}</style>
<h1>Evidence pack</h1>
<p>Period ${from.toISOString()} to ${to.toISOString()}. The register is as it was at ${registerAt.toISOString()}.</p>
<table><caption>Figures</caption>${rows.join('')}</table>
<table><caption>Files</caption><tr><th scope="row"><code>audit/entries.jsonl</code></th><td>Tenure’s own audit log of the period, each entry with its proof to the signed checkpoint</td></tr>${files.join('')}</table>
<p>Verify this pack without us, and without trusting this page: see <code>README.txt</code>.</p>
</html>
`
}

async function readFigures(connection: Connection, { from, to, registerAt }: Period): Promise<Figures> {
  const { rows: register } = await connection.query<Figures>(
    `SELECT count(*)::int AS identities, count(*) FILTER (WHERE owner_id IS NULL)::int AS orphans, count(*) FILTER (WHERE governed)::int AS governed, count(*) FILTER (WHERE privileged)::int AS privileged
     FROM ${asOf('identity')} i WHERE vanished_at IS NULL`,
    [registerAt],
  )
  const { rows: access } = await connection.query<Figures>(
    `SELECT count(*)::int AS requests, count(*) FILTER (WHERE state = 'approved')::int AS approved, count(*) FILTER (WHERE state = 'denied')::int AS denied
     FROM access_request WHERE created_at >= $1 AND created_at < $2`,
    [from, to],
  )
  const { rows: leases } = await connection.query<Figures>(
    `SELECT count(*)::int AS leases, count(*) FILTER (WHERE v.state = 'confirmed')::int AS confirmed, count(*) FILTER (WHERE v.state = 'unconfirmed')::int AS unconfirmed
     FROM lease l LEFT JOIN revocation v ON v.lease_id = l.id WHERE l.starts_at < $2 AND coalesce(l.ended_at, 'infinity') >= $1`,
    [from, to],
  )
  return { ...register[0], ...access[0], ...leases[0] }
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escapeHtml = (text: string) => text.replaceAll(/[&<>"']/g, (character) => ESCAPES[character] ?? character)
