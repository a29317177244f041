import { cutText } from '#lib/systems/imports/storable.ts'
import type { SshKey } from './ssh-key.ts'

/** What a key is, in the attributes of whatever has it. */
export function keyAttributes({ type, bits, weak, certificate }: SshKey) {
  return {
    keyType: type,
    ...(bits === null ? {} : { bits }),
    ...(weak === null ? {} : { weak }),
    ...(certificate === null
      ? {}
      : {
          certificateAuthority: certificate.authority,
          serial: certificate.serial,
          keyId: cutText(certificate.keyId.toWellFormed().replaceAll('\u0000', ''), 300),
          principals: certificate.principals.slice(0, 100).map((name) => cutText(name.toWellFormed().replaceAll('\u0000', ''), 300)),
        }),
  }
}
