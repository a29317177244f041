import type { FastifyPluginAsync } from 'fastify'
import type { Signer } from '#lib/crypto/signing.ts'

/** `/keys/evidence.pem`: the public key that checkpoints and evidence packs are signed with, for whoever verifies them without us. */
export function keyRoutes({ signer }: { signer: Signer }): FastifyPluginAsync {
  return async (server) => {
    server.get('/keys/evidence.pem', async (_request, reply) => reply.type('application/x-pem-file').send(signer.publicKey.pem))
  }
}
