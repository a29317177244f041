'use client'
import { Check, MoreHorizontal, Plus, RefreshCw, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { ErrorSummary } from '#components/ui/error-summary.tsx'
import { Field } from '#components/ui/field.tsx'
import { IconButton } from '#components/ui/icon-button.tsx'
import { Input } from '#components/ui/input.tsx'
import { Menu } from '#components/ui/menu.tsx'
import { Select } from '#components/ui/select.tsx'
import { SidePanel } from '#components/ui/side-panel.tsx'
import { SubmitButton } from '#components/ui/submit-button.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import { Tooltip } from '#components/ui/tooltip.tsx'
import { useToast } from '#components/ui/use-toast.ts'

export function DoneButton() {
  const toast = useToast()
  return (
    <ConfirmDialog
      label="Revoke 1 lease"
      consequence={{
        happens: 'The role is disabled, its sessions end, and it is dropped. Then Tenure checks that it is gone.',
        on: 'PostgreSQL payments-prod',
        count: '1 lease, 2 live sessions',
        undo: 'No. The requester has to ask again.',
      }}
      typeToConfirm="payments-prod"
      onConfirm={async () => {
        await new Promise((r) => setTimeout(r, 400))
        toast.done('1 lease is being revoked')
      }}
    />
  )
}
export function Buttons() {
  const toast = useToast()
  const [panel, setPanel] = useState(false)
  const [dialog, setDialog] = useState(false)
  return (
    <div className="flex flex-wrap gap-2">
      <Button variant="primary" icon={<Plus />}>
        Request access
      </Button>
      <Button>Reassign</Button>
      <Button variant="quiet">Cancel</Button>
      <Button variant="danger" icon={<Trash2 />}>
        Revoke 3 leases
      </Button>
      <Button variant="primary" pending>
        Sending
      </Button>
      <Button disabled>Disabled</Button>
      <Button size="sm">Small</Button>
      <IconButton label="Refresh" icon={<RefreshCw />} />
      <Menu
        label="More"
        iconOnly
        icon={<MoreHorizontal />}
        variant="quiet"
        sections={[
          {
            label: 'Identity',
            items: [
              { label: 'Reassign', onSelect: () => {} },
              { label: 'Open list', href: '/gallery/list', hint: 'g n' },
            ],
          },
          { items: [{ label: 'Delete', danger: true, icon: <Trash2 />, onSelect: () => {} }] },
        ]}
      />
      <Tooltip content="A note">
        <Button>Hover me</Button>
      </Tooltip>
      <Button onClick={() => toast.undoable({ title: 'Owner set to Ada Lindqvist', undo: async () => {} })}>Toast with undo</Button>
      <Button onClick={() => toast.failed('Not saved', 'The identity was changed by somebody else. Reload and try again.')}>Toast failed</Button>
      <Button onClick={() => setPanel(true)}>Side panel</Button>
      <Button onClick={() => setDialog(true)}>Dialog</Button>
      <DoneButton />
      <SidePanel open={panel} onClose={() => setPanel(false)} title="deploy-bot" pageHref="/gallery/detail">
        Facts about it
      </SidePanel>
      <Dialog
        open={dialog}
        onOpenChange={setDialog}
        title="Set owner"
        description="The owner answers for this identity."
        footer={<Button variant="primary">Set owner</Button>}
      >
        <Field name="owner2" label="Owner" required>
          <Input />
        </Field>
      </Dialog>
    </div>
  )
}
export function Form() {
  return (
    <form className="grid max-w-md gap-4" onSubmit={(e) => e.preventDefault()} noValidate>
      <ErrorSummary
        message="2 fields need another look"
        fields={{ purpose: 'Say in one sentence what it is for', ttl: 'Choose at most 8 h' }}
        labels={{ purpose: 'Purpose', ttl: 'Duration' }}
      />
      <Field name="target" label="Target system" required>
        <Select
          placeholder="Choose a system"
          options={[
            { value: 'a', label: 'payments-prod', hint: 'PostgreSQL, production' },
            { value: 'b', label: 'aws-prod-1' },
            { value: 'c', label: 'gone', disabled: true },
          ]}
        />
      </Field>
      <Field name="purpose" label="Purpose" required error="Say in one sentence what it is for" hint="Approvers and auditors read it.">
        <Textarea />
      </Field>
      <Field name="ttl" label="Duration" required error="Choose at most 8 h">
        <Input defaultValue="12 h" />
      </Field>
      <Field name="ticket" label="Ticket">
        <Input placeholder="INC-4821" />
      </Field>
      <Checkbox label="Tell me when it is decided" hint="By mail" defaultChecked />
      <div>
        <SubmitButton pendingLabel="Sending">Request access</SubmitButton>
      </div>
    </form>
  )
}
export const CheckIcon = () => <Check />
