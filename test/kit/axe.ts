/** What axe finds wrong for people who see, hear or move otherwise: rules of WCAG 2.2 at levels A and AA. */
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

const tags = ['wcag2a', 'wcag2aa', 'wcag22aa']

/**
 * A line for each rule that is broken: its name, and where with the elements' own text; none where all is well. Looks at the whole page, or
 * only within what the selectors name.
 */
export async function violations(page: Page, ...within: readonly string[]): Promise<readonly string[]> {
  // Without frames of another origin, of which we have none, axe needs no second page to put its answer together.
  const axe = new AxeBuilder({ page }).withTags(tags).setLegacyMode(true)
  for (const part of within) axe.include(part)
  const { violations: found } = await axe.analyze()
  return found.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target, html }) => `${target.join(' ')} ${html}`).join(', ')}`,
  )
}
