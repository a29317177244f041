/** Given and family name of a whole name: at the comma of `Lovelace, Ada`, else before the last word. Directories ask for both, and one name is kept. */
export function splitName(name: string): { givenName: string; familyName: string } {
  const comma = name.indexOf(', ')
  if (comma > 0) return { givenName: name.slice(comma + 2), familyName: name.slice(0, comma) }
  const space = name.lastIndexOf(' ')
  return space < 0 ? { givenName: name, familyName: '' } : { givenName: name.slice(0, space), familyName: name.slice(space + 1) }
}
