import type { NextConfig } from 'next'

/** Headers that do not change from request to request; the content security policy carries a nonce and comes from proxy.ts. */
const STATIC_HEADERS = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()' },
  { key: 'Strict-Transport-Security', value: 'max-age=31536000' },
]

const config: NextConfig = {
  typedRoutes: true,
  reactCompiler: true,
  poweredByHeader: false,
  // `npm run check:types` checks the whole project, this app included; a build need not do it again
  typescript: { ignoreBuildErrors: true },
  images: { unoptimized: true },
  // `next start` warns about a standalone build, so only the container image asks for one.
  ...(process.env['TENURE_STANDALONE'] === '1' ? { output: 'standalone' as const } : {}),
  // These load files beside themselves at run time (.wasm, worker threads), which a bundle does not carry.
  serverExternalPackages: ['@cedar-policy/cedar-wasm', 'amqplib', 'ldapts', 'mysql2', 'pg', 'pg-boss', 'pino', 'redis', 'ssh2'],
  async headers() {
    return [{ source: '/(.*)', headers: STATIC_HEADERS }]
  },
}

export default config
