'use client'

export default function GlobalError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <main role="alert">
          <h1>Tenure could not be shown</h1>
          <p>Nothing was changed. Try again; when it happens again, tell your administrator this id: {error.digest ?? 'none'}</p>
          <button type="button" onClick={reset}>
            Try again
          </button>
        </main>
      </body>
    </html>
  )
}
