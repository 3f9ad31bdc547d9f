/** Finds this machine's GPU. What it answers is a device, or a sentence why there is none: never an error. */
import { Gpu, type GpuOptions } from './gpu.ts'

export interface Opened {
  readonly gpu: Gpu
  /** What the browser calls it. */
  readonly adapter: string
}

/**
 * Asks for an adapter of full WebGPU, then for one of its compatible subset: four storage buffers a stage are all we need. `feature`
 * asks for one of the two only.
 */
export async function openGpu(
  options: GpuOptions = {},
  features: readonly ('core' | 'compatibility')[] = ['core', 'compatibility'],
): Promise<Opened | string> {
  const gpu = navigator.gpu as GPU | undefined
  if (!gpu) return 'This browser has no WebGPU.'
  try {
    for (const featureLevel of features) {
      // Part of the standard since 2025, not yet of the library's types.
      const asked: GPURequestAdapterOptions & { featureLevel: string } = {
        featureLevel,
        powerPreference: 'high-performance',
      }
      const adapter = await gpu.requestAdapter(asked)
      if (!adapter) continue
      const { maxBufferSize, maxStorageBufferBindingSize } = adapter.limits
      const device = await adapter.requestDevice({ requiredLimits: { maxBufferSize, maxStorageBufferBindingSize } })
      const { vendor, architecture, description } = adapter.info
      const name = [vendor, architecture, description].filter((word) => word !== '').join(' ')
      return { gpu: new Gpu(device, options), adapter: name || 'unnamed GPU' }
    }
    return 'This browser offers no GPU.'
  } catch (error) {
    return `The GPU did not open: ${error instanceof Error ? error.message : String(error)}`
  }
}
