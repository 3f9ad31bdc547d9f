/** The scopes in a second window, as for another screen: drawn into it by this page, so that it shows the same picture and has the same keys. */
import { useEffect, useState } from 'react'
import { createPortal } from 'react-dom'
import { relayKeys } from '../keys/bind.ts'
import { useDesk } from '../state/use-desk.ts'
import { ScopeSet } from './scope-set.tsx'
import css from './scope-window.module.css'

/** Pixels of the window at first; the browser and the hands move it from there. */
const size = { width: 1120, height: 720 } as const

export function ScopeWindow() {
  const desk = useDesk()
  const [out, setOut] = useState<Window | null>(null)
  useEffect(() => {
    const dock = () => desk.layout.setScopesOut(false)
    const opened = open('', '', `popup,width=${size.width},height=${size.height}`)
    if (!opened) {
      desk.say('The browser keeps the scopes from having a window of their own: let this page open windows.')
      dock()
      return undefined
    }
    dress(opened.document)
    // Closed by hand, the scopes are docked; a page that goes takes its window with it.
    opened.addEventListener('pagehide', dock)
    const close = () => opened.close()
    addEventListener('pagehide', close)
    setOut(opened)
    return () => {
      opened.removeEventListener('pagehide', dock)
      removeEventListener('pagehide', close)
      opened.close()
    }
  }, [desk])
  return out && createPortal(<Inside here={out} />, out.document.body)
}

function Inside({ here }: { readonly here: Window }) {
  useEffect(() => relayKeys(here, window), [here])
  return (
    <main className={css.window} aria-label="Scopes">
      <ScopeSet />
    </main>
  )
}

/** This page's language and styles; by their text, so that they hold before anything is drawn. */
function dress(page: Document): void {
  page.title = 'Scopes'
  page.documentElement.lang = document.documentElement.lang
  const style = page.createElement('style')
  style.textContent = [...document.styleSheets]
    .flatMap((sheet) => [...sheet.cssRules])
    .map((rule) => rule.cssText)
    .join('\n')
  page.head.append(style)
}
