/** What a change needs. Closed: the compiler asks the table of roles for every cell. */
export const verbs = ['watch', 'note', 'grade', 'lock', 'snapshot', 'review', 'arrange', 'seat'] as const
export type Verb = (typeof verbs)[number]
