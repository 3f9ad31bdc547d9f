/** Where the probe of the picture on show is found, apart from the probe itself, which rooms do not load. */
import { createContext, useContext } from 'react'
import type { Probe } from './probe.ts'

export const ProbeContext = createContext<Probe | null>(null)

/** The probe of the picture on show; null where no picture runs, where nobody grades, and until it has come. */
export const useProbe = (): Probe | null => useContext(ProbeContext)
