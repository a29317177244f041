/**
 * Whether a client's address is one that an account's host lets in: a pattern with `%` (anything) and `_` (one character), or `address/netmask`. One pass over the address for each `%` at most:
 * whoever may make accounts on a server writes the pattern, and who connects there may choose the name of their address.
 */
export function isFromHost(address: string, host: string): boolean {
  const slash = host.indexOf('/')
  return slash < 0 ? isLike(address.toLowerCase(), host.toLowerCase()) : isWithin(address, host.slice(0, slash), host.slice(slash + 1))
}

/** The last `%` takes one character more whenever what follows it does not fit; those before it never have to be tried again. */
function isLike(text: string, pattern: string): boolean {
  let [at, in_] = [0, 0]
  let [wildcard, resume] = [-1, 0]
  while (at < text.length) {
    if (pattern[in_] === '%') {
      wildcard = in_
      resume = at
      in_ += 1
    } else if (in_ < pattern.length && (pattern[in_] === '_' || pattern[in_] === text[at])) {
      at += 1
      in_ += 1
    } else if (wildcard >= 0) {
      resume += 1
      at = resume
      in_ = wildcard + 1
    } else return false
  }
  while (pattern[in_] === '%') in_ += 1
  return in_ === pattern.length
}

function isWithin(address: string, base: string, mask: string): boolean {
  const [from, network, bits] = [address, base, mask].map(ipv4)
  return typeof from === 'number' && typeof network === 'number' && typeof bits === 'number' && (from & bits) === network
}

/** The 32 bits of an IPv4 address; null for anything else. */
function ipv4(text: string): number | null {
  const parts = text.split('.')
  if (parts.length !== 4 || parts.some((part) => !/^\d{1,3}$/.test(part) || Number(part) > 255)) return null
  return parts.reduce((bits, part) => (bits << 8) | Number(part), 0)
}
