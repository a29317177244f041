/**
 * True when an action or resource pattern of a policy covers `text`: `*` stands for any run of characters, `?` for one, and
 * letter case is ignored (IAM policy elements: Action). Runs in the length of both, so that no pattern can stall it.
 */
export function patternCovers(pattern: string, text: string): boolean {
  const wanted = pattern.toLowerCase()
  const given = text.toLowerCase()
  let at = 0
  let position = 0
  let star = -1
  let resume = 0
  while (position < given.length) {
    if (wanted[at] === '*') {
      star = at
      resume = position
      at += 1
    } else if (at < wanted.length && (wanted[at] === '?' || wanted[at] === given[position])) {
      at += 1
      position += 1
    } else if (star >= 0) {
      at = star + 1
      resume += 1
      position = resume
    } else return false
  }
  while (wanted[at] === '*') at += 1
  return at === wanted.length
}
