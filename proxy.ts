import { NextResponse, type NextRequest } from 'next/server'

const SESSION_COOKIES = ['next-auth.session-token', '__Secure-next-auth.session-token']
const PUBLIC_PATHS = /^\/(signin|api\/auth|healthz|readyz)(\/|$)/
const REQUEST_ID = /^[\w.-]{8,64}$/

/**
 * In front of every page: a fresh nonce for the content security policy, a request id (the caller's own when it is
 * well formed), and a cheap redirect to the sign-in page. It only looks whether a session cookie is there: pages,
 * actions and routes check the session itself.
 */
export function proxy(request: NextRequest): NextResponse {
  const { pathname, search } = request.nextUrl
  const given = request.headers.get('x-request-id')
  const requestId = given && REQUEST_ID.test(given) ? given : crypto.randomUUID()

  if (!PUBLIC_PATHS.test(pathname) && !SESSION_COOKIES.some((name) => request.cookies.has(name))) {
    return withRequestId(NextResponse.redirect(signInAddress(request.url, `${pathname}${search}`), 303), requestId)
  }

  const nonce = btoa(crypto.randomUUID())
  const policy = contentSecurityPolicy(nonce)
  const headers = new Headers(request.headers)
  headers.set('x-request-id', requestId)
  headers.set('x-nonce', nonce)
  headers.set('content-security-policy', policy)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  return withRequestId(response, requestId)
}

/** The sign-in page, which is told in `next` where the person wanted to go (a path of this site, never a full address). */
function signInAddress(base: string, wanted: string): URL {
  const address = new URL('/signin', base)
  if (wanted !== '/') address.searchParams.set('next', wanted)
  return address
}

/** CSP Level 3: scripts by nonce only. Style attributes stay open because charts and popups position themselves with them. */
function contentSecurityPolicy(nonce: string): string {
  const development = process.env.NODE_ENV === 'development'
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    // The development overlay brings style elements of its own; a nonce beside it would switch 'unsafe-inline' off again.
    development ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}

function withRequestId(response: NextResponse, requestId: string): NextResponse {
  response.headers.set('x-request-id', requestId)
  return response
}

// Uploads stay outside: with a proxy in front, Next buffers bodies and cuts them at 10 MB (proxyClientMaxBodySize).
export const config = { matcher: ['/((?!_next/static|_next/image|api/uploads/|icon.svg|favicon.ico).*)'] }
