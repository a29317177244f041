import { z } from 'zod'

/** The parts of an ARN of IAM (`arn:partition:iam::account:resource`) that the import reads. */
export type IamArn = { partition: string; account: string; kind: string; name: string }

const SHAPE = /^arn:([a-z0-9-]*):iam::([A-Za-z0-9]*):(root$|[a-z-]+\/)(.*)$/s

/** The parts of an IAM ARN, or null when the text is none. `name` is the last part of the path, `kind` for example `user`, `oidc-provider`, `root`. */
export function parseIamArn(text: string): IamArn | null {
  const [, partition, account, kind, rest] = SHAPE.exec(text) ?? []
  if (partition === undefined || account === undefined || kind === undefined || rest === undefined) return null
  return { partition, account, kind: kind.replace('/', ''), name: kind === 'root' ? 'root' : (rest.split('/').at(-1) ?? rest) }
}

/** A field that holds the ARN of an IAM resource of one of `kinds`. ARNs end at 2,048 characters (IAM API reference, arnType). */
export function iamArn(...kinds: string[]) {
  return z
    .string()
    .max(2048)
    .refine((text) => kinds.includes(parseIamArn(text)?.kind ?? ''), `must be the ARN of an IAM ${kinds.join(' or ')}`)
}
