const BLOCK = /-----BEGIN ([A-Z0-9 ]{1,60})-----([A-Za-z0-9+/=\s]*)-----END \1-----\n?/g
const WIDTH = 64

/** PEM (RFC 7468 §2) with its lines as they must be: a form's field of one line takes the breaks out of what is pasted into it. Text that is no PEM comes back as it is. */
export function restorePem(text: string): string {
  return text.replaceAll(BLOCK, (_, label: string, body: string) => {
    const lines = body.replaceAll(/\s/g, '').match(new RegExp(`.{1,${WIDTH}}`, 'g')) ?? []
    return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n')
  })
}
