import { FILE_KINDS, findFileKind } from '../system-kinds.ts'

/** Whether systems of this kind hand in their discoveries themselves, and so have tokens. */
export const takesPushes = (kind: string): boolean => findFileKind(kind)?.formats.includes('tenure-ndjson') ?? false

/** The kinds of system of which `takesPushes` is so: what they say is the word of whoever has a token. */
export const pushingKinds = (): string[] => FILE_KINDS.map(({ kind }) => kind).filter(takesPushes)
