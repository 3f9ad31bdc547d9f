/** The hub's answer that something may not be: it names the thing, the rule and the value. */
export interface Refusal {
  /** A rule of SPEC.md or a lock's rule: `role`, `linked`, `held`, `range`, `grammar`, … */
  readonly rule: string
  /** One sentence for a person. */
  readonly sentence: string
  readonly keys: readonly string[]
  /** Name of who or what holds the region, where somebody does. */
  readonly holder: string | null
}
