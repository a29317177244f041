import type { PodObject } from './objects.ts'

/** What runs as the pod's service account, as it lasts: the Deployment behind a ReplicaSet, the CronJob behind a Job, else the owner, else the pod itself. */
export function podOwner({ metadata }: PodObject): string {
  const owner = metadata.ownerReferences.find(({ controller }) => controller) ?? metadata.ownerReferences[0]
  if (!owner) return `Pod ${metadata.name}`
  const hash = metadata.labels?.['pod-template-hash']
  if (owner.kind === 'ReplicaSet' && hash && owner.name.endsWith(`-${hash}`)) return `Deployment ${owner.name.slice(0, -hash.length - 1)}`
  // The controller names the jobs of a schedule after the minute that they were due
  const [, scheduled] = /^(.+)-\d{8,11}$/.exec(owner.name) ?? []
  if (owner.kind === 'Job' && scheduled) return `CronJob ${scheduled}`
  return `${owner.kind} ${owner.name}`
}
