import type { Team } from '../people.ts'

export type Service = { name: string; team: Team; does: string }

const of = (team: Team, services: Readonly<Record<string, string>>): Service[] => Object.entries(services).map(([name, does]) => ({ name, team, does }))

/** The software that the invented company runs; each piece appears in several systems under its own name there. */
export const SERVICES: readonly Service[] = [
  ...of('Storefront', {
    checkout: 'takes orders from the shop',
    cart: 'keeps what customers want to buy',
    catalog: 'serves products and their pictures',
    pricing: 'computes prices and campaigns',
    search: 'finds products',
    recommendations: 'suggests what goes with a product',
    'customer-profile': 'keeps addresses and consents',
  }),
  ...of('Payments', {
    payments: 'charges cards through the payment provider',
    billing: 'writes invoices and credit notes',
    fraud: 'scores orders before they are charged',
    ledger: 'books every movement of money',
    tax: 'computes taxes per country',
  }),
  ...of('Logistics', {
    shipping: 'buys labels and tracks parcels',
    returns: 'takes goods back and triggers refunds',
    stock: 'knows what lies in which warehouse',
    'warehouse-gateway': 'talks to the scanners in the warehouses',
  }),
  ...of('Data', {
    'event-lake': 'stores what happens in the shop',
    reporting: 'builds the reports of every morning',
    forecasting: 'predicts demand per product',
  }),
  ...of('Platform', {
    'identity-provider': 'signs customers in',
    notifications: 'sends mails and pushes',
    gateway: 'routes requests from the internet',
  }),
]
