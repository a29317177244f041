import { tenureCsv } from '../csv/tenure-csv.ts'
import type { FormatSample } from './format-sample.ts'

export const CSV_SAMPLES: readonly FormatSample[] = [
  {
    format: tenureCsv,
    encoding: 'csv',
    sample: [
      'external_id,name,class,enabled,created_at,last_used_at,expires_at,privileged,privileged_reason,owner_email,purpose,environment,description,credential_kind,credential_id,credential_created_at,credential_rotated_at,credential_last_used_at,credential_expires_at,resource,action,x_team',
      'erp,ERP sync,service_account,true,2024-03-01,2026-11-20,2027-03-31,yes,May write orders,ada@example.test,Copies orders,production,Runs nightly,api_key,key-7f3a,2026-06-01,2026-06-02,2026-11-20,never,ERP orders,write,payments',
      '',
    ].join('\n'),
  },
]
