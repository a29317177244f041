import type { PersonKey } from '../people.ts'
import type { OrdersPrivilege } from './orders-database/connect-orders.ts'

/** How a past wish for access came out; `minutes` is how long the lease lasted, or how long the answer took. */
export type Outcome =
  | { end: 'done' | 'expired' | 'revoked' | 'mint_failed'; by: PersonKey; comment: string; grantedHours?: number; minutes: number; why?: string }
  | { end: 'refused'; by: PersonKey; comment: string; minutes: number }
  | { end: 'cancelled'; minutes: number }
  | { end: 'lapsed' }
  | { end: 'forbidden' }

export type PastWish = { daysAgo: number; who: PersonKey; privilege: OrdersPrivilege; hours: number; ticket: string | null; purpose: string; outcome: Outcome }

const done = (by: PersonKey, minutes: number, comment = '', grantedHours?: number): Outcome => ({
  end: 'done',
  by,
  minutes,
  comment,
  ...(grantedHours ? { grantedHours } : {}),
})
const expired = (by: PersonKey, comment = ''): Outcome => ({ end: 'expired', by, minutes: 0, comment })

/** What people asked of the orders database in the last 80 days, the oldest first. */
export const PAST_ACCESS: readonly PastWish[] = [
  {
    daysAgo: 80,
    who: 'hanna',
    privilege: 'orders_reader',
    hours: 2,
    ticket: 'DATA-311',
    purpose: 'Compare August revenue with the ledger',
    outcome: done('priya', 64),
  },
  { daysAgo: 77, who: 'mateo', privilege: 'orders_writer', hours: 4, ticket: null, purpose: 'Mark stuck payments as paid', outcome: { end: 'forbidden' } },
  {
    daysAgo: 77,
    who: 'mateo',
    privilege: 'orders_writer',
    hours: 4,
    ticket: 'PAY-1207',
    purpose: 'Mark stuck payments as paid',
    outcome: done('jonas', 92, 'Two hours are enough for twelve orders', 2),
  },
  {
    daysAgo: 73,
    who: 'olivia',
    privilege: 'orders_reader',
    hours: 1,
    ticket: 'SHOP-902',
    purpose: 'Look up why a customer was charged twice',
    outcome: done('priya', 23),
  },
  {
    daysAgo: 68,
    who: 'noor',
    privilege: 'orders_admin',
    hours: 2,
    ticket: 'OPS-440',
    purpose: 'Remove the test orders of the load test',
    outcome: done('priya', 88, 'Snapshot taken before, see the ticket'),
  },
  {
    daysAgo: 64,
    who: 'hanna',
    privilege: 'orders_reader',
    hours: 8,
    ticket: 'DATA-318',
    purpose: 'Build the cohort table for the board',
    outcome: expired('jonas'),
  },
  {
    daysAgo: 59,
    who: 'mateo',
    privilege: 'orders_admin',
    hours: 2,
    ticket: 'PAY-1231',
    purpose: 'Try a faster index on invoices',
    outcome: { end: 'refused', by: 'jonas', minutes: 37, comment: 'Try it on staging first, then ask again with the result' },
  },
  {
    daysAgo: 55,
    who: 'olivia',
    privilege: 'orders_writer',
    hours: 2,
    ticket: 'SHOP-931',
    purpose: 'Correct the country of 40 addresses',
    outcome: done('noor', 51),
  },
  {
    daysAgo: 51,
    who: 'hanna',
    privilege: 'orders_reader',
    hours: 4,
    ticket: 'DATA-325',
    purpose: 'Check the copy in the event lake for gaps',
    outcome: { end: 'cancelled', minutes: 12 },
  },
  {
    daysAgo: 47,
    who: 'noor',
    privilege: 'orders_writer',
    hours: 1,
    ticket: 'OPS-457',
    purpose: 'Release orders that a bug kept on hold',
    outcome: done('priya', 34),
  },
  {
    daysAgo: 42,
    who: 'mateo',
    privilege: 'orders_reader',
    hours: 2,
    ticket: 'PAY-1260',
    purpose: 'Find invoices without an order',
    outcome: done('jonas', 70),
  },
  {
    daysAgo: 38,
    who: 'claire',
    privilege: 'orders_reader',
    hours: 1,
    ticket: 'SEC-77',
    purpose: 'Check which customers a leaked export held',
    outcome: done('priya', 41, 'Incident of this morning'),
  },
  { daysAgo: 35, who: 'olivia', privilege: 'orders_writer', hours: 4, ticket: 'SHOP-958', purpose: 'Move orders of a closed shop', outcome: { end: 'lapsed' } },
  {
    daysAgo: 31,
    who: 'olivia',
    privilege: 'orders_writer',
    hours: 4,
    ticket: 'SHOP-958',
    purpose: 'Move orders of a closed shop',
    outcome: { end: 'revoked', by: 'jonas', minutes: 55, comment: '', why: 'The wrong shop was closed: stop until it is clear which' },
  },
  {
    daysAgo: 27,
    who: 'hanna',
    privilege: 'orders_reader',
    hours: 8,
    ticket: 'DATA-340',
    purpose: 'Prepare the numbers of the quarter',
    outcome: expired('priya', 'Half a day, then ask again'),
  },
  {
    daysAgo: 24,
    who: 'noor',
    privilege: 'orders_admin',
    hours: 1,
    ticket: 'OPS-470',
    purpose: 'Empty the table of abandoned carts',
    outcome: { end: 'mint_failed', by: 'jonas', minutes: 1, comment: 'Agreed with the storefront team' },
  },
  {
    daysAgo: 24,
    who: 'noor',
    privilege: 'orders_admin',
    hours: 1,
    ticket: 'OPS-470',
    purpose: 'Empty the table of abandoned carts',
    outcome: done('jonas', 19, 'Second attempt, the server had no connection left'),
  },
  {
    daysAgo: 19,
    who: 'mateo',
    privilege: 'orders_writer',
    hours: 2,
    ticket: 'PAY-1288',
    purpose: 'Void invoices of cancelled orders',
    outcome: done('noor', 77),
  },
  {
    daysAgo: 15,
    who: 'edda',
    privilege: 'orders_reader',
    hours: 1,
    ticket: 'IAM-52',
    purpose: 'See what the lent group really reaches',
    outcome: done('priya', 16),
  },
  {
    daysAgo: 12,
    who: 'hanna',
    privilege: 'orders_admin',
    hours: 2,
    ticket: 'DATA-352',
    purpose: 'Delete customers who asked to be forgotten',
    outcome: { end: 'refused', by: 'priya', minutes: 140, comment: 'This is a job of the back office, not of the database' },
  },
  {
    daysAgo: 9,
    who: 'olivia',
    privilege: 'orders_reader',
    hours: 2,
    ticket: 'SHOP-990',
    purpose: 'Explain a wrong total on the confirmation page',
    outcome: done('jonas', 58),
  },
  {
    daysAgo: 6,
    who: 'noor',
    privilege: 'orders_writer',
    hours: 2,
    ticket: 'OPS-491',
    purpose: 'Correct the tax rate of yesterday',
    outcome: done('priya', 45, 'One hour, four eyes in the call', 1),
  },
  {
    daysAgo: 4,
    who: 'mateo',
    privilege: 'orders_reader',
    hours: 1,
    ticket: null,
    purpose: 'A quick look at the failed payments',
    outcome: { end: 'forbidden' },
  },
  {
    daysAgo: 2,
    who: 'hanna',
    privilege: 'orders_reader',
    hours: 4,
    ticket: 'DATA-361',
    purpose: 'Check the forecast against the orders of last week',
    outcome: expired('jonas'),
  },
]

/** What waits for an answer: asked for real when the demo is set up. */
export const OPEN_WISHES: readonly { who: PersonKey; privilege: OrdersPrivilege; hours: number; ticket: string; purpose: string }[] = [
  { who: 'hanna', privilege: 'orders_reader', hours: 4, ticket: 'DATA-364', purpose: 'Find out why yesterday’s revenue report is 2 % short' },
  { who: 'mateo', privilege: 'orders_admin', hours: 2, ticket: 'PAY-1301', purpose: 'Remove 180 duplicate invoices of the failed billing run' },
]
