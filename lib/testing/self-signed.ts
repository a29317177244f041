import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type SelfSigned = { keyFile: string; certificateFile: string; certificate: string; remove(): void }

/** A certificate for 127.0.0.1 and localhost that vouches for itself, with its key, in files that any account may read; null where openssl is not installed. */
export function selfSigned(): SelfSigned | null {
  const directory = mkdtempSync(join(tmpdir(), 'tenure-tls-'))
  const remove = () => rmSync(directory, { recursive: true, force: true })
  const [keyFile, certificateFile] = [join(directory, 'key.pem'), join(directory, 'certificate.pem')]
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost']
  try {
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', keyFile, '-out', certificateFile, ...subject], {
      stdio: 'ignore',
    })
    // A server that runs as another account reads them
    chmodSync(directory, 0o755)
    chmodSync(keyFile, 0o644)
    return { keyFile, certificateFile, certificate: readFileSync(certificateFile, 'utf8'), remove }
  } catch {
    remove()
    return null
  }
}
