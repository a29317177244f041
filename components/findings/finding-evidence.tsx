import { DefinitionList } from '#components/ui/definition-list.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { evidenceItems } from '#lib/findings/evidence.rules.ts'

/** What a finding rests on: facts, not opinions. Props: `evidence`. */
export function FindingEvidence({ evidence }: { evidence: Readonly<Record<string, unknown>> }) {
  const items = evidenceItems(evidence)
  if (items.length === 0) return <p className="text-sm text-muted">The register says nothing more about it.</p>
  return (
    <DefinitionList
      columns={2}
      items={items.map((item) => {
        if ('instant' in item) return { term: item.term, detail: <RelativeTime instant={item.instant} /> }
        if ('text' in item) return { term: item.term, detail: <span className="break-all">{item.text}</span> }
        return {
          term: item.term,
          detail: (
            <ul className="grid gap-0.5">
              {item.list.map((text) => (
                <li key={text} className="break-all">
                  {text}
                </li>
              ))}
            </ul>
          ),
        }
      })}
    />
  )
}
