import type { Server } from 'node:http'
import { Provider } from 'oidc-provider'
import { randomSecret } from '#lib/crypto/random.ts'
import { PEOPLE } from './people.ts'

/** A real OpenID provider on loopback (panva's oidc-provider) with its own sign-in pages; whoever signs in as one of PEOPLE gets that person's groups. */
export async function startProvider(app: string): Promise<{ issuer: string; clientId: string; clientSecret: string; stop(): Promise<void> }> {
  const clientId = 'tenure'
  const clientSecret = randomSecret()
  const holder: { provider?: Provider } = {}
  const { createServer } = await import('node:http')
  const server: Server = createServer((request, response) => holder.provider?.callback()(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const issuer = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  holder.provider = new Provider(issuer, {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [`${app}/api/auth/callback/oidc`],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'], groups: ['groups'] },
    scopes: ['openid', 'email', 'profile', 'groups'],
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    features: { devInteractions: { enabled: true } },
    cookies: { keys: [randomSecret()] },
    findAccount: (_context, sub) => ({
      accountId: sub,
      claims: () => {
        const person = Object.values(PEOPLE).find((each) => each.email === sub)
        return { sub, email: sub, email_verified: true, name: person?.name ?? sub, groups: [...(person?.groups ?? [])] }
      },
    }),
  })
  return { issuer, clientId, clientSecret, stop: () => new Promise((resolve) => server.close(() => resolve())) }
}
