import { NextRequest } from 'next/server'
import { describe, expect, it } from 'vitest'
import { proxy } from './proxy.ts'

const visit = (path: string, headers: Record<string, string> = {}) => proxy(new NextRequest(new URL(path, 'https://tenure.example'), { headers }))
const signedIn = { cookie: 'next-auth.session-token=x' }

describe('the gate', () => {
  it.each(['/signin', '/api/auth/callback/oidc', '/healthz', '/readyz'])('%s is open to everybody', (path) => {
    expect(visit(path).status).toBe(200)
  })

  it('somebody without a session is sent to sign in, and told where they wanted to go', () => {
    const answer = visit('/inventory?owner=none&sort=name')
    expect(answer.status).toBe(303)
    expect(answer.headers.get('location')).toBe('https://tenure.example/signin?next=%2Finventory%3Fowner%3Dnone%26sort%3Dname')
  })

  it.each(['next-auth.session-token', '__Secure-next-auth.session-token'])('the cookie %s lets a request through to the page, which checks it', (name) => {
    expect(visit('/inventory', { cookie: `${name}=x` }).status).toBe(200)
  })

  it.each(['/signinx', '/api/authority', '/healthzz'])('%s only looks like an open path', (path) => {
    expect(visit(path).status).toBe(303)
  })
})

describe('the content security policy', () => {
  const nonceOf = (policy: string | null) => /script-src 'self' 'nonce-([^']+)'/.exec(policy ?? '')?.[1]

  it('has a new nonce for each request, and the page gets the same one', () => {
    const [one, other] = [visit('/', signedIn), visit('/', signedIn)]
    const nonce = nonceOf(one.headers.get('content-security-policy'))
    expect(nonce).toBeTruthy()
    expect(one.headers.get('x-middleware-request-x-nonce')).toBe(nonce)
    expect(nonceOf(other.headers.get('content-security-policy'))).not.toBe(nonce)
  })

  it('allows no inline script, no eval and no frame around the page', () => {
    const policy = visit('/', signedIn).headers.get('content-security-policy') ?? ''
    expect(policy.split('; ').find((part) => part.startsWith('script-src'))).not.toMatch(/unsafe/)
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).toContain("object-src 'none'")
  })
})

describe('the request id', () => {
  it('is the one that the caller sent', () => {
    expect(visit('/', { ...signedIn, 'x-request-id': 'edge-4711-abcdef' }).headers.get('x-request-id')).toBe('edge-4711-abcdef')
  })

  it.each(['short', 'a b c d e f g h', '<script>alert(1)</script>', 'x'.repeat(65)])('replaces an ill-formed one (%s)', (given) => {
    expect(visit('/', { ...signedIn, 'x-request-id': given }).headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
  })
})
