import { offboardingConformance } from '#lib/systems/testing/conformance-offboarding.ts'
import { sambaTarget } from '#lib/systems/testing/samba-target.ts'
import { slapdTarget } from '#lib/systems/testing/slapd-target.ts'

offboardingConformance('OpenLDAP (Debian), by lock', () => slapdTarget({ policy: true }))
offboardingConformance('OpenLDAP (Debian), by password', () => slapdTarget({ policy: false }))
offboardingConformance('Active Directory (Samba of Debian)', sambaTarget)
