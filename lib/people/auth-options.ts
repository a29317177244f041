import type { NextAuthOptions } from 'next-auth'
import type { Config } from '#lib/config/config.ts'
import type { Role } from '#lib/core/actor.ts'
import type { Db } from '#lib/db/client.ts'
import { authAdapter } from './auth-adapter.ts'
import { rememberPerson } from './remember-person.ts'
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
    authorization: { params: { scope: config.OIDC_SCOPE } },
    profile: (claims: Claims) => ({
      id: claims.sub,
      name: claims.name ?? claims.email ?? claims.sub,
      email: (claims.email ?? `${claims.sub}@unknown.invalid`).toLowerCase(),
      roles: rolesOf(claims),
      addressChecked: claims['email_verified'] !== false,
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
      // `user` is what we stored last time; what the provider says now stands in the claims. Whom it has taken every role from does not come in.
      signIn: async ({ profile }) => rolesOf((profile ?? {}) as Claims).length > 0 || '/signin?error=no-role',
    },
    events: {
      // next-auth hands over what profile() made of the claims.
      signIn: async ({ user, profile }) => {
        const { roles, name } = (profile ?? {}) as { roles?: Role[]; name?: string }
        if (roles) await rememberPerson(db, user.id, { roles, ...(name ? { name } : {}) }, new Date())
      },
    },
  }
}
