/** Chromium and ffmpeg for tests: found, or installed from Debian where apt and root allow; else a sentence. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { say, stop } from './ground.mjs'

const found = (names) => {
  for (const name of names)
    for (const dir of (process.env.PATH ?? '').split(delimiter))
      if (dir && existsSync(join(dir, name))) return join(dir, name)
  return null
}

const tools = [
  {
    what: 'Chromium',
    names: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
    packages: ['chromium'],
    env: 'CHROMIUM',
  },
  { what: 'ffmpeg', names: ['ffmpeg'], packages: ['ffmpeg'], env: null },
]

/** Path of the tool, or null. */
const locate = (tool) => (tool.env && process.env[tool.env]) || found(tool.names)

/** Makes sure that the tools are there; ends the process with a sentence when one cannot be had. */
export function needTools() {
  const missing = tools.filter((tool) => !locate(tool))
  if (missing.length === 0) return
  const names = missing.map((tool) => tool.what).join(' and ')
  const apt = found(['apt-get'])
  const root = process.getuid?.() === 0
  if (!apt || !root)
    stop(
      `${names} not found. Install ${missing.flatMap((t) => t.packages).join(' ')} (Debian's packages of these names) or put them on PATH; apt-get ${apt ? 'is here but needs root' : 'is not on this machine'}.`,
    )
  const packages = missing.flatMap((tool) => tool.packages)
  say(`Installing ${packages.join(' and ')} from Debian (a few minutes the first time) …`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  spawnSync(apt, ['update', '-q'], { stdio: ['ignore', 2, 2], env })
  spawnSync(apt, ['install', '-y', '-q', ...packages], { stdio: ['ignore', 2, 2], env })
  const still = missing.filter((tool) => !locate(tool))
  if (still.length > 0)
    stop(`${still.map((tool) => tool.what).join(' and ')} could not be installed; apt-get's own words stand above.`)
}
