import { EvaluationError } from './evaluation-error.ts'

const BAD_IP = new EvaluationError('not an IP address or range: write one like "10.0.0.1", "10.0.0.0/8" or "fe80::/10"')
const OCTET = /^(?:0|[1-9][0-9]{0,2})$/
const GROUP = /^[0-9a-fA-F]{1,4}$/
const PREFIX = /^(?:0|[1-9][0-9]{0,2})$/

/** An address with its prefix. The bits behind the prefix stay: `10.0.0.1/8` and `10.0.0.0/8` are different values for the same range. */
export class IpAddress {
  readonly bits: 32 | 128
  readonly address: bigint
  readonly prefix: number

  constructor(bits: 32 | 128, address: bigint, prefix: number) {
    this.bits = bits
    this.address = address
    this.prefix = prefix
  }

  get key(): string {
    return `i${this.bits}:${this.address}/${this.prefix}`
  }

  /** True for ranges within 127.0.0.0/8, and for ::1. */
  isLoopback(): boolean {
    return this.bits === 32 ? this.prefix >= 8 && this.address >> 24n === 127n : this.prefix === 128 && this.address === 1n
  }

  /** True for ranges within 224.0.0.0/4 or ff00::/8. */
  isMulticast(): boolean {
    return this.bits === 32 ? this.prefix >= 4 && this.address >> 28n === 14n : this.prefix >= 8 && this.address >> 120n === 255n
  }

  /** True when every address of this range lies in the other; never between IPv4 and IPv6. */
  isInRange(other: IpAddress): boolean {
    if (this.bits !== other.bits || this.prefix < other.prefix) return false
    const shift = BigInt(this.bits - other.prefix)
    return this.address >> shift === other.address >> shift
  }
}

/** Reads `ip("…")`: an IPv4 or IPv6 address, perhaps with a prefix; no leading zeros, no IPv4 within IPv6. Throws an EvaluationError on anything else. */
export function parseIp(text: string): IpAddress {
  const slash = text.indexOf('/')
  const host = slash === -1 ? text : text.slice(0, slash)
  const bits = host.includes(':') ? 128 : 32
  const address = bits === 128 ? ipv6(host) : ipv4(host)
  if (slash === -1) return new IpAddress(bits, address, bits)
  const prefix = text.slice(slash + 1)
  if (!PREFIX.test(prefix) || Number(prefix) > bits) throw BAD_IP
  return new IpAddress(bits, address, Number(prefix))
}

function ipv4(host: string): bigint {
  const octets = host.split('.')
  if (octets.length !== 4 || octets.some((octet) => !OCTET.test(octet) || Number(octet) > 255)) throw BAD_IP
  return octets.reduce((sum, octet) => sum * 256n + BigInt(octet), 0n)
}

function ipv6(host: string): bigint {
  const halves = host.split('::')
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')))
  const given = head.length + tail.length
  // `::` stands for one group of zeros at least
  if (halves.length > 2 || (halves.length === 2 ? given > 7 : given !== 8)) throw BAD_IP
  const groups = [...head, ...Array<string>(8 - given).fill('0'), ...tail]
  if (groups.some((group) => !GROUP.test(group))) throw BAD_IP
  return BigInt(`0x${groups.map((group) => group.padStart(4, '0')).join('')}`)
}
