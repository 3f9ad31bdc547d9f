/** A real Chromium for journeys: found on the machine, never downloaded. */
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** Path of the browser: $CHROMIUM, or the first of the usual names on PATH. Throws a sentence when there is none. */
export function chromiumPath(): string {
  if (process.env.CHROMIUM) return process.env.CHROMIUM
  for (const name of names)
    for (const dir of (process.env.PATH ?? '').split(delimiter))
      if (dir !== '' && existsSync(join(dir, name))) return join(dir, name)
  throw new Error('No Chromium on PATH: install the Debian package chromium or set CHROMIUM to its path.')
}

/** Without these Chromium knocks on a closed network, and colours depend on the machine. */
export const quiet = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--force-color-profile=srgb',
]

export const launch = (): Promise<Browser> => chromium.launch({ executablePath: chromiumPath(), args: quiet })

/** WebGPU without a graphics card: SwiftShader, and a GPU process that survives it. */
export const software = [
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--enable-features=Vulkan',
  '--use-vulkan=swiftshader',
  '--use-angle=swiftshader',
]

/** A second stack of its own, as far as this machine has it: Mesa's llvmpipe under OpenGL ES, WebGPU's compatible subset on it. */
export const llvmpipe = [
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=opengles',
  '--use-gl=angle',
  '--use-angle=gl-egl',
  '--ignore-gpu-blocklist',
]

/** A Chromium in which `navigator.gpu` gives an adapter. */
export const launchGpu = (flags: readonly string[] = software): Promise<Browser> =>
  chromium.launch({ executablePath: chromiumPath(), args: [...quiet, ...flags] })
