/** The organisation's own host in a link of an answer (`https://acme.okta.com/api/v1/…`), null where it has none. */
export function hostOf(href: string | null | undefined): string | null {
  return /^https:\/\/([\w.-]{1,253})(?::\d+)?\/(?:api|oauth2)\//.exec(href ?? '')?.[1]?.toLowerCase() ?? null
}

/** The id that follows a word in the path of a link: `apps` in `…/api/v1/apps/0oa1` gives `0oa1`. */
export function idAfter(word: 'apps' | 'users' | 'groups' | 'clients', href: string | null | undefined): string | null {
  return new RegExp(`/${word}/([\\w.-]{1,128})(?:/|$)`).exec(href ?? '')?.[1] ?? null
}
