/** `samelight <command> …`. Nothing else in the server reads the environment or the command line. */

import { commands } from './commands/index.ts'
import { type Fault, faultPoints } from './store/store.ts'

/** `SAMELIGHT_FAULT=before-commit:7` kills the hub there at the seventh write: for tests of what survives. */
function readFault(text: string | undefined): Fault | null {
  const [point, at] = (text ?? '').split(':')
  const found = faultPoints.find((one) => one === point)
  return found ? { point: found, at: Number(at ?? 1) } : null
}

const [name, ...argv] = process.argv.slice(2)
const command = commands.find((one) => one.name === name)
const io = {
  out: (line: string) => process.stdout.write(`${line}\n`),
  err: (line: string) => process.stderr.write(`${line}\n`),
  /** Resolves when the person, or the system, asks the process to end. */
  stop: new Promise<void>((done) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => done())
  }),
  cwd: process.cwd(),
  fault: readFault(process.env.SAMELIGHT_FAULT),
}

if (!command) {
  const width = Math.max(...commands.map((one) => one.name.length))
  io.err(name && name !== '--help' ? `There is no command "${name}".` : 'samelight <command> …')
  for (const one of commands) io.err(`  ${one.name.padEnd(width)}  ${one.doc}`)
  process.exitCode = name && name !== '--help' ? 2 : 0
} else {
  try {
    process.exitCode = await command.run(argv, io)
  } catch (error) {
    io.err(error instanceof Error ? error.message : String(error))
    process.exitCode = 1
  }
}
