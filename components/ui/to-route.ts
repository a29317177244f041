import type { Route } from 'next'

/**
 * A path that is put together at run time (`/inventory/${id}`, a list's address with its filters) as a typed route.
 * The type checker cannot see such paths: the caller guarantees that the page exists. Literal paths need no help.
 */
export function toRoute(path: string): Route {
  return path as Route
}
