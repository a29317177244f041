import type { NextAuthOptions } from 'next-auth'
import type { Config } from '#lib/config/config.ts'
import type { Db } from '#lib/db/client.ts'
import { authAdapter } from './auth-adapter.ts'
import { rolesOfGroups } from './roles-of-groups.rules.ts'
import { SESSION_MS } from './sessions.ts'

type Claims = { sub: string; name?: string; email?: string; [claim: string]: unknown }

/** Sign-in through any OpenID provider: authorization code with PKCE, state and nonce. Roles are read from the groups claim at each sign-in. */
export function authOptions(config: Config, db: Db): NextAuthOptions {
  const rolesOf = (claims: Claims) => rolesOfGroups(claims[config.OIDC_GROUPS_CLAIM], config.OIDC_ROLE_PREFIX)
  const provider = {
    id: 'oidc',
    name: 'Company sign-in',
    type: 'oauth' as const,
    idToken: true,
    checks: ['pkce' as const, 'state' as const, 'nonce' as const],
    wellKnown: `${config.OIDC_ISSUER}/.well-known/openid-configuration`,
    issuer: config.OIDC_ISSUER ?? '',
    clientId: config.OIDC_CLIENT_ID ?? '',
    clientSecret: config.OIDC_CLIENT_SECRET ?? '',
    authorization: { params: { scope: `openid email profile ${config.OIDC_GROUPS_CLAIM}` } },
    profile: (claims: Claims) => ({
      id: claims.sub,
      name: claims.name ?? claims.email ?? claims.sub,
      email: (claims.email ?? `${claims.sub}@unknown.invalid`).toLowerCase(),
      roles: rolesOf(claims),
    }),
  }
  return {
    adapter: authAdapter(db),
    secret: config.TENURE_SESSION_SECRET,
    session: { strategy: 'database', maxAge: SESSION_MS / 1000 },
    useSecureCookies: config.TENURE_URL.startsWith('https:'),
    pages: { signIn: '/signin', error: '/signin' },
    providers: config.OIDC_ISSUER ? [provider] : [],
    callbacks: {
      // next-auth hands over what profile() made; a person whom the provider has taken every role from does not come in.
      signIn: async ({ user }) => {
        const { roles } = user as { roles?: string[] }
        return (roles?.length ?? 0) > 0 || '/signin?error=no-role'
      },
    },
    events: {
      signIn: async ({ user, profile }) => {
        const { roles, name } = (profile ?? {}) as { roles?: string[]; name?: string }
        if (roles) await db.user.update({ where: { id: user.id }, data: { roles, ...(name ? { name } : {}) } })
      },
    },
  }
}
