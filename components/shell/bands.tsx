'use client'

import { useEffect, useRef, type ReactNode } from 'react'

/** The bands above everything, which stay when the page scrolls. Reports their height in pixels, because on a narrow window their words wrap. */
export function Bands({ onHeight, children }: { onHeight: (pixels: number) => void; children: ReactNode }) {
  const box = useRef<HTMLElement>(null)
  useEffect(() => {
    const element = box.current
    if (!element) return
    const observer = new ResizeObserver(() => onHeight(element.offsetHeight))
    observer.observe(element)
    return () => observer.disconnect()
  }, [onHeight])
  return (
    <section ref={box} aria-label="About what is shown" className="sticky top-0 z-30">
      {children}
    </section>
  )
}
