import type { Confidence, IdentityClass } from '#lib/core/identity-class.ts'
import { cutText } from '../storable.ts'

const CI =
  /(^|[^a-z])(ci|cd|cicd|pipelines?|jenkins|circleci|buildkite|teamcity|drone|actions|workflows?|releases?|deploy(er|ment)?s?|terraform|argo(cd)?|flux)([^a-z]|$)/i
const PROGRAM = /(^|[^a-z])(bots?|svc|service|automation|robot|sync|backup|renovate|dependabot|exporter|scanner|monitor(ing)?|integration|machine)([^a-z]|$)/i

/**
 * What a personal access token is taken for. GitHub knows the person who made it, never the program that carries it: unless its owner is a bot, the class is
 * a guess, from the names that people gave it where these say something. It is never `human_admin`: that is the person's own account, which is not in these files.
 */
export function classifyToken(token: { login: string; ownerType?: string | undefined; name?: string | undefined }): {
  class: IdentityClass
  classReason: string
  classConfidence: Confidence
} {
  const { login, ownerType, name = '' } = token
  if (ownerType === 'Bot' || login.endsWith('[bot]'))
    return { class: 'service_account', classReason: `A token of the bot ${cutText(login, 200)}`, classConfidence: 'certain' }
  const named = [name, login].find((text) => CI.test(text) || PROGRAM.test(text))
  const hint = named === undefined ? 'nothing says what uses it' : `the name ${cutText(named, 150)} suggests what uses it`
  return {
    class: named !== undefined && CI.test(named) ? 'ci_runner' : 'service_account',
    classReason: `A personal access token acts with rights of ${cutText(login, 150)} wherever it is put; ${hint}`,
    classConfidence: 'guess',
  }
}
