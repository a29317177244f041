'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Progress } from '#components/ui/progress.tsx'

const MIB = 2 ** 20
type Upload = { state: 'idle' } | { state: 'sending'; sent: number; total: number } | { state: 'sent'; name: string } | { state: 'failed'; message: string }

/** Uploads an export, with progress; the import goes on by itself after that. Props: `systemId`. */
export function ImportFile({ systemId }: { systemId: string }) {
  const router = useRouter()
  const [file, setFile] = useState<File | null>(null)
  const [upload, setUpload] = useState<Upload>({ state: 'idle' })

  const send = () => {
    if (!file) {
      setUpload({ state: 'failed', message: 'Choose a file first' })
      return
    }
    // fetch cannot tell how much of a body was sent; this can.
    const request = new XMLHttpRequest()
    request.upload.addEventListener('progress', (event) => setUpload({ state: 'sending', sent: event.loaded, total: file.size }))
    request.addEventListener('load', () => {
      setUpload(request.status < 300 ? { state: 'sent', name: file.name } : { state: 'failed', message: request.responseText.slice(0, 500) })
      router.refresh()
    })
    request.addEventListener('error', () => setUpload({ state: 'failed', message: 'The upload broke off: import the file again' }))
    request.open('POST', `/api/uploads/${systemId}?name=${encodeURIComponent(file.name)}`)
    request.setRequestHeader('content-type', 'application/octet-stream')
    setUpload({ state: 'sending', sent: 0, total: file.size })
    request.send(file)
  }
  return (
    <div className="grid max-w-2xl gap-3">
      <Field
        name="file"
        label="File"
        required
        hint="For AWS: get-account-authorization-details (JSON), the credential report (CSV), or access keys. Up to 512 MiB."
      >
        <Input type="file" className="py-1" onChange={(event) => setFile(event.target.files?.[0] ?? null)} />
      </Field>
      {upload.state === 'sending' && (
        <Progress
          label="Uploading"
          value={upload.sent}
          max={Math.max(1, upload.total)}
          text={`${(upload.sent / MIB).toFixed(1)} of ${(upload.total / MIB).toFixed(1)} MiB`}
        />
      )}
      {upload.state === 'sent' && (
        <Notice tone="good" title={`${upload.name} is uploaded`} live>
          {'Its import is listed below, with what it changed or why it failed.'}
        </Notice>
      )}
      {upload.state === 'failed' && (
        <Notice tone="bad" title="The file was not imported" live>
          {upload.message}
        </Notice>
      )}
      <div>
        <Button variant="primary" pending={upload.state === 'sending'} onClick={send}>
          Import file
        </Button>
      </div>
    </div>
  )
}
