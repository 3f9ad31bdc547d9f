/** The files of a folder and its folders. */
import { readdir, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'

export interface FolderFile {
  readonly path: string
  readonly size: number
}

export interface FolderFiles {
  /** In the order of their paths, hidden ones apart; links are followed, each folder read once. */
  readonly files: readonly FolderFile[]
  /** A sentence for each file or folder within that could not be looked at. */
  readonly troubles: readonly string[]
}

const deepest = 6
const byName = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const reason = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error)

/** Walks a folder, at most six folders deep. Rejects with a sentence where the folder itself cannot be read. */
export async function folderFiles(dir: string): Promise<FolderFiles> {
  const files: FolderFile[] = []
  const troubles: string[] = []
  const seen = new Set<string>()
  const walk = async (folder: string, depth: number): Promise<void> => {
    const real = await realpath(folder)
    if (seen.has(real)) return
    seen.add(real)
    for (const name of (await readdir(folder)).sort(byName)) {
      if (name.startsWith('.')) continue
      const path = join(folder, name)
      try {
        const found = await stat(path)
        if (found.isFile()) files.push({ path, size: found.size })
        else if (found.isDirectory() && depth < deepest) await walk(path, depth + 1)
      } catch (error) {
        troubles.push(`${path} cannot be read: ${reason(error)}.`)
      }
    }
  }
  try {
    await walk(dir, 0)
  } catch (error) {
    throw new Error(`The media folder ${dir} cannot be read: ${reason(error)}.`)
  }
  return { files, troubles }
}
