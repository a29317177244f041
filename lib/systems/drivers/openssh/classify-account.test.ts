import { describe, expect, test } from 'vitest'
import { classifyAccount, hasLoginShell, isPerson } from './classify-account.ts'

const account = (name: string, given: object = {}) => ({ name, uid: 1_001, gid: 1_001, gecos: '', home: `/home/${name}`, shell: '/bin/bash', ...given })

describe('an account of a host', () => {
  test.each<[string, ReturnType<typeof account>, boolean]>([
    ['with a full name is a person', account('kholm', { gecos: 'Karin Holm,,,' }), true],
    ['named first.last is a person', account('karin.holm'), true],
    ['with a name alone is none', account('kholm'), false],
    ['of the system is none, whatever its comment says', account('postgres', { uid: 101, gecos: 'PostgreSQL Administrator' }), false],
    ['of a service is none, although its comment reads like a name', account('nightly', { gecos: 'Backup Service' }), false],
    ['that deploys is none', account('deploy', { gecos: 'Deploy User' }), false],
    ['nobody is none', account('nobody', { uid: 65_534, gecos: 'No Body' }), false],
  ])('%s', (_, given, person) => {
    expect(isPerson(given)).toBe(person)
  })

  test.each<[string, ReturnType<typeof account>, string, string]>([
    ['root', account('root', { uid: 0 }), 'human_admin', 'likely'],
    ['a second superuser', account('toor', { uid: 0 }), 'human_admin', 'likely'],
    ['a deployer', account('gitlab-runner', { uid: 998 }), 'ci_runner', 'guess'],
    ['a system account', account('postgres', { uid: 101 }), 'service_account', 'likely'],
    ['anything else', account('billing'), 'service_account', 'guess'],
  ])('%s has its class and how sure that is', (_, given, identityClass, confidence) => {
    expect(classifyAccount(given)).toMatchObject({ class: identityClass, classConfidence: confidence })
  })

  test('without a shell is one whose shell only says goodbye', () => {
    const shells = ['/usr/sbin/nologin', '/bin/false', '/bin/sync', '/bin/sh', '/usr/bin/git-shell', '']
    expect(shells.filter((shell) => hasLoginShell(account('x', { shell })))).toEqual(['/bin/sh', '/usr/bin/git-shell', ''])
  })
})
