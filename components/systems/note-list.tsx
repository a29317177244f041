type Note = { code: string; subject: string; text: string }

const SHOWN = 30

/** Notes of a discovery. Props: `notes`. */
export function NoteList({ notes }: { notes: readonly Note[] }) {
  return (
    <>
      <ul className="grid gap-1 text-sm">
        {notes.slice(0, SHOWN).map((note) => (
          <li key={`${note.code} ${note.subject} ${note.text}`}>
            <span className="font-mono text-xs break-all">{note.subject}</span> <span className="text-muted">{note.text}</span>
          </li>
        ))}
      </ul>
      {notes.length > SHOWN && <p className="mt-1 text-xs text-muted">and {(notes.length - SHOWN).toLocaleString('en')} more</p>}
    </>
  )
}
