import { afterAll, beforeAll, it } from 'vitest'
import { type Journey, startJourney } from '../kit/journey.ts'

let j: Journey
beforeAll(async () => {
  j = await startJourney({ dataDir: null })
})
afterAll(() => j?.close())
it('shots', async () => {
  const p = await j.enter(j.hub.links.colorist!, 'Clara', null, [1920, 1080])
  await p.waitForTimeout(3000)
  const b = (await p.getByTestId('picture').boundingBox())!
  await p.mouse.move(b.x + b.width * 0.3, b.y + b.height * 0.4)
  await p.waitForTimeout(1000)
  await p.screenshot({ path: '/tmp/h/v1.png' })
  await p.mouse.wheel(0, -200)
  await p.mouse.wheel(0, -200)
  await p.mouse.wheel(0, -200)
  await p.keyboard.press('Alt+Shift+A')
  await p.getByRole('button', { name: 'Viewer options' }).click()
  await p.waitForTimeout(1500)
  await p.screenshot({ path: '/tmp/h/v2.png' })
  await p.keyboard.press('Escape')
  await p.keyboard.press('Shift+Z')
  await p.keyboard.press('Control+B')
  await p.waitForTimeout(1500)
  await p.screenshot({ path: '/tmp/h/v3.png' })
})
