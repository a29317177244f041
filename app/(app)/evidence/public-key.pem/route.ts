import { routeFor } from '#lib/web/route-for.ts'
import { services } from '#lib/web/services.ts'

/** The public key that packs are verified with. */
export const GET = routeFor(
  async () =>
    new Response(services().signer.publicKey.pem, {
      headers: { 'content-type': 'application/x-pem-file', 'content-disposition': 'attachment; filename="tenure-evidence.pem"' },
    }),
)
