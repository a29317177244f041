import { findFileKind } from '../system-kinds.ts'

/** Whether systems of this kind hand in their discoveries themselves, and so have tokens. */
export const takesPushes = (kind: string): boolean => findFileKind(kind)?.formats.includes('tenure-ndjson') ?? false
