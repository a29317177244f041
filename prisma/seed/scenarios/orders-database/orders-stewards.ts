import type { Team } from '../../people.ts'
import type { Progress } from '../../stewardship.ts'

/** What is known about the accounts of the orders database: whose they are, how far that was written down, and what they are for. */
export const ORDERS_STEWARDS: Readonly<Record<string, readonly [team: Team, progress: Progress, purpose: string]>> = {
  svc_checkout: ['Storefront', 'governed', 'Writes the orders that customers place'],
  svc_billing: ['Payments', 'governed', 'Writes invoices and credit notes'],
  svc_shipping: ['Logistics', 'governed', 'Marks orders as shipped'],
  svc_reports: ['Data', 'governed', 'Builds the report of every morning'],
  svc_fraud_scores: ['Payments', 'owned', 'Scores orders before they are charged'],
  svc_legacy_export: ['Corporate IT', 'owned', 'Fed the old ERP until last year'],
  svc_tax_filing: ['Payments', 'governed', 'Hands invoices to the tax adviser'],
  etl_nightly: ['Data', 'owned', 'Copies orders into the event lake every night'],
  ci_migrations: ['Platform', 'governed', 'Changes the schema when a release needs it'],
  metabase: ['Data', 'governed', 'Answers the questions of analysts'],
  fivetran: ['Data', 'described', 'Copies orders to the vendor that enriches them'],
  support_agent: ['Storefront', 'governed', 'Agent that answers questions of customers about their orders'],
  refund_agent: ['Payments', 'owned', 'Agent that prepares refunds for a person to release'],
  dba_oncall: ['Platform', 'owned', 'Account of whoever is on call for the database'],
  orders_owner: ['Platform', 'governed', 'Owns the tables of the shop, so that no login does'],
  orders_reader: ['Platform', 'governed', 'Group that reads the shop; lent for a limited time'],
  orders_writer: ['Platform', 'governed', 'Group that corrects orders; lent for a limited time'],
  tenure_broker: ['Platform', 'governed', 'Account through which Tenure reads this server and lends its groups'],
}
