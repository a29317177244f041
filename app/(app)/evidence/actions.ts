'use server'

import { revalidatePath } from 'next/cache'
import { buildPack } from '#lib/evidence/build-pack.ts'
import { runCommand } from '#lib/web/form-action.ts'

export async function orderPack(input: Record<string, unknown>) {
  const done = await runCommand(buildPack, input)
  if (done.ok) revalidatePath('/evidence')
  return done
}
