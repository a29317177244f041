import 'server-only'
import { notFound } from 'next/navigation'
import { TenureError } from '#lib/core/errors.ts'

/** The answer of a query, or the page that says there is nothing: for an id that does not exist, is no id at all, or may not be seen. */
export async function orNotFound<T>(answer: Promise<T>): Promise<T> {
  return or(answer, ['not_found', 'invalid'])
}

/** The answer of a query, or the page that says there is nothing, for whoever may not see this part at all. */
export async function orForbidden<T>(answer: Promise<T>): Promise<T> {
  return or(answer, ['forbidden'])
}

async function or<T>(answer: Promise<T>, codes: readonly string[]): Promise<T> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof TenureError && codes.includes(error.code)) notFound()
    throw error
  }
}
