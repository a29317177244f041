import { TokenType } from '@streamparser/json'

type Frame = { key: string | number; list: boolean; awaitsKey: boolean }

/** Follows JSON tokens and knows the path of the value that comes next or is being read: `RoleDetailList[3].Arn`. */
export class JsonPath {
  readonly #frames: Frame[] = []

  get depth(): number {
    return this.#frames.length
  }

  /** The member of the root object that is being read; null in a root list, or before the first member. */
  get rootKey(): string | null {
    const root = this.#frames[0]
    return root && !root.list && !root.awaitsKey ? String(root.key) : null
  }

  get rootIsList(): boolean {
    return this.#frames[0]?.list === true
  }

  /** True when the next token starts a value, false where it is a key, a colon, a comma or a closing bracket. */
  startsValue(token: TokenType): boolean {
    if (token === TokenType.COLON || token === TokenType.COMMA || token === TokenType.RIGHT_BRACE || token === TokenType.RIGHT_BRACKET) return false
    return this.#frames.at(-1)?.awaitsKey !== true
  }

  /** Takes a token in the order of the file. What is not grammatical is left for the parser to refuse. */
  take(token: TokenType, value: unknown): void {
    if (token === TokenType.LEFT_BRACE) this.#frames.push({ key: '', list: false, awaitsKey: true })
    else if (token === TokenType.LEFT_BRACKET) this.#frames.push({ key: 0, list: true, awaitsKey: false })
    else if (token === TokenType.RIGHT_BRACE || token === TokenType.RIGHT_BRACKET) this.#frames.pop()
    else this.#takeInside(token, value)
  }

  #takeInside(token: TokenType, value: unknown): void {
    const top = this.#frames.at(-1)
    if (!top) return
    if (token === TokenType.STRING && top.awaitsKey) {
      top.key = String(value)
      top.awaitsKey = false
    } else if (token === TokenType.COMMA) {
      if (typeof top.key === 'number') top.key += 1
      else top.awaitsKey = true
    }
  }

  keys(): (string | number)[] {
    return this.#frames.filter((frame) => !frame.awaitsKey).map((frame) => frame.key)
  }

  toString(): string {
    return pathText(this.keys())
  }
}

/** A path for people: members after dots, positions in brackets, unusual names quoted; '' for the root. */
export function pathText(keys: readonly PropertyKey[]): string {
  return keys.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`
    const name = String(key)
    if (!/^[\w$-]{1,100}$/.test(name)) return `${text}[${JSON.stringify(name.slice(0, 100))}]`
    return text ? `${text}.${name}` : name
  }, '')
}
