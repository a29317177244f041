import { awsAccessKeys } from './aws/access-keys.ts'
import { awsAuthorizationDetails } from './aws/authorization-details.ts'
import { awsCredentialReport } from './aws/credential-report.ts'
import type { ImportFormat } from './import-format.ts'

/** Every format that an import knows. Their `detect` exclude each other, so the order does not matter. */
export const IMPORT_FORMATS: readonly ImportFormat[] = [awsAuthorizationDetails, awsCredentialReport, awsAccessKeys]
